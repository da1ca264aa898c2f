import type { KeyId } from '../../src-shared/domain/ids.ts'
import * as books from './book.ts'
import type { Mark } from './bucket.ts'
import { noCost } from './cost.ts'
import { blameless, domainOf, type KeyState, ownDomain } from './key-state.ts'
import { type Hold, holdLane, laterHold, lendLane, mergeLanes, withBook } from './lane.ts'
import {
  domainAt,
  findLease,
  holdOf,
  type LeaseState,
  laneAt,
  laneOf,
  type PoolState,
  putLease,
  setHold,
  setKey,
  setLane,
} from './state.ts'

/**
 * An answer names the organization its key draws on. A key met for the first time joins it with all it has sent;
 * one that was thought to belong elsewhere moves. Answers with the lease as it is booked now, or null where the
 * answer's limits are not those of the lane it is booked in.
 */
export function joinDomain(state: PoolState, lease: LeaseState, domain: string, now: number): LeaseState | null {
  const key = state.keys.get(lease.keyId)
  if (!key) return null
  const namesLess = lease.domain.startsWith(`${domain}/`)
  if (namesLess || (lease.domain === domain && key.domain === domain)) return lease
  const speaksForKey = lease.domain === domainOf(key)
  if (!speaksForKey && key.domain !== domain) return lease.domain === domain ? lease : null
  if (key.domain === null) absorb(state, key, domain, now)
  if (key.domain !== domain) {
    setKey(state, { ...key, domain })
    state.memberships++
  }
  const current = findLease(state, lease.keyId, lease.id) ?? lease
  return current.domain === domain ? current : transfer(state, current, key, now)
}

/** The key's own domain turns out to be (part of) a named one. */
function absorb(state: PoolState, key: KeyState, domain: string, now: number) {
  const own = ownDomain(key.meta.id)
  const from = state.domains.get(own)
  if (!from) return
  const to = domainAt(state, domain)
  setHold(state, domain, laterHold(to.hold, from.hold))
  for (const lane of from.lanes.values()) {
    const there = to.lanes.get(lane.group)
    const renamed = { ...lane, id: `${domain} ${lane.group}`, domain }
    setLane(state, there ? mergeLanes(there, lane, now) : renamed)
  }
  state.domains.delete(own)
  for (const lease of state.leases.get(key.meta.id)?.values() ?? [])
    if (lease.domain === own) putLease(state, { ...lease, domain })
}

/** What it stood behind in the other book is not known, so its header proves nothing about the least that is left. */
const unknownMark = (sentAt: number): Mark => ({ sentAt, counted: Number.NEGATIVE_INFINITY })

/** A lease was booked in another organization's lane: gives it back there and books it here. */
function transfer(state: PoolState, lease: LeaseState, key: KeyState, now: number): LeaseState | null {
  if (lease.settled) return null
  const from = laneAt(state, lease)
  if (from) {
    const refunded = books.settle(from.book, lease.cost, noCost, lease.trued, now)
    setLane(state, withBook(from, books.release(refunded, lease.held)))
  }
  const moved = state.keys.get(key.meta.id) ?? key
  const to = lendLane(laneOf(state, moved, lease.group), { ...lease.cost, otpm: lease.held }, now)
  setLane(state, to)
  const { rpm, itpm, otpm } = lease.marks
  const marks = { rpm: unknownMark(rpm.sentAt), itpm: unknownMark(itpm.sentAt), otpm: unknownMark(otpm.sentAt) }
  const next = { ...lease, domain: to.domain, marks, trued: books.notTrued }
  putLease(state, next)
  return next
}

/** The key's lane for a model group rests, or with none its whole domain. */
export function restKey(state: PoolState, key: KeyState, group: string | null, hold: Hold) {
  if (group !== null) return setLane(state, holdLane(laneOf(state, key, group), hold))
  const domain = domainOf(key)
  setHold(state, domain, laterHold(holdOf(state, domain), hold))
}

/** Nothing stands that was held against a key and its organization; what was learned of their limits does. */
export function forgive(state: PoolState, keyId: KeyId, now: number) {
  const key = state.keys.get(keyId)
  if (!key) return
  const domain = state.domains.get(domainOf(key))
  if (domain) {
    setHold(state, domainOf(key), null)
    for (const lane of domain.lanes.values())
      setLane(state, { ...lane, hold: null, closedUntil: 0, book: books.pardon(lane.book, now) })
  }
  setKey(state, { ...key, ...blameless })
}

/** Where requests are booked that a former credential sent. */
const FORGOTTEN = ''

/**
 * All that was learned goes: limits, rests, organizations, what models and sessions are like. A refused key stays
 * refused, one that is set aside stays so, and requests under way end as they would have.
 */
export function forgetLearned(state: PoolState) {
  for (const leases of state.leases.values())
    for (const lease of leases.values()) putLease(state, { ...lease, domain: FORGOTTEN })
  for (const key of state.keys.values()) setKey(state, { ...key, ...blameless, invalid: key.invalid, domain: null })
  for (const learned of [state.domains, state.models, state.sessions]) learned.clear()
  state.marks.all = true
  state.memberships++
}

/** A replaced key may be another organization's: nothing is held against it, and its organization is learned anew. */
export function startAnew(state: PoolState, keyId: KeyId, now: number) {
  forgive(state, keyId, now)
  const key = state.keys.get(keyId)
  if (!key) return
  state.domains.delete(ownDomain(keyId))
  for (const lease of state.leases.get(keyId)?.values() ?? [])
    if (lease.domain === ownDomain(keyId)) putLease(state, { ...lease, domain: FORGOTTEN })
  setKey(state, { ...key, domain: null })
  state.memberships++
  for (const [id, session] of state.sessions) {
    const visits = session.visits.filter((v) => v.keyId !== keyId)
    if (visits.length < session.visits.length) state.sessions.set(id, { ...session, visits })
  }
}
