import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { PassedOver } from '../../src-shared/domain/relay.ts'
import { headroom } from './book.ts'
import type { Cost } from './cost.ts'
import { CACHEABLE_TOKENS } from './estimate.ts'
import { passedOver, whyChosen, whyMoved } from './explain.ts'
import { domainOf, type KeyState, reserveOf } from './key-state.ts'
import type { Lane } from './lane.ts'
import { type Asked, asked, type Claims, type Look, lookAt, type Option } from './look.ts'
import type { Ask } from './pool.ts'
import { type Candidate, select } from './select.ts'
import { isAlive, type Visit } from './session.ts'
import { inFlight, type PoolState, sessionOf } from './state.ts'

export type Placed =
  | { kind: 'grant'; key: KeyState; lane: Lane; cost: Cost; why: string; passedOver: readonly PassedOver[] }
  /** Worth waiting for, at this lane. `more`: a smaller request may still find room at this provider. */
  | { kind: 'wait'; at: number; laneId: string; cost: Cost; more: boolean }
  | { kind: 'refuse'; reason: 'no_keys' | 'no_model' | 'never'; passedOver: readonly PassedOver[] }
  | { kind: 'refuse'; reason: 'all_busy'; at: number; laneId: string; cost: Cost; passedOver: readonly PassedOver[] }

/** Until when a request may wait (ms), and the dice. */
export interface Terms {
  readonly now: number
  readonly waitUntil: number
  readonly chance: () => number
}

type Timed = Option<Extract<Look, { at: number }>>

/**
 * Where a request goes. A session goes home while its home has room, and waits for it where that helps in time,
 * since a prompt cache lost costs real money; everybody else goes where the selector says.
 */
export function place(state: PoolState, ask: Ask, claims: Claims, { now, waitUntil, chance }: Terms): Placed {
  const request = asked(state, ask, now)
  const options = keysFor(state, ask).map((key) => ({
    key,
    look: lookAt(state, key, request, claims, now),
    tried: ask.exclude.has(key.meta.id),
  }))
  const timed = options.filter(isTimed)
  const open = timed.filter(({ tried }) => !tried)
  const free = open.filter(({ look }) => look.kind === 'free')
  const grant = ({ key, look }: Timed, why: string): Placed => {
    const others = options.filter((option) => option.tried || option.look.kind !== 'free')
    return { kind: 'grant', key, lane: look.lane, cost: look.cost, why, passedOver: passedOver(others) }
  }

  const home = request.visits.find((visit) => isAlive(visit, now) && isOf(state, visit, ask)) ?? null
  const atHome = (option: Timed) => home !== null && isAt(state, home, option.look.lane)
  const stay = free.find(({ key }) => key.meta.id === home?.keyId) ?? free.find(atHome)
  if (stay) return grant(stay, whyChosen.stays)
  const homeSoon = earliest(open.filter(atHome), claims)
  if (homeSoon && homeSoon.look.at <= waitUntil && isWorthKeeping(request, home)) return waitFor(homeSoon, true)

  const near = home ? null : nearby(state, ask, now)
  const together = free.find(({ key }) => key.meta.id === near)
  if (together) return grant(together, whyChosen.together)
  const settles = ask.sessionId !== null && free.length > 1
  const chosen = select(ask.selector, candidates(state, free, settles ? ask : null, now), chance)
  if (chosen) {
    const option = free.find(({ key }) => key === chosen.key) as Timed
    const homeOption = options.find(({ key }) => key.meta.id === home?.keyId)
    if (home) return grant(option, whyMoved(home, homeOption ?? null))
    return grant(option, options.length === 1 ? whyChosen.only : whyChosen.selected(ask.selector, chosen))
  }

  const soonest = earliest(open, claims)
  const more = options.some(
    ({ look }) => mayTakeLess(look, claims) && (look.kind !== 'full' || look.lane.id !== soonest?.look.lane.id),
  )
  if (soonest && soonest.look.at <= waitUntil) return waitFor(soonest, more)
  return refuse(options, earliest(timed, claims), now)
}

function refuse(options: readonly Option[], first: Timed | null, now: number): Placed {
  const said = passedOver(options)
  if (options.length === 0) return { kind: 'refuse', reason: 'no_keys', passedOver: said }
  if (!first) {
    const missing = options.some(({ look }) => look.kind === 'no_model')
    return { kind: 'refuse', reason: missing ? 'no_model' : 'never', passedOver: said }
  }
  const { lane, cost } = first.look
  const at = Math.max(first.look.at, Math.floor(now) + 1)
  return { kind: 'refuse', reason: 'all_busy', at, laneId: lane.id, cost, passedOver: said }
}

/** Whether a smaller request might be taken where this one was not. */
const mayTakeLess = (look: Look, claims: Claims) =>
  look.kind === 'too_large' || look.kind === 'kept' || (look.kind === 'full' && !claims.waiting.has(look.lane.id))

const waitFor = ({ look }: Timed, more: boolean): Placed => ({
  kind: 'wait',
  at: look.at,
  laneId: look.lane.id,
  cost: look.cost,
  more,
})

const isTimed = (option: Option): option is Timed => 'at' in option.look

/** Of those that open together the one for which fewest wait. */
function earliest(options: readonly Timed[], { waiting }: Claims): Timed | null {
  const queue = ({ look }: Timed) => waiting.get(look.lane.id)?.rpm ?? 0
  return options.reduce<Timed | null>((first, next) => {
    const sooner = first === null ? -1 : next.look.at - first.look.at || queue(next) - queue(first)
    return sooner < 0 ? next : first
  }, null)
}

/** In the user's order; with pooling switched off only the first that could ever be used. */
function keysFor(state: PoolState, ask: Pick<Ask, 'providerId' | 'single'>): readonly KeyState[] {
  const keys: KeyState[] = []
  for (const id of state.byProvider.get(ask.providerId) ?? []) {
    const key = state.keys.get(id)
    if (key) keys.push(key)
  }
  if (!ask.single) return keys
  return keys.filter(({ meta, invalid }) => meta.enabled && !invalid).slice(0, 1)
}

const isOf = (state: PoolState, visit: Visit, ask: Ask) =>
  state.keys.get(visit.keyId)?.meta.providerId === ask.providerId

const isAt = (state: PoolState, visit: Visit, lane: Lane) => {
  const key = state.keys.get(visit.keyId)
  return key !== undefined && visit.group === lane.group && domainOf(key) === lane.domain
}

/** Below the shortest prefix that is ever cached, moving loses nothing. */
function isWorthKeeping({ stats }: Asked, home: Visit | null): boolean {
  if (home === null) return false
  const tokens = home.prefix ? home.prefix.cached : home.bytes / stats.bytesPerToken
  return tokens >= CACHEABLE_TOKENS
}

/** Where the session's other model groups are served, so that one session is one key as far as possible. */
function nearby(state: PoolState, ask: Ask, now: number): KeyId | null {
  const { visits } = sessionOf(state, ask.sessionId)
  return visits.find((visit) => isAlive(visit, now) && isOf(state, visit, ask))?.keyId ?? null
}

/** `settling`: the ask of a session that looks for a home. */
function candidates(state: PoolState, free: readonly Timed[], settling: Ask | null, now: number): Candidate[] {
  const residents = settling ? countResidents(state, settling.group, now) : null
  return free.map(({ key, look: { lane, cost } }) => ({
    key,
    lane,
    cost,
    headroom: Math.min(headroom(lane.book, now) - reserveOf(key), key.ceilings ? headroom(key.ceilings, now) : 1),
    inFlight: inFlight(state, key.meta.id),
    residents: residents?.get(lane.domain) ?? 0,
  }))
}

/** Living sessions by the domain they are at home in, for one model group. */
function countResidents(state: PoolState, group: string, now: number): Map<string, number> {
  const count = new Map<string, number>()
  for (const { visits } of state.sessions.values()) {
    const home = visits.find((visit) => visit.group === group)
    const key = home && isAlive(home, now) ? state.keys.get(home.keyId) : undefined
    if (key) count.set(domainOf(key), (count.get(domainOf(key)) ?? 0) + 1)
  }
  return count
}
