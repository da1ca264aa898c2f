import type { ConditionalPrice, ModelInfo, ModelPrice, TieredPrices } from '@pydantic/genai-prices'
import type { Known, Layer, Prices, Rates } from './facts.ts'
import { spelling } from './names.ts'

/** The day on which version 0.1.8 of the package was made; its data carries none. A test holds the two together. */
export const PACKAGE = { version: '0.1.8', asOf: '2026-09-23' } as const

/** A price package, as far as it is asked. */
export interface PriceBook {
  /** All it has of one provider, by its own name for it. */
  models(provider: string): readonly ModelInfo[]
}

/** Reads the package: 0.8 MB of data, about 100 ms. It asks nobody over the network. */
export async function openPriceBook(): Promise<PriceBook> {
  const { findProvider } = await import('@pydantic/genai-prices')
  return { models: (providerId) => findProvider({ providerId })?.models ?? [] }
}

/**
 * What the book says of exactly this model. The package's own search also takes a model whose name merely begins
 * alike (Sonnet 5 for Sonnet 5.5), so it is not used.
 */
export function fromBook(book: PriceBook, provider: string, model: string, at: number): Layer | null {
  const name = spelling(model)
  const found = book.models(provider).find((it) => spelling(it.id) === name)
  if (!found) return null
  const window = found.context_window
  const stated = pricesIn(found.prices, at)
  const prices = stated && read(stated, window ?? Number.POSITIVE_INFINITY)
  const known: Partial<Known> = {
    ...(window !== undefined && { contextWindow: window }),
    ...(prices && { prices }),
  }
  return { source: 'package', asOf: PACKAGE.asOf, known }
}

/** The last price that has begun; those for certain hours are left aside in favour of the one for the others. */
function pricesIn(prices: readonly ConditionalPrice[] | ModelPrice, at: number): ModelPrice | null {
  if (!Array.isArray(prices)) return prices as ModelPrice
  const begun = (prices as readonly ConditionalPrice[]).findLast(({ constraint }) =>
    constraint === undefined ? true : constraint.type === 'start_date' && Date.parse(constraint.start_date) <= at,
  )
  return begun?.prices ?? null
}

type Entry = number | TieredPrices | undefined
const NAMES = {
  input: 'input_mtok',
  output: 'output_mtok',
  read: 'cache_read_mtok',
  write: 'cache_write_mtok',
} as const

/** `null` where input or output has no price per token. Steps beyond the model's window can never be reached. */
function read(prices: ModelPrice, window: number): Prices | null {
  const entries = Object.values(NAMES).map((name) => prices[name])
  const steps = entries.flatMap((entry) => (isTiered(entry) ? entry.tiers.map(({ start }) => start) : []))
  const above = steps.length === 0 ? window : Math.min(...steps)
  const base = ratesAt(prices, 0)
  const long = above < window ? ratesAt(prices, above) : null
  return base && { ...base, long: long && { above, ...long } }
}

function ratesAt(prices: ModelPrice, tokens: number): Rates | null {
  const price = (name: string) => rateAt(prices[name], tokens)
  const [input, output] = [price(NAMES.input), price(NAMES.output)]
  if (input === undefined || output === undefined) return null
  return { input, output, cacheRead: price(NAMES.read) ?? input, cacheWrite5m: price(NAMES.write) ?? input }
}

const rateAt = (entry: Entry, tokens: number): number | undefined =>
  isTiered(entry) ? (entry.tiers.findLast(({ start }) => start <= tokens)?.price ?? entry.base) : entry

const isTiered = (entry: Entry): entry is TieredPrices => typeof entry === 'object'
