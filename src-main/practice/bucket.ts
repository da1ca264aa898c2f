/** A minute: every limit refills continuously over this long. */
export const MINUTE_MS = 60_000

/** An exact token bucket. A value; the clock does the refilling. A level below zero is a debt. */
export interface Bucket {
  readonly limit: number
  /** What was in it at `at` (ms). */
  readonly level: number
  readonly at: number
}

export const full = (limit: number, now: number): Bucket => ({ limit, level: limit, at: now })

export const levelAt = (bucket: Bucket, now: number): number =>
  Math.min(bucket.limit, bucket.level + (bucket.limit * Math.max(0, now - bucket.at)) / MINUTE_MS)

export const take = (bucket: Bucket, amount: number, now: number): Bucket => ({
  limit: bucket.limit,
  level: levelAt(bucket, now) - amount,
  at: Math.max(now, bucket.at),
})

/** Ms until `amount` is in it; asking for more than it holds means until it is full. */
export function waitFor(bucket: Bucket, amount: number, now: number): number {
  const missing = Math.min(amount, bucket.limit) - levelAt(bucket, now)
  return missing <= 0 ? 0 : (missing * MINUTE_MS) / bucket.limit
}
