import type { ProviderType } from '../../src-shared/domain/provider.ts'
import type { Clock } from '../ports.ts'
import { published } from './built-in.ts'
import { type Layer, type ModelFacts, together } from './facts.ts'
import { spelling } from './names.ts'
import { noOverrides, type Overrides } from './override.ts'
import { fromBook, openPriceBook, type PriceBook } from './price-book.ts'

const DAY_MS = 86_400_000

/** Names come from clients, so there is no end to them. */
const MOST_KEPT = 500

/**
 * Everything that is known of models. Asking costs one look-up; each model is worked out once a day, since a
 * price may be due to change. Until the package has been read, it is as if it had nothing.
 */
export class Catalogue {
  readonly #clock: Clock
  #book: PriceBook | null = null
  #overrides: Overrides = noOverrides
  readonly #known = new Map<string, ModelFacts>()
  #day = Number.NaN

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Reads the price package. Worth about 100 ms, so it is done once, at a quiet moment. */
  async load(open: () => Promise<PriceBook> = openPriceBook): Promise<void> {
    this.#book = await open()
    this.#known.clear()
  }

  /** The user's own statements, in place of the earlier ones. */
  override(overrides: Overrides): void {
    this.#overrides = overrides
    this.#known.clear()
  }

  /** The user's file first, then the provider's pages, then the package. */
  describe(type: ProviderType, model: string): ModelFacts {
    const now = this.#clock.now()
    const day = Math.floor(now / DAY_MS)
    if (day !== this.#day || this.#known.size >= MOST_KEPT) this.#known.clear()
    this.#day = day
    const key = `${type}/${model}`
    const kept = this.#known.get(key)
    if (kept) return kept
    const facts = together([...this.#overrides.about(type, model), ...this.#published(type, model, now)])
    this.#known.set(key, facts)
    return facts
  }

  #published(type: ProviderType, model: string, now: number): Layer[] {
    const { inPackage, asOf, any, models } = published[type]
    const name = spelling(model)
    const row = Object.hasOwn(models, name) ? models[name] : undefined
    const packaged = this.#book && inPackage !== null ? fromBook(this.#book, inPackage, model, now) : null
    return [
      ...(row ? [{ source: 'provider' as const, asOf, known: row }] : []),
      ...(packaged ? [packaged] : []),
      { source: 'provider', asOf, known: any(model) },
    ]
  }
}
