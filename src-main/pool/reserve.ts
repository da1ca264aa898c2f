import { type Dimension, dimensions } from '../../src-shared/domain/limits.ts'
import { type Book, need } from './book.ts'
import type { Bucket } from './bucket.ts'
import type { Cost } from './cost.ts'

/** The same book, of which the share `reserve` of each limit (0 to 0.9) is never lent. Limits not known have none. */
export function keepBack(book: Book, reserve: number): Book {
  if (reserve === 0) return book
  const kept = (bucket: Bucket): Bucket =>
    bucket.cap === null ? bucket : { ...bucket, margin: bucket.margin + bucket.cap * reserve }
  return { rpm: kept(book.rpm), itpm: kept(book.itpm), otpm: kept(book.otpm) }
}

/** The limit that even when full could not bear `cost` without going below its reserve, and how much of it is lent. */
export function beyondReserve(book: Book, cost: Cost, reserve: number): { by: Dimension; lendable: number } | null {
  if (reserve === 0) return null
  for (const by of dimensions) {
    const { cap } = book[by]
    if (cap === null) continue
    const lendable = cap * (1 - reserve)
    // Ten less nine tenths of ten is a hair less than one, and still one request.
    if (need(cost, by) > lendable + cap * 1e-9) return { by, lendable }
  }
  return null
}
