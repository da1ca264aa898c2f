import type { KeyId } from '../../src-shared/domain/ids.ts'
import { headroom } from './book.ts'
import { domainOf, type KeyState, reserveOf } from './key-state.ts'
import { type Asked, type Claims, type Look, lookAt, type Option } from './look.ts'
import type { Ask } from './pool.ts'
import type { Candidate } from './select.ts'
import { isAlive } from './session.ts'
import { inFlight, type PoolState } from './state.ts'

export type Timed = Option<Extract<Look, { at: number }>>

export const isTimed = (option: Option): option is Timed => 'at' in option.look

export const isFree = (option: Option): option is Timed => !option.tried && option.look.kind === 'free'

/** The keys of a provider as one request sees them. Each is looked at once, and only when somebody asks. */
export class Field {
  readonly #state: PoolState
  readonly #request: Asked
  readonly #claims: Claims
  readonly #now: number
  readonly #seen = new Map<KeyId, Option>()
  #all: readonly Option[] | null = null

  constructor(state: PoolState, request: Asked, claims: Claims, now: number) {
    this.#state = state
    this.#request = request
    this.#claims = claims
    this.#now = now
  }

  /** Of a key that the provider has. */
  of(id: KeyId): Option {
    const seen = this.#seen.get(id)
    if (seen) return seen
    const key = this.#state.keys.get(id) as KeyState
    const look = lookAt(this.#state, key, this.#request, this.#claims, this.#now)
    const option = { key, look, tried: this.#request.ask.exclude.has(id) }
    this.#seen.set(id, option)
    return option
  }

  /** In the user's order; with pooling switched off only the first that could ever be used. */
  all(): readonly Option[] {
    this.#all ??= keysFor(this.#state, this.#request.ask).map((id) => this.of(id))
    return this.#all
  }

  /** In the order in which they were looked at. */
  seen(): readonly Option[] {
    return this.#all ?? [...this.#seen.values()]
  }

  candidate({ key, look: { lane, cost } }: Timed, residents: number): Candidate {
    const own = key.ceilings ? headroom(key.ceilings, this.#now) : 1
    const share = Math.min(headroom(lane.book, this.#now) - reserveOf(key), own)
    return { key, lane, cost, headroom: share, inFlight: inFlight(this.#state, key.meta.id), residents }
  }
}

function keysFor(state: PoolState, { providerId, single }: Ask): readonly KeyId[] {
  const ids = state.byProvider.get(providerId) ?? []
  if (!single) return ids
  const first = ids.find((id) => {
    const key = state.keys.get(id)
    return key?.meta.enabled && !key.invalid
  })
  return first === undefined ? [] : [first]
}

/** Living sessions by the domain they are at home in, for one model group. */
export function countResidents(state: PoolState, group: string, now: number): Map<string, number> {
  const count = new Map<string, number>()
  for (const { visits } of state.sessions.values()) {
    const home = visits.find((visit) => visit.group === group)
    const key: KeyState | undefined = home && isAlive(home, now) ? state.keys.get(home.keyId) : undefined
    if (key) count.set(domainOf(key), (count.get(domainOf(key)) ?? 0) + 1)
  }
  return count
}
