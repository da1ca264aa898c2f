import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { Book } from './book.ts'
import * as books from './book.ts'
import { exhaust, observe, type Seen } from './bucket.ts'
import type { Cost } from './cost.ts'
import { withRecent } from './pace.ts'

/** Not before `until` (ms), whatever the levels say. */
export interface Hold {
  readonly until: number
  readonly reason: string
}

/** One limit domain × one model group. Limits live here; keys only point at it. */
export interface Lane {
  /** `domain group`; names the lane while its value is replaced. */
  readonly id: string
  readonly domain: string
  readonly group: string
  readonly book: Book
  readonly hold: Hold | null
  /** Until when a refusal closed one of its limits (ms): there its level is not ours but the provider's word. */
  readonly closedUntil: number
  /** A good answer has come: limits it did not name are as good as none. */
  readonly answered: boolean
  /** When the first of the requests sent blindly went out (ms); means nothing once answered. */
  readonly probedAt: number
  /** When it was last lent (ms). */
  readonly usedAt: number
  /** What the last requests were thought to take. */
  readonly recent: readonly Cost[]
}

export const freshLane = (domain: string, group: string): Lane => ({
  id: `${domain} ${group}`,
  domain,
  group,
  book: books.unknownBook,
  hold: null,
  closedUntil: 0,
  answered: false,
  probedAt: 0,
  usedAt: 0,
  recent: [],
})

/**
 * Until a lane has answered once its limits are unknown, and a burst into it would be refused by the hundred.
 * One request goes first; for every second without an answer another may follow, so that a slow model is
 * not mistaken for a narrow one.
 */
const PROBE_MS = 1000

/** When another may be sent (ms), at the latest: the first answer opens the lane for all at once. */
function probeAt(lane: Lane): number {
  const sent = lane.book.rpm.pending
  return lane.answered || sent === 0 ? 0 : lane.probedAt + PROBE_MS * sent
}

export const isProbing = (lane: Lane, t: number): boolean => probeAt(lane) > t

/** Before this (ms) it takes nothing, whatever its level. */
export const restsUntil = (lane: Lane): number => Math.max(lane.hold?.until ?? 0, probeAt(lane))

export const isHeld = (hold: Hold | null, t: number): hold is Hold => hold !== null && t < hold.until

/** A later deadline wins, so that what rests never wakes early. */
export const laterHold = (had: Hold | null, hold: Hold | null): Hold | null =>
  had !== null && (hold === null || had.until >= hold.until) ? had : hold

/** The first ms at which `cost` fits once `ahead` has been taken. */
export const laneOpensAt = (lane: Lane, cost: Cost, ahead: Cost, t: number): number =>
  Math.max(books.opensAt(lane.book, cost, ahead, t).at, Math.ceil(restsUntil(lane)))

export function lendLane(lane: Lane, cost: Cost, t: number): Lane {
  const probedAt = lane.book.rpm.pending === 0 ? t : lane.probedAt
  return { ...lane, book: books.lend(lane.book, cost, t), probedAt, usedAt: t, recent: withRecent(lane.recent, cost) }
}

export const withBook = (lane: Lane, book: Book): Lane => ({ ...lane, book })
export const answered = (lane: Lane): Lane => (lane.answered ? lane : { ...lane, answered: true })
export const holdLane = (lane: Lane, hold: Hold): Lane => ({ ...lane, hold: laterHold(lane.hold, hold) })

/** Learns from the headers of one answer. Tells for which limits the level now comes from them. */
export function observeLane(
  lane: Lane,
  windows: Partial<Record<Dimension, Seen>>,
  marks: books.Marks,
  t: number,
): { lane: Lane; trued: Partial<books.Trued> } {
  const book: Record<Dimension, Book[Dimension]> = { ...lane.book }
  const trued: Partial<Record<Dimension, boolean>> = {}
  for (const [name, seen] of Object.entries(windows)) {
    const dimension = name as Dimension
    const after = observe(book[dimension], seen, marks[dimension], dimension === 'otpm', t)
    book[dimension] = after.bucket
    if (after.trued) trued[dimension] = true
  }
  return { lane: { ...lane, book, answered: true }, trued }
}

/** A refusal that names a limit: only that one rests, until `cost` would fit. A limit that is not known: the lane rests. */
export function throttleLane(lane: Lane, dimension: Dimension | null, cost: Cost, hold: Hold): Lane {
  if (dimension === null || lane.book[dimension].cap === null) return holdLane(lane, hold)
  const need = dimension === 'otpm' ? cost.otpm + 1 : cost[dimension]
  const bucket = exhaust(lane.book[dimension], need, hold.until)
  const closedUntil = Math.max(lane.closedUntil, hold.until)
  return { ...lane, book: { ...lane.book, [dimension]: bucket }, closedUntil }
}

/** Two lanes turn out to be one: `lane` stays, with what both have sent. */
export const mergeLanes = (lane: Lane, other: Lane, t: number): Lane => ({
  ...lane,
  book: books.merge(lane.book, other.book, t),
  hold: laterHold(lane.hold, other.hold),
  closedUntil: Math.max(lane.closedUntil, other.closedUntil),
  answered: lane.answered || other.answered,
  probedAt: Math.max(lane.probedAt, other.probedAt),
  usedAt: Math.max(lane.usedAt, other.usedAt),
  recent: lane.usedAt >= other.usedAt ? lane.recent : other.recent,
})
