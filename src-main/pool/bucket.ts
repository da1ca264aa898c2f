import { WINDOW_MS } from '../../src-shared/domain/limits.ts'

/**
 * One limit of one lane, or one ceiling of one key. The provider's bucket refills continuously, so a level needs
 * no timer: it is the passing of time since the instant at which the bucket would have been empty.
 * What it gives is the least the provider can hold, net of everything we have sent: a request that fits is never
 * refused, as long as nobody else spends there.
 */
export interface Bucket {
  /** What a whole quiet minute gives; null: not known, so it does not bind. */
  readonly cap: number | null
  /** ms; before a cap is known it means nothing. */
  readonly emptyAt: number
  /** Sent, and its true cost not known yet. The provider may still be full while it travels. */
  readonly pending: number
  /** Everything ever charged; only differences are used. */
  readonly charged: number
  /** Output still expected from streams under way: not charged, but not free either. */
  readonly held: number
  /** Room kept back because somebody else was seen to spend here. */
  readonly margin: number
  /** When a header last spoke of it (ms); null for a ceiling. */
  readonly seenAt: number | null
}

/** What one header says about one limit. `round`: by how much `remaining` may be off. */
export interface Seen {
  readonly limit: number
  readonly remaining: number
  readonly round: number
}

export const unknownBucket: Bucket = {
  cap: null,
  emptyAt: 0,
  pending: 0,
  charged: 0,
  held: 0,
  margin: 0,
  seenAt: null,
}

/** Tolerance in ms, for arithmetic on instants that look like an epoch. */
const EPSILON_MS = 0.01
/** How long a request takes to show its true cost, where only that can make room (ms, a guess). */
const SETTLING_MS = 1000
/** At most this share of a limit is kept back for strangers, and each header without a surprise gives a little back. */
const MARGIN_SHARE = 0.2
const MARGIN_FADE = 0.98

/** What could be taken at `t`, net of everything sent; infinite while no limit is known. Negative: a debt. */
export function level(bucket: Bucket, t: number): number {
  if (bucket.cap === null) return Number.POSITIVE_INFINITY
  return Math.min(bucket.cap - bucket.pending, (bucket.cap * (t - bucket.emptyAt)) / WINDOW_MS)
}

/** As `level`, and net of the output that is expected. */
export const free = (bucket: Bucket, t: number): number => level(bucket, t) - bucket.held

/** Asking for more than the whole bucket means all of it. */
const wanted = (bucket: Bucket, cap: number, need: number) => Math.min(need + bucket.margin, cap)

export function fits(bucket: Bucket, need: number, t: number): boolean {
  return bucket.cap === null || free(bucket, t + EPSILON_MS) >= wanted(bucket, bucket.cap, need)
}

/**
 * The first whole ms, not before `t`, at which `need` fits if `ahead` is taken by others first. Where only requests
 * under way can make room, the time is a guess.
 */
export function opensAt(bucket: Bucket, need: number, ahead: number, t: number): number {
  if (bucket.cap === null || (ahead === 0 && fits(bucket, need, t))) return t
  const want = wanted(bucket, bucket.cap, need)
  const refilled = clamped(bucket, bucket.cap, t) + (WINDOW_MS * (want + ahead + bucket.held)) / bucket.cap
  const bySettling = bucket.cap - bucket.pending < want + bucket.held ? t + SETTLING_MS : t
  return Math.max(Math.ceil(refilled - EPSILON_MS), Math.ceil(bySettling))
}

/** `emptyAt` of a bucket that has not been refilling while it was full, nor while what was sent may not have arrived. */
const clamped = (bucket: Bucket, cap: number, t: number) =>
  Math.max(bucket.emptyAt, t - WINDOW_MS + (WINDOW_MS * bucket.pending) / cap)

const later = (bucket: Bucket, cap: number, n: number) => bucket.emptyAt + (WINDOW_MS * n) / cap

/** Takes `n` out. */
export function charge(bucket: Bucket, n: number, t: number): Bucket {
  const charged = bucket.charged + n
  if (bucket.cap === null) return { ...bucket, charged }
  return { ...bucket, charged, emptyAt: clamped(bucket, bucket.cap, t) + (WINDOW_MS * n) / bucket.cap }
}

/** Takes `n` out for a request that is being sent; `settle` follows once. */
export function lend(bucket: Bucket, n: number, t: number): Bucket {
  const next = charge(bucket, n, t)
  return { ...next, pending: next.pending + n }
}

/**
 * A lent `n` really cost `actual` (0: it never got there). `trued`: a header has already corrected the level for it.
 * Pending ends here and not at the headers, so that what a later header leaves out is always counted exactly.
 */
export function settle(bucket: Bucket, n: number, actual: number, trued: boolean, t: number): Bucket {
  const difference = actual - n
  const next = { ...bucket, pending: Math.max(0, bucket.pending - n), charged: bucket.charged + difference }
  if (bucket.cap === null) return next
  const full = { ...next, emptyAt: clamped(bucket, bucket.cap, t) }
  return trued ? full : { ...full, emptyAt: later(full, bucket.cap, difference) }
}

/** Changes the output expected from streams under way by `n`. */
export const hold = (bucket: Bucket, n: number): Bucket => ({ ...bucket, held: Math.max(0, bucket.held + n) })

/** Another limit: what is there stays there, cut to the new one. A limit met for the first time starts full. */
export function limitTo(bucket: Bucket, cap: number | null, t: number): Bucket {
  if (cap === bucket.cap) return bucket
  if (cap === null) return { ...bucket, cap }
  const had = Math.min(level(bucket, t), cap - bucket.pending)
  return setLevel({ ...bucket, cap }, had, t)
}

/** The same bucket with `to` in it; one without a limit has no level. */
export const setLevel = (bucket: Bucket, to: number, t: number): Bucket =>
  bucket.cap === null ? bucket : { ...bucket, emptyAt: t - (WINDOW_MS * to) / bucket.cap }

/** Where a request stood in a bucket's book: what the provider may not have counted yet when it answers it. */
export interface Mark {
  readonly sentAt: number
  /** `charged` after the request itself, less what was pending before it. */
  readonly counted: number
}

export const markOf = (before: Bucket, after: Bucket, sentAt: number): Mark => ({
  sentAt,
  counted: after.charged - before.pending,
})

/** The request's own lent `n` came to `actual`: that is no more what the provider may have left out. */
export const settleMark = (mark: Mark, n: number, actual: number): Mark => ({
  ...mark,
  counted: mark.counted + actual - n,
})

/**
 * One header proves an interval. It was written at some moment between sending and now, so of what we sent before
 * and after it may leave out at most `unseen`; and in that time at most so much can have been refilled.
 * An interval above our level is credit: take it. One below it is somebody else spending: believe it, and keep
 * room back from now on. `debts`: `remaining` 0 may hide a debt and so proves no lower bound (output).
 * `trued`: the level now comes from the header, which knows this request's true cost already.
 */
export function observe(
  bucket: Bucket,
  seen: Seen,
  mark: Mark,
  debts: boolean,
  t: number,
): { bucket: Bucket; trued: boolean } {
  const cap = seen.limit
  const unseen = bucket.charged - mark.counted
  const least = debts && seen.remaining === 0 ? Number.NEGATIVE_INFINITY : seen.remaining - seen.round - unseen
  const refill = (cap * (t - mark.sentAt)) / WINDOW_MS
  const most = Math.min(cap, seen.remaining + Math.max(1, 2 * seen.round) + refill + bucket.held)
  if (bucket.cap === null) {
    const start = Number.isFinite(least) ? least : Math.min(0, -bucket.pending)
    return { bucket: setLevel({ ...bucket, cap, seenAt: t }, start, t), trued: true }
  }
  const known = { ...limitTo(bucket, cap, t), seenAt: t }
  const now = level(known, t)
  if (most < now) {
    const margin = Math.min(known.margin + now - most, cap * MARGIN_SHARE)
    return { bucket: setLevel({ ...known, margin }, most, t), trued: true }
  }
  const margin = known.margin < 0.01 ? 0 : known.margin * MARGIN_FADE
  if (least <= now) return { bucket: { ...known, margin }, trued: false }
  return { bucket: setLevel({ ...known, margin }, least, t), trued: true }
}

/** The provider said that `need` has no room before `until`. */
export function exhaust(bucket: Bucket, need: number, until: number): Bucket {
  if (bucket.cap === null) return bucket
  const emptyAt = until - (WINDOW_MS * wanted(bucket, bucket.cap, need)) / bucket.cap
  return { ...bucket, emptyAt: Math.max(bucket.emptyAt, emptyAt) }
}

/** Whatever the provider said: nothing that was really spent takes more than a window to come back. */
export const pardon = (bucket: Bucket, t: number): Bucket =>
  bucket.emptyAt > t + WINDOW_MS ? { ...bucket, emptyAt: t } : bucket

/** Two books turn out to be of one bucket: what the other has taken and not refilled yet is gone here too. */
export function merge(bucket: Bucket, other: Bucket, t: number): Bucket {
  if (bucket.cap === null && other.cap !== null) return merge(other, bucket, t)
  const both = {
    ...bucket,
    pending: bucket.pending + other.pending,
    charged: bucket.charged + other.charged,
    held: bucket.held + other.held,
    margin: Math.max(bucket.margin, other.margin),
  }
  if (bucket.cap === null) return both
  const gone = other.cap === null ? other.charged : other.cap - level(other, t)
  return setLevel(both, level(bucket, t) - Math.min(gone, bucket.cap), t)
}
