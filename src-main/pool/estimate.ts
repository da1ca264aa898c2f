/** What a model's requests have taught. */
export interface ModelStats {
  /** Bytes of body per input token. */
  readonly bytesPerToken: number
  /** Mean output tokens of a request. */
  readonly output: number
}

/** The densest of the tokenizers in use, so that a first guess is high rather than low; and a middling answer. */
export const newModel: ModelStats = { bytesPerToken: 2.6, output: 600 }

const RATIO_WEIGHT = 0.2
const OUTPUT_WEIGHT = 0.05
const RATIO_RANGE = { least: 1.8, most: 6 }

/**
 * Real requests came to 0.69 to 1.66 times what one learned ratio says (1st and 99th percentile over Markdown,
 * source and JSON). The doubt is borrowed only until the answer says what the input was. The lower end is lower
 * still, since it decides that a request can never be served.
 */
const UPPER = 1.66
const LOWER = 0.5

/** A prompt cache lives five minutes from its last use (Anthropic, "Prompt caching"); a little less, to be sure. */
export const CACHE_MS = 300_000
const CACHE_SAFETY_MS = 5000
/** Nothing shorter is cached (Anthropic, "Prompt caching": minimum cacheable prompt length). */
export const CACHEABLE_TOKENS = 1024

/** A session's last request as one lane knows it. */
export interface Prefix {
  readonly bytes: number
  /** Input tokens now in the cache, and those after it that were not. */
  readonly cached: number
  readonly uncached: number
  /** When the cache was last used (ms). */
  readonly at: number
}

/** Uncached input tokens a request will probably take, from below and from above. */
export interface InputEstimate {
  readonly lower: number
  readonly upper: number
}

/** Of a body that grows on a cached prefix only what is new counts; anything else counts whole. */
export function estimateInput(stats: ModelStats, bytes: number, prefix: Prefix | null, now: number): InputEstimate {
  const grows = prefix !== null && isWarm(prefix, now) && bytes >= prefix.bytes
  const fresh = grows ? (bytes - prefix.bytes) / stats.bytesPerToken + prefix.uncached : bytes / stats.bytesPerToken
  return { lower: Math.floor(fresh * LOWER), upper: Math.ceil(fresh * UPPER) }
}

const isWarm = (prefix: Prefix, now: number) => prefix.cached > 0 && now - prefix.at < CACHE_MS - CACHE_SAFETY_MS

/** `total`: all input, cached or not. */
export function learnInput(stats: ModelStats, bytes: number, total: number): ModelStats {
  if (bytes <= 0 || total <= 0) return stats
  const moved = stats.bytesPerToken + RATIO_WEIGHT * (bytes / total - stats.bytesPerToken)
  return { ...stats, bytesPerToken: Math.min(RATIO_RANGE.most, Math.max(RATIO_RANGE.least, moved)) }
}

export const learnOutput = (stats: ModelStats, output: number): ModelStats => ({
  ...stats,
  output: stats.output + OUTPUT_WEIGHT * (output - stats.output),
})
