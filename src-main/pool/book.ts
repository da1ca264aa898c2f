import { type Dimension, dimensions } from '../../src-shared/domain/limits.ts'
import type { Bucket } from './bucket.ts'
import * as bucket from './bucket.ts'
import type { Cost } from './cost.ts'

/** The three limits of one lane, or the three ceilings of one key. */
export type Book = Readonly<Record<Dimension, Bucket>>

export const unknownBook: Book = {
  rpm: bucket.unknownBucket,
  itpm: bucket.unknownBucket,
  otpm: bucket.unknownBucket,
}

/** Output is charged as it is seen; to begin, a request needs room for what is expected and one token more. */
export const need = (cost: Cost, dimension: Dimension) => (dimension === 'otpm' ? cost.otpm + 1 : cost[dimension])

export const fits = (book: Book, cost: Cost, t: number): boolean =>
  bucket.fits(book.rpm, cost.rpm, t) && bucket.fits(book.itpm, cost.itpm, t) && bucket.fits(book.otpm, cost.otpm + 1, t)

/** The first ms at which `cost` fits once `ahead` has been taken, and the limit that decides it; null: it fits now. */
export function opensAt(book: Book, cost: Cost, ahead: Cost, t: number): { at: number; by: Dimension | null } {
  let at = t
  let by: Dimension | null = null
  for (const dimension of dimensions) {
    const opens = bucket.opensAt(book[dimension], need(cost, dimension), ahead[dimension], t)
    if (opens <= at) continue
    at = opens
    by = dimension
  }
  return { at, by }
}

/** True where no quiet minute would ever be enough. */
export const tooLarge = (book: Book, input: number): boolean => book.itpm.cap !== null && input > book.itpm.cap

/** Share left of the tightest limit, after what is sent and lent; 1 where none is known. */
export function headroom(book: Book, t: number): number {
  let least = 1
  for (const dimension of dimensions) {
    const { cap } = book[dimension]
    if (cap !== null) least = Math.min(least, bucket.free(book[dimension], t) / cap)
  }
  return least
}

export const isKnown = (book: Book): boolean => dimensions.some((dimension) => book[dimension].cap !== null)

export const lend = (book: Book, cost: Cost, t: number): Book => ({
  rpm: bucket.lend(book.rpm, cost.rpm, t),
  itpm: bucket.lend(book.itpm, cost.itpm, t),
  otpm: bucket.hold(book.otpm, cost.otpm),
})

export type Trued = Readonly<Record<Dimension, boolean>>
export const notTrued: Trued = { rpm: false, itpm: false, otpm: false }

/** What was lent turned out to be `actual` requests and input tokens. Output is not touched. */
export const settle = (book: Book, cost: Cost, actual: Omit<Cost, 'otpm'>, trued: Trued, t: number): Book => ({
  ...book,
  rpm: bucket.settle(book.rpm, cost.rpm, actual.rpm, trued.rpm, t),
  itpm: bucket.settle(book.itpm, cost.itpm, actual.itpm, trued.itpm, t),
})

/** `tokens` of output were seen, of which `expected` had been held. */
export const produce = (book: Book, tokens: number, expected: number, t: number): Book => ({
  ...book,
  otpm: bucket.hold(bucket.charge(book.otpm, tokens, t), -expected),
})

/** More input than was first said. */
export const chargeInput = (book: Book, tokens: number, t: number): Book => ({
  ...book,
  itpm: bucket.charge(book.itpm, tokens, t),
})

export const release = (book: Book, expected: number): Book => ({ ...book, otpm: bucket.hold(book.otpm, -expected) })

/** Ceilings of the user's, or limits remembered; absent: none. */
export const limitTo = (book: Book, caps: { readonly [d in Dimension]?: number | undefined }, t: number): Book => ({
  rpm: bucket.limitTo(book.rpm, caps.rpm ?? null, t),
  itpm: bucket.limitTo(book.itpm, caps.itpm ?? null, t),
  otpm: bucket.limitTo(book.otpm, caps.otpm ?? null, t),
})

export const merge = (book: Book, other: Book, t: number): Book => ({
  rpm: bucket.merge(book.rpm, other.rpm, t),
  itpm: bucket.merge(book.itpm, other.itpm, t),
  otpm: bucket.merge(book.otpm, other.otpm, t),
})

/** Where one lease stood in each bucket of its lane. */
export type Marks = Readonly<Record<Dimension, bucket.Mark>>

export const marksOf = (before: Book, after: Book, sentAt: number): Marks => ({
  rpm: bucket.markOf(before.rpm, after.rpm, sentAt),
  itpm: bucket.markOf(before.itpm, after.itpm, sentAt),
  otpm: bucket.markOf(before.otpm, after.otpm, sentAt),
})

export const settleMarks = (marks: Marks, cost: Cost, actual: Omit<Cost, 'otpm'>): Marks => ({
  ...marks,
  rpm: bucket.settleMark(marks.rpm, cost.rpm, actual.rpm),
  itpm: bucket.settleMark(marks.itpm, cost.itpm, actual.itpm),
})

/** What a provider said of limits that are closed for long stands no more. */
export const pardon = (book: Book, t: number): Book => ({
  rpm: bucket.pardon(book.rpm, t),
  itpm: bucket.pardon(book.itpm, t),
  otpm: bucket.pardon(book.otpm, t),
})
