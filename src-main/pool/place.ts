import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { PassedOver } from '../../src-shared/domain/relay.ts'
import type { Cost } from './cost.ts'
import { CACHEABLE_TOKENS } from './estimate.ts'
import { passedOver, whyChosen, whyMoved } from './explain.ts'
import { countResidents, Field, isFree, isTimed, type Timed } from './field.ts'
import type { KeyIndex } from './key-index.ts'
import { domainOf, type KeyState } from './key-state.ts'
import type { Lane } from './lane.ts'
import { type Asked, asked, type Claims, type Look, type Option } from './look.ts'
import type { Ask } from './pool.ts'
import { type Candidate, select } from './select.ts'
import { isAlive, type Visit } from './session.ts'
import { type PoolState, sessionOf } from './state.ts'

export type Placed =
  | {
      kind: 'grant'
      key: KeyState
      lane: Lane
      cost: Cost
      why: string
      /** A session leaves the key that holds its prompt cache. */
      moved: boolean
      passedOver: readonly PassedOver[]
    }
  /** Worth waiting for, at this lane. `more`: a smaller request may still find room at this provider. */
  | { kind: 'wait'; at: number; laneId: string; cost: Cost; more: boolean }
  | { kind: 'refuse'; reason: 'no_keys' | 'no_model' | 'never'; passedOver: readonly PassedOver[] }
  | { kind: 'refuse'; reason: 'all_busy'; at: number; laneId: string; cost: Cost; passedOver: readonly PassedOver[] }

/** Until when a request may wait (ms). */
export interface Patience {
  readonly waitUntil: number
  /** Where limits are being found out by a request under way: nobody knows sooner whether there is room. */
  readonly probeUntil: number
}

/** A request that may not wait. */
export const atOnce: Patience = { waitUntil: Number.NEGATIVE_INFINITY, probeUntil: Number.NEGATIVE_INFINITY }

/** The moment, the patience, and the dice. */
export interface Terms extends Patience {
  readonly now: number
  readonly chance: () => number
}

/** Of so few keys each is looked at, so that each can be explained; of more, only as many as it takes. */
const FEW = 12

/**
 * Where a request goes. A session goes home while its home has room, and waits for it where that helps in time,
 * since a prompt cache lost costs real money; everybody else goes where the selector says. The index only saves
 * looking at all keys where one can be had; null: all are looked at.
 */
export function place(state: PoolState, ask: Ask, claims: Claims, terms: Terms, index: KeyIndex | null): Placed {
  const { now } = terms
  const request = asked(state, ask, now)
  const field = new Field(state, request, claims, now)
  const many = (state.byProvider.get(ask.providerId)?.length ?? 0) > FEW
  const quick = index !== null && many && !ask.single ? index : null
  if (quick) quick.update(now)
  else field.all()
  const grant = ({ key, look }: Timed, why: string, moved = false): Placed => {
    const others = field.seen().filter((option) => option.tried || option.look.kind !== 'free')
    return { kind: 'grant', key, lane: look.lane, cost: look.cost, why, moved, passedOver: passedOver(others) }
  }

  const home = request.visits.find((visit) => isAlive(visit, now) && isOf(state, visit, ask)) ?? null
  const here = home ? keysAt(state, home, ask, field, quick) : []
  const stay = here.find((option) => option.key.meta.id === home?.keyId && isFree(option)) ?? here.find(isFree)
  if (stay && isFree(stay)) return grant(stay, whyChosen.stays)
  const homeSoon = earliest(here.filter(isOpen), claims)
  if (homeSoon && isSoon(homeSoon, terms) && isWorthKeeping(request, home)) return waitFor(homeSoon, true)

  const near = home ? null : nearby(state, ask, now)
  const together = near === null ? null : optionOf(near, field, quick)
  if (together && isFree(together)) return grant(together, whyChosen.together)
  const chosen = choose(state, ask, terms, field, quick)
  if (chosen) {
    const { option, candidate } = chosen
    if (home) return grant(option, whyMoved(home, optionOf(home.keyId, field, quick), option), true)
    const only = !many && field.all().length === 1
    return grant(option, only ? whyChosen.only : whyChosen.selected(ask.selector, candidate))
  }

  const options = field.all()
  const soonest = earliest(options.filter(isOpen), claims)
  const more = options.some(
    ({ look }) => mayTakeLess(look, claims) && (look.kind !== 'full' || look.lane.id !== soonest?.look.lane.id),
  )
  if (soonest && isSoon(soonest, terms)) return waitFor(soonest, more)
  return refuse(options, earliest(options.filter(isTimed), claims), now)
}

/** The one the selector takes of those that are free; null: none is. */
function choose(
  state: PoolState,
  ask: Ask,
  { now, chance }: Terms,
  field: Field,
  index: KeyIndex | null,
): { option: Timed; candidate: Candidate } | null {
  const residents = ask.sessionId === null ? null : countResidents(state, ask.group, now)
  const candidateOf = (option: Timed) => field.candidate(option, residents?.get(option.look.lane.domain) ?? 0)
  const weigh = (id: KeyId) => {
    const option = field.of(id)
    return isFree(option) ? 1 / (1 + (residents?.get(option.look.lane.domain) ?? 0)) : 0
  }
  const found = index?.rank(ask, now).find(ask.selector, now, chance, weigh) ?? null
  if (found !== null) {
    const option = field.of(found) as Timed
    return { option, candidate: candidateOf(option) }
  }
  const free = field.all().filter(isFree)
  const chosen = select(ask.selector, free.map(candidateOf), chance)
  const option = free.find(({ key }) => key === chosen?.key)
  return chosen && option ? { option, candidate: chosen } : null
}

/** A key, if the pool has it. */
const optionOf = (id: KeyId, field: Field, index: KeyIndex | null): Option | null =>
  index ? (index.has(id) ? field.of(id) : null) : (field.all().find(({ key }) => key.meta.id === id) ?? null)

/** The keys at a session's home: those of its domain. */
function keysAt(state: PoolState, home: Visit, ask: Ask, field: Field, index: KeyIndex | null): readonly Option[] {
  const key = state.keys.get(home.keyId)
  if (!key) return []
  const domain = domainOf(key)
  if (!index) return field.all().filter((option) => domainOf(option.key) === domain)
  return index
    .members(domain)
    .filter((id) => state.keys.get(id)?.meta.providerId === ask.providerId)
    .map((id) => field.of(id))
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

const isSoon = ({ look }: Timed, { waitUntil, probeUntil }: Patience): boolean =>
  look.at <= (look.kind === 'probing' ? probeUntil : waitUntil)

const isOpen = (option: Option): option is Timed => isTimed(option) && !option.tried

/** Of those that open together the one for which fewest wait. */
function earliest(options: readonly Timed[], { waiting }: Claims): Timed | null {
  const queue = ({ look }: Timed) => waiting.get(look.lane.id)?.rpm ?? 0
  return options.reduce<Timed | null>((first, next) => {
    const sooner = first === null ? -1 : next.look.at - first.look.at || queue(next) - queue(first)
    return sooner < 0 ? next : first
  }, null)
}

const isOf = (state: PoolState, visit: Visit, ask: Ask) =>
  state.keys.get(visit.keyId)?.meta.providerId === ask.providerId

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
