import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { countOf, type Fields, fieldsOf } from '../conversion/values.ts'

/**
 * OpenAI, "Chat completion object", `usage`: `prompt_tokens` counts cached ones too, where Anthropic counts them
 * apart. Some servers add `cache_write_tokens`.
 */
export function usageOf(usage: Fields): TokenUsage {
  const details = fieldsOf(usage.prompt_tokens_details)
  const cacheRead = countOf(details.cached_tokens) || countOf(usage.prompt_cache_hit_tokens)
  const asked = countOf(usage.prompt_tokens)
  // xAI counts what was thought in the total only.
  const output = Math.max(countOf(usage.completion_tokens), countOf(usage.total_tokens) - asked)
  return apart(asked, cacheRead, countOf(details.cache_write_tokens), output)
}

/** OpenAI, "Response object", `usage`: the same under other names. */
export function usageOfResponse(usage: Fields): TokenUsage {
  const details = fieldsOf(usage.input_tokens_details)
  return apart(
    countOf(usage.input_tokens),
    countOf(details.cached_tokens),
    countOf(details.cache_write_tokens),
    usage.output_tokens,
  )
}

const apart = (all: number, cacheRead: number, cacheWrite: number, output: unknown): TokenUsage => ({
  input: Math.max(0, all - cacheRead - cacheWrite),
  output: countOf(output),
  cacheRead,
  cacheWrite,
})
