import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { Book } from './book.ts'
import * as books from './book.ts'
import type { Cost } from './cost.ts'
import { joinDomain } from './domains.ts'
import { learnInput, learnOutput, type Prefix } from './estimate.ts'
import type { KeyState } from './key-state.ts'
import { answered, type Lane, lendLane, observeLane, throttleLane, withBook } from './lane.ts'
import type { Ask, Lease } from './pool.ts'
import { isAlive, revise, visit } from './session.ts'
import * as pool from './state.ts'
import { type LeaseState, laneAt, type PoolState, putLease as put } from './state.ts'

export interface Granted {
  readonly key: KeyState
  readonly lane: Lane
  readonly cost: Cost
}

/** Lends a key to a request: its cost is gone from the lane and from the key's ceilings until it is settled. */
export function grant(state: PoolState, id: string, { key, lane: before, cost }: Granted, ask: Ask, now: number) {
  const lane = lendLane(before, cost, now)
  pool.setLane(state, lane)
  const ceilings = key.ceilings && books.lend(key.ceilings, cost, now)
  pool.setKey(state, { ...key, ceilings, turn: ++state.turns, lastUsedAt: now })
  put(state, {
    id,
    keyId: key.meta.id,
    domain: lane.domain,
    group: lane.group,
    model: pool.modelName(ask),
    bytes: ask.bytes,
    sessionId: ask.sessionId,
    cost,
    marks: books.marksOf(before.book, lane.book, now),
    trued: books.notTrued,
    input: 0,
    settled: false,
    held: cost.otpm,
    seen: 0,
    ceiling: ceilings !== null,
  })
  if (ask.sessionId === null) state.anonymousAt = now
  else remember(state, ask.sessionId, key.meta.id, ask, now)
}

function remember(state: PoolState, sessionId: string, keyId: KeyId, ask: Ask, now: number) {
  const session = pool.sessionOf(state, sessionId)
  const had = session.visits.find((v) => v.keyId === keyId && v.group === ask.group && isAlive(v, now))
  const next = { keyId, group: ask.group, at: now, prefix: had?.prefix ?? null, bytes: ask.bytes }
  pool.setSession(state, sessionId, { ...visit(session, next, now), grantedAt: now })
}

/** See `Lease.left`: of the provider's limits and the key's own ceilings whichever leaves less. */
export function left(state: PoolState, lease: LeaseState, now: number): number | null {
  const drawnOn = [laneAt(state, lease)?.book, state.keys.get(lease.keyId)?.ceilings]
  const known = drawnOn.filter((book) => book != null && books.isKnown(book)) as Book[]
  return known.length === 0 ? null : Math.max(0, Math.min(...known.map((book) => books.headroom(book, now))))
}

export function observed(state: PoolState, lease: LeaseState, said: Parameters<Lease['observed']>[0], now: number) {
  if (said === null) return
  const current = said.domain === undefined ? lease : joinDomain(state, lease, said.domain, now)
  if (current === null) return
  const lane = laneAt(state, current)
  if (!lane || Object.keys(said.windows).length === 0) return
  const after = observeLane(lane, said.windows, current.marks, now)
  pool.setLane(state, after.lane)
  if (!current.settled) put(state, { ...current, trued: { ...current.trued, ...after.trued } })
}

/** What the input really was. Said again, only an increase counts: servers add the input of their own tools. */
export function input(state: PoolState, lease: LeaseState, usage: Parameters<Lease['input']>[0], now: number) {
  const actual = usage.input + usage.cacheWrite
  if (lease.settled) {
    const more = actual - lease.input
    if (more <= 0) return
    onBooks(state, lease, (book) => books.chargeInput(book, more, now))
    put(state, { ...lease, input: actual })
    return
  }
  settle(state, lease, { rpm: lease.cost.rpm, itpm: actual }, now)
  const lane = laneAt(state, lease)
  if (lane) pool.setLane(state, answered(lane))
  const total = actual + usage.cacheRead
  pool.setModel(state, lease.model, learnInput(pool.modelOf(state, lease.model), lease.bytes, total))
  const prefix = { bytes: lease.bytes, cached: usage.cacheRead + usage.cacheWrite, uncached: usage.input, at: now }
  touch(state, lease, now, prefix)
}

export function output(state: PoolState, lease: LeaseState, cumulative: number, now: number) {
  const more = cumulative - lease.seen
  if (more <= 0) return
  const expected = Math.min(more, lease.held)
  onBooks(state, lease, (book) => books.produce(book, more, expected, now))
  put(state, { ...lease, seen: cumulative, held: lease.held - expected })
}

export function throttled(state: PoolState, lease: LeaseState, said: Parameters<Lease['throttled']>[0], now: number) {
  settle(state, lease, { rpm: 0, itpm: 0 }, now)
  const lane = laneAt(state, lease)
  if (lane) pool.setLane(state, throttleLane(lane, said.dimension, lease.cost, said))
}

export function end(state: PoolState, lease: LeaseState, how: Parameters<Lease['end']>[0], now: number) {
  const unworked = how === 'unsent' || how === 'refused'
  settle(state, lease, unworked ? { rpm: 0, itpm: 0 } : lease.cost, now)
  onBooks(state, lease, (book) => books.release(book, lease.held))
  pool.dropLease(state, lease)
  if (unworked) return
  touch(state, lease, now)
  if (how !== 'done') return
  const lane = laneAt(state, lease)
  if (lane) pool.setLane(state, answered(lane))
  if (lease.seen > 0) pool.setModel(state, lease.model, learnOutput(pool.modelOf(state, lease.model), lease.seen))
}

/** Once: later corrections of a settled lease would be counted twice. */
function settle(state: PoolState, lease: LeaseState, actual: { rpm: number; itpm: number }, now: number) {
  if (lease.settled) return
  const lane = laneAt(state, lease)
  if (lane) pool.setLane(state, withBook(lane, books.settle(lane.book, lease.cost, actual, lease.trued, now)))
  onCeilings(state, lease, (book) => books.settle(book, lease.cost, actual, books.notTrued, now))
  const marks = books.settleMarks(lease.marks, lease.cost, actual)
  put(state, { ...lease, settled: true, input: actual.itpm, marks })
}

function onBooks(state: PoolState, lease: LeaseState, change: (book: Book) => Book) {
  const lane = laneAt(state, lease)
  if (lane) pool.setLane(state, withBook(lane, change(lane.book)))
  onCeilings(state, lease, change)
}

function onCeilings(state: PoolState, lease: LeaseState, change: (book: Book) => Book) {
  const key = state.keys.get(lease.keyId)
  if (lease.ceiling && key?.ceilings) pool.setKey(state, { ...key, ceilings: change(key.ceilings) })
}

function touch(state: PoolState, lease: LeaseState, now: number, prefix?: Prefix) {
  if (lease.sessionId === null) return
  const session = state.sessions.get(lease.sessionId)
  if (!session) return
  const change = revise(session, lease.keyId, lease.group, (v) => ({ ...v, at: now, prefix: prefix ?? v.prefix }))
  state.sessions.set(lease.sessionId, change)
}
