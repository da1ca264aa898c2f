import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import type { Marks as BookMarks, Trued } from './book.ts'
import type { Cost } from './cost.ts'
import { type ModelStats, newModel } from './estimate.ts'
import { domainOf, type KeyState, newKey, withMeta } from './key-state.ts'
import { freshLane, type Hold, type Lane } from './lane.ts'
import type { Ask } from './pool.ts'
import { newSession, type Session } from './session.ts'

/** An organization or workspace: every key of it draws on the same lanes. */
export interface Domain {
  hold: Hold | null
  /** By model group. */
  readonly lanes: Map<string, Lane>
}

/** One request under way. */
export interface LeaseState {
  readonly id: string
  readonly keyId: KeyId
  /** The lane it is booked in; follows the key when its organization is learned. */
  readonly domain: string
  readonly group: string
  readonly model: string
  readonly bytes: number
  readonly sessionId: string | null
  /** What was lent. */
  readonly cost: Cost
  readonly marks: BookMarks
  readonly trued: Trued
  /** Input charged since it was settled. */
  readonly input: number
  readonly settled: boolean
  /** Expected output still held. */
  readonly held: number
  /** Output seen so far. */
  readonly seen: number
  /** The key had ceilings when it was lent, so they are charged too. */
  readonly ceiling: boolean
}

/**
 * Everything the pool knows: maps of small values, each replaced as a whole by a pure function. One `KeyPool` owns
 * it; nobody else changes it.
 */
export interface PoolState {
  /** Removed keys stay, so that an undo finds what was learned; `order` says which are there. */
  readonly keys: Map<KeyId, KeyState>
  order: readonly KeyId[]
  byProvider: ReadonlyMap<ProviderId, readonly KeyId[]>
  readonly domains: Map<string, Domain>
  /** The only record of what is in flight. */
  readonly leases: Map<KeyId, Map<string, LeaseState>>
  readonly models: Map<string, ModelStats>
  /** Least recently granted first. */
  readonly sessions: Map<string, Session>
  /** When a request without a session was last granted a key (ms). */
  anonymousAt: number
  turns: number
  /** How often a session had to leave its home. */
  moves: number
  /** Counts changes of which key belongs to which domain. */
  memberships: number
  readonly marks: Marks
}

/** What has changed since the index last looked; it empties them. */
export interface Marks {
  readonly keys: Set<KeyId>
  readonly domains: Set<string>
  /** Which keys there are, or in which order. */
  all: boolean
}

export const emptyPool = (): PoolState => ({
  keys: new Map(),
  order: [],
  byProvider: new Map(),
  domains: new Map(),
  leases: new Map(),
  models: new Map(),
  sessions: new Map(),
  anonymousAt: 0,
  turns: 0,
  moves: 0,
  memberships: 0,
  marks: { keys: new Set(), domains: new Set(), all: true },
})

/** More than this are forgotten, oldest first. */
const MOST_SESSIONS = 4096
const MOST_MODELS = 512

/** A ratio belongs to a model as one provider serves it. */
export const modelName = (ask: Pick<Ask, 'providerId' | 'model'>): string => `${ask.providerId} ${ask.model}`
export const modelOf = (state: PoolState, model: string): ModelStats => state.models.get(model) ?? newModel
export function setModel(state: PoolState, model: string, stats: ModelStats) {
  state.models.set(model, stats)
  forgetOldest(state.models, MOST_MODELS)
}

export const sessionOf = (state: PoolState, id: string | null): Session =>
  (id === null ? undefined : state.sessions.get(id)) ?? newSession

/** When a session was last served; requests without one count as one session. */
export const grantedAt = (state: PoolState, sessionId: string | null): number =>
  sessionId === null ? state.anonymousAt : sessionOf(state, sessionId).grantedAt

/** Stores a session as the most recent one. */
export function setSession(state: PoolState, id: string, session: Session) {
  state.sessions.delete(id)
  state.sessions.set(id, session)
  forgetOldest(state.sessions, MOST_SESSIONS)
}

function forgetOldest<K>(map: Map<K, unknown>, most: number) {
  if (map.size <= most) return
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}

export const inFlight = (state: PoolState, keyId: KeyId): number => state.leases.get(keyId)?.size ?? 0

export const holdOf = (state: PoolState, domain: string): Hold | null => state.domains.get(domain)?.hold ?? null

export function setHold(state: PoolState, domain: string, hold: Hold | null) {
  domainAt(state, domain).hold = hold
  state.marks.domains.add(domain)
}

/** The lane a key points at for a model group, whether or not it has been used before. */
export function laneOf(state: PoolState, key: KeyState, group: string): Lane {
  const domain = domainOf(key)
  return state.domains.get(domain)?.lanes.get(group) ?? freshLane(domain, group)
}

export function domainAt(state: PoolState, id: string): Domain {
  const known = state.domains.get(id)
  if (known) return known
  const domain: Domain = { hold: null, lanes: new Map() }
  state.domains.set(id, domain)
  return domain
}

export function setLane(state: PoolState, lane: Lane) {
  domainAt(state, lane.domain).lanes.set(lane.group, lane)
  state.marks.domains.add(lane.domain)
}

/** The lane a lease is booked in, as long as there is such a lane. */
export const laneAt = (state: PoolState, { domain, group }: LeaseState): Lane | undefined =>
  state.domains.get(domain)?.lanes.get(group)

export function setKey(state: PoolState, key: KeyState) {
  state.keys.set(key.meta.id, key)
  state.marks.keys.add(key.meta.id)
}

export const findLease = (state: PoolState, keyId: KeyId, id: string): LeaseState | undefined =>
  state.leases.get(keyId)?.get(id)

export function putLease(state: PoolState, lease: LeaseState) {
  const leases = state.leases.get(lease.keyId)
  if (leases) leases.set(lease.id, lease)
  else state.leases.set(lease.keyId, new Map([[lease.id, lease]]))
  state.marks.keys.add(lease.keyId)
}

export function dropLease(state: PoolState, { keyId, id }: LeaseState) {
  const leases = state.leases.get(keyId)
  leases?.delete(id)
  if (leases?.size === 0) state.leases.delete(keyId)
  state.marks.keys.add(keyId)
}

/** Makes exactly these keys the pool's, in this order. */
export function reconcile(state: PoolState, keys: readonly KeyMetadata[], t: number) {
  const byProvider = new Map<ProviderId, KeyId[]>()
  for (const meta of keys) {
    const known = state.keys.get(meta.id)
    if (!known) state.keys.set(meta.id, newKey(meta, t))
    else if (JSON.stringify(known.meta) !== JSON.stringify(meta)) state.keys.set(meta.id, withMeta(known, meta, t))
    const ids = byProvider.get(meta.providerId)
    if (ids) ids.push(meta.id)
    else byProvider.set(meta.providerId, [meta.id])
  }
  const order = keys.map(({ id }) => id)
  if (order.join('\n') !== state.order.join('\n')) state.memberships++
  state.order = order
  state.byProvider = byProvider
  state.marks.all = true
}
