/** USD per million tokens. */
export interface Rates {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  /** Into the cache that lives five minutes, the one Claude Code writes with an API key. */
  readonly cacheWrite5m: number
}

export interface Prices extends Rates {
  /** Where a prompt of more than `above` tokens, cached ones included, is billed at other rates as a whole. */
  readonly long: (Rates & { readonly above: number }) | null
}

/** What can be said of a model at one kind of provider. `null`: nobody told us; never taken for a no. */
export interface Known {
  /** Tokens of input and answer together. */
  readonly contextWindow: number | null
  /** The largest `max_tokens` it accepts. */
  readonly maxOutput: number | null
  readonly tools: boolean | null
  readonly images: boolean | null
  /** PDF and other `document` blocks. */
  readonly documents: boolean | null
  readonly thinking: boolean | null
  readonly prices: Prices | null
}

/**
 * Who says so: the price package, the user's own file, or the provider itself (its published pages, copied into
 * `built-in.ts`; or that it runs on this computer and bills nothing).
 */
export type FactSource = 'package' | 'override' | 'provider' | 'unknown'

export interface ModelFacts extends Known {
  /** Of the prices where they are known, else of the rest. */
  readonly source: FactSource
  /** The day (`2026-09-23`) on which that was so; `null` where no date belongs to it. */
  readonly asOf: string | null
}

/** One source's statement about a model; what it leaves out, it does not know. */
export interface Layer {
  readonly source: FactSource
  readonly asOf: string | null
  readonly known: Partial<Known>
}

const nothing: Known = {
  contextWindow: null,
  maxOutput: null,
  tools: null,
  images: null,
  documents: null,
  thinking: null,
  prices: null,
}

/** What the sources say together; the first one wins. */
export function together(layers: readonly Layer[]): ModelFacts {
  const said = layers.filter(({ known }) => Object.keys(known).length > 0)
  const about = said.find(({ known }) => known.prices !== undefined) ?? said[0]
  const known = Object.assign({ ...nothing }, ...said.map((layer) => layer.known).reverse()) as Known
  return { ...known, source: about?.source ?? 'unknown', asOf: about?.asOf ?? null }
}

/** USD per million tokens, where cached tokens have no price of their own: they are billed as input. */
export const rates = (
  input: number,
  output: number,
  cacheRead: number = input,
  cacheWrite5m: number = input,
): Rates => ({
  input,
  output,
  cacheRead,
  cacheWrite5m,
})

export const free: Prices = { ...rates(0, 0), long: null }
