import { type Dimension, dimensions, WINDOW_MS } from '../../../src-shared/domain/limits.ts'
import type { Lease } from '../pool.ts'

export type Amounts = Record<Dimension, number>
type Windows = NonNullable<Parameters<Lease['observed']>[0]>['windows']

/** By how much a token count in a header may be off: it is rounded to the nearest thousand. */
const ROUND: Amounts = { rpm: 0, itpm: 500, otpm: 500 }

/** The provider as tests know it: one organization with exact buckets, and headers rounded as Anthropic's are. */
export class Oracle {
  readonly limits: Amounts
  readonly #level: Amounts
  #at: number
  admitted = 0
  refused = 0
  readonly taken: Amounts = { rpm: 0, itpm: 0, otpm: 0 }

  /** `share`: how full the buckets are to begin with. */
  constructor(limits: Amounts, at: number, share = 1) {
    this.limits = limits
    this.#level = { rpm: limits.rpm * share, itpm: limits.itpm * share, otpm: limits.otpm * share }
    this.#at = at
  }

  level(dimension: Dimension, t: number): number {
    const refilled = this.#level[dimension] + (this.limits[dimension] * (t - this.#at)) / WINDOW_MS
    return Math.min(this.limits[dimension], refilled)
  }

  /** Admits a request if its buckets hold enough, and writes the headers of that moment. */
  process(input: number, t: number): { ok: boolean; windows: Windows; short: Dimension | null; retryAfterMs: number } {
    const need: Amounts = { rpm: 1, itpm: input, otpm: 1 }
    const lack = (d: Dimension) => need[d] - this.level(d, t)
    const short = dimensions.find((d) => lack(d) > this.limits[d] * 1e-6) ?? null
    if (short === null) {
      this.admitted++
      this.#take('rpm', 1, t)
      this.#take('itpm', input, t)
    } else this.refused++
    const wait = short === null ? 0 : (lack(short) * WINDOW_MS) / this.limits[short]
    return {
      ok: short === null,
      windows: this.windows(t),
      short,
      retryAfterMs: Math.max(1, Math.ceil(wait / 1000)) * 1000,
    }
  }

  produce(output: number, t: number) {
    this.#take('otpm', output, t)
  }

  /** Somebody else spends here. */
  spend(dimension: Dimension, n: number, t: number) {
    this.#take(dimension, Math.min(n, Math.max(0, this.level(dimension, t))), t)
    this.taken[dimension] -= n
  }

  windows(t: number): Windows {
    const windows: Windows = {}
    for (const d of dimensions) {
      const unit = ROUND[d] === 0 ? 1 : 2 * ROUND[d]
      const left = Math.max(0, this.level(d, t))
      const remaining = unit === 1 ? Math.floor(left) : Math.round(left / unit) * unit
      windows[d] = { limit: this.limits[d], remaining: Math.min(remaining, this.limits[d]), round: ROUND[d] }
    }
    return windows
  }

  #take(dimension: Dimension, n: number, t: number) {
    for (const d of dimensions) this.#level[d] = this.level(d, t)
    this.#at = t
    this.#level[dimension] -= n
    this.taken[dimension] += n
  }
}
