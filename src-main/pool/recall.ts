import { type Dimension, dimensions, WINDOW_MS } from '../../src-shared/domain/limits.ts'
import * as books from './book.ts'
import { free, limitTo, setLevel } from './bucket.ts'
import type { PoolHint } from './hint.ts'
import { freshLane, isHeld, type Lane, laterHold } from './lane.ts'
import { isAlive } from './session.ts'
import { holdOf, type PoolState, setHold, setKey, setLane } from './state.ts'

/** Of more sessions only those served last are worth a line: a prompt cache lives for minutes. */
const MOST_HOMES = 256

/** What is worth keeping of the state. */
export function recollect(state: PoolState, now: number): PoolHint {
  const hint: PoolHint = { version: 1, savedAt: now, domains: {}, lanes: [], holds: {}, models: {}, sessions: [] }
  for (const id of state.order) {
    const domain = state.keys.get(id)?.domain
    if (domain) hint.domains[id] = domain
  }
  for (const [id, { hold, lanes }] of state.domains) {
    if (isHeld(hold, now)) hint.holds[id] = hold
    for (const lane of lanes.values()) hint.lanes.push(recollectLane(lane, now))
  }
  for (const [model, stats] of state.models) hint.models[model] = stats
  for (const [id, { grantedAt, visits }] of [...state.sessions].slice(-MOST_HOMES)) {
    const alive = visits.filter((visit) => isAlive(visit, now))
    if (alive.length > 0) hint.sessions.push({ id, grantedAt, visits: alive })
  }
  return hint
}

function recollectLane({ domain, group, book, hold }: Lane, now: number): PoolHint['lanes'][number] {
  const limits: PoolHint['lanes'][number]['limits'] = {}
  const taken: NonNullable<PoolHint['lanes'][number]['taken']> = {}
  for (const dimension of dimensions) {
    const { cap, charged, held } = book[dimension]
    if (cap !== null) limits[dimension] = { limit: cap, level: free(book[dimension], now) }
    else if (charged + held > 0) taken[dimension] = charged + held
  }
  return { domain, group, hold: isHeld(hold, now) ? hold : null, limits, taken }
}

/**
 * Takes over what still holds. Levels older than a window say nothing any more, and with them their limits go, so
 * that one request finds out first: whoever else spends there has had the time to. A clock that went back refills
 * nothing.
 */
export function recall(state: PoolState, hint: PoolHint, now: number) {
  for (const id of state.order) {
    const key = state.keys.get(id)
    const domain = hint.domains[id]
    if (key && domain !== undefined && key.domain === null) setKey(state, { ...key, domain })
  }
  state.memberships++
  for (const [id, hold] of Object.entries(hint.holds)) setHold(state, id, laterHold(holdOf(state, id), hold))
  for (const saved of hint.lanes) {
    const known = state.domains.get(saved.domain)?.lanes.get(saved.group)
    if (!known) setLane(state, recallLane(saved, hint.savedAt, now))
  }
  for (const [model, stats] of Object.entries(hint.models)) if (!state.models.has(model)) state.models.set(model, stats)
  for (const { id, grantedAt, visits } of hint.sessions) {
    const alive = visits.filter((visit) => visit.at <= now && isAlive(visit, now) && state.order.includes(visit.keyId))
    if (alive.length > 0 && !state.sessions.has(id))
      state.sessions.set(id, { grantedAt: Math.min(grantedAt, now), visits: alive })
  }
}

function recallLane(saved: PoolHint['lanes'][number], savedAt: number, now: number): Lane {
  const { domain, group, hold, limits, taken = {} } = saved
  const lane = { ...freshLane(domain, group), hold }
  if (now - savedAt > WINDOW_MS) return lane
  const book: Record<Dimension, books.Book[Dimension]> = { ...books.unknownBook }
  for (const dimension of dimensions) {
    const saved = limits[dimension]
    book[dimension] = { ...book[dimension], charged: taken[dimension] ?? 0 }
    if (!saved) continue
    const refill = (saved.limit * Math.max(0, now - savedAt)) / WINDOW_MS
    const level = Math.min(saved.limit, saved.level + refill)
    book[dimension] = setLevel(limitTo(book[dimension], saved.limit, now), level, now)
  }
  return { ...lane, book, answered: Object.keys(limits).length > 0 }
}
