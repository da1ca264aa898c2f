import type { Dimension } from '../../src-shared/domain/limits.ts'
import { type Bucket, full, levelAt, take, waitFor } from './bucket.ts'
import { PromptCache } from './prompt-cache.ts'

/** Per minute. */
export type Limits = Readonly<Record<Dimension, number>>

export type Admission = { ok: true } | { ok: false; dimension: Dimension; waitMs: number }

const dimensions: readonly Dimension[] = ['rpm', 'itpm', 'otpm']

/**
 * One organization as its provider keeps it: exact buckets per model group, shared by all its keys, and one
 * prompt cache. This is the truth that a pool of keys has to guess.
 */
export class Account {
  readonly id: string
  readonly cache = new PromptCache()
  readonly #limits: (group: string) => Limits
  readonly #buckets = new Map<string, Record<Dimension, Bucket>>()

  constructor(id: string, limits: Limits | ((group: string) => Limits)) {
    this.id = id
    this.#limits = typeof limits === 'function' ? limits : () => limits
  }

  /** Charges one request and its uncached input, or says which bucket cannot take it and for how long. */
  admit(group: string, input: number, now: number): Admission {
    const buckets = this.#of(group, now)
    const need: Limits = { rpm: 1, itpm: input, otpm: 1 }
    for (const dimension of dimensions) {
      const bucket = buckets[dimension]
      if (levelAt(bucket, now) + 1e-6 < need[dimension])
        return { ok: false, dimension, waitMs: waitFor(bucket, need[dimension], now) }
    }
    this.#buckets.set(group, { ...buckets, rpm: take(buckets.rpm, 1, now), itpm: take(buckets.itpm, input, now) })
    return { ok: true }
  }

  /** Charges output as it is produced; it may run into debt, as no provider knows beforehand how much will come. */
  produce(group: string, tokens: number, now: number): void {
    const buckets = this.#of(group, now)
    this.#buckets.set(group, { ...buckets, otpm: take(buckets.otpm, tokens, now) })
  }

  /** Empties a bucket, as somebody else on the same organization would. */
  drain(group: string, dimension: Dimension, amount: number, now: number): void {
    const buckets = this.#of(group, now)
    this.#buckets.set(group, { ...buckets, [dimension]: take(buckets[dimension], amount, now) })
  }

  levels(group: string, now: number): Record<Dimension, { limit: number; level: number }> {
    const buckets = this.#of(group, now)
    const of = (bucket: Bucket) => ({ limit: bucket.limit, level: levelAt(bucket, now) })
    return { rpm: of(buckets.rpm), itpm: of(buckets.itpm), otpm: of(buckets.otpm) }
  }

  #of(group: string, now: number): Record<Dimension, Bucket> {
    const known = this.#buckets.get(group)
    if (known) return known
    const limits = this.#limits(group)
    return { rpm: full(limits.rpm, now), itpm: full(limits.itpm, now), otpm: full(limits.otpm, now) }
  }
}
