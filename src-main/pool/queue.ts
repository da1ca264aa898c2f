import { addCost, type Cost } from './cost.ts'
import type { Patience, Placed } from './place.ts'
import type { Acquired, Ask } from './pool.ts'

/** A place in a lane: what is spoken for there. */
export interface Spot {
  readonly laneId: string
  readonly cost: Cost
}

/** A request that waits for a key, and is refused if it was not served by then. */
export interface Waiter extends Patience {
  /** Order of arrival. */
  readonly seq: number
  readonly ask: Ask
  /** Where it would be served first. */
  readonly spot: Spot
  readonly answer: (acquired: Acquired) => void
}

/** More than this would wait longer than any client: they are refused with a time to come back. */
export const MOST_WAITING = 1024

/** Sessions served longest ago first, and each in order of arrival, so that a busy session cannot starve a quiet one. */
function inOrder(waiters: readonly Waiter[], grantedAt: (sessionId: string | null) => number): Waiter[] {
  if (waiters.length < 2) return [...waiters]
  const turn = new Map<string | null, number>()
  for (const { ask } of waiters) if (!turn.has(ask.sessionId)) turn.set(ask.sessionId, grantedAt(ask.sessionId))
  const turnOf = ({ ask }: Waiter) => turn.get(ask.sessionId) ?? 0
  return [...waiters].sort((a, b) => turnOf(a) - turnOf(b) || a.seq - b.seq)
}

/** What is spoken for, by lane. */
export function claimed(spots: Iterable<Spot>): Map<string, Cost> {
  const claims = new Map<string, Cost>()
  for (const spot of spots) addClaim(claims, spot)
  return claims
}

function addClaim(claims: Map<string, Cost>, { laneId, cost }: Spot) {
  const had = claims.get(laneId)
  claims.set(laneId, had ? addCost(had, cost) : cost)
}

/** After a grant the session goes to the end of those from `start` on, who still wait. */
function moveToEnd(queue: Waiter[], start: number, sessionId: string | null) {
  const rest = queue.splice(start)
  queue.push(...rest.filter(({ ask }) => ask.sessionId !== sessionId))
  queue.push(...rest.filter(({ ask }) => ask.sessionId === sessionId))
}

/** What serving needs to be told: each grant changes what the next one finds. */
export interface Counter {
  grantedAt(sessionId: string | null): number
  /** Where a waiter stands, if those before it keep what they wait for. */
  place(waiter: Waiter, kept: ReadonlyMap<string, Cost>): Placed
  answer(waiter: Waiter, placed: Placed): void
}

/**
 * Serves those who wait, in order. One that does not fit keeps its lane, so that nobody overtakes it there; those
 * behind may only use others, and once all of a provider's are kept nobody behind need be asked, except for those
 * whose own lane has meanwhile become (part of) another. Whoever could not be served in time even alone is told now.
 * Answers with who still waits and the next moment (ms) at which that can change by the passing of time.
 */
export function serve(waiters: readonly Waiter[], counter: Counter, now: number): { left: Waiter[]; wakeAt: number } {
  const kept = new Map<string, Cost>()
  // As if nobody waited before one: they may leave, while a key that rests does so whoever waits.
  const nobody = new Map<string, Cost>()
  const closed = new Set<string>()
  const left: Waiter[] = []
  let wakeAt = Number.POSITIVE_INFINITY
  const queue = inOrder(waiters, counter.grantedAt)
  for (let i = 0; i < queue.length; i++) {
    const waiter = queue[i] as Waiter
    const { ask, waitUntil, probeUntil } = waiter
    const counted = `${ask.providerId} ${ask.group} ${ask.model}`
    const expired = now >= waitUntil
    const deadline = expired ? probeUntil : waitUntil
    if (closed.has(counted) && kept.has(waiter.spot.laneId) && !expired) {
      addClaim(kept, waiter.spot)
      left.push(waiter)
      wakeAt = Math.min(wakeAt, deadline)
      continue
    }
    const placed = counter.place(waiter, kept)
    const inVain =
      placed.kind === 'refuse' && (expired || !('at' in placed) || counter.place(waiter, nobody).kind === 'refuse')
    if (placed.kind === 'grant' || inVain) {
      counter.answer(waiter, placed)
      if (placed.kind === 'grant') moveToEnd(queue, i + 1, ask.sessionId)
      continue
    }
    wakeAt = Math.min(wakeAt, deadline, kept.has(placed.laneId) ? deadline : placed.at)
    addClaim(kept, placed)
    left.push({ ...waiter, spot: placed })
    if (placed.kind === 'wait' && !placed.more && ask.exclude.size === 0) closed.add(counted)
  }
  return { left, wakeAt }
}
