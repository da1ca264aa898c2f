import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import { domainOf } from './key-state.ts'
import type { Ask } from './pool.ts'
import { Rank } from './rank.ts'
import type { PoolState } from './state.ts'
import { type Count, Tally } from './tally.ts'

/** So many providers and model groups are kept ready at a time. */
const MOST_RANKS = 16

/** Its place among its provider's keys, and the domain it draws on. */
interface Known {
  readonly place: number
  readonly domain: string | null
}

/**
 * What would have to be counted or searched over all keys, kept up to date key by key as they change. It decides
 * nothing: whatever it finds is looked at by the same functions that look at all keys.
 */
export class KeyIndex {
  readonly #state: PoolState
  readonly #ranks = new Map<string, Rank>()
  readonly #known = new Map<KeyId, Known>()
  readonly #members = new Map<string, Set<KeyId>>()
  readonly #tally = new Tally()

  constructor(state: PoolState) {
    this.#state = state
  }

  has(id: KeyId): boolean {
    return this.#known.has(id)
  }

  /** The keys that draw on a domain, in the user's order. */
  members(domain: string): readonly KeyId[] {
    const members = [...(this.#members.get(domain) ?? [])]
    const place = (id: KeyId) => this.#known.get(id)?.place ?? 0
    return members.length < 2 ? members : members.sort((a, b) => place(a) - place(b))
  }

  /** As `countKeys`. */
  count(providerId: ProviderId, now: number): Count {
    this.update(now)
    return this.#tally.of(this.#state, providerId, now)
  }

  /** The keys of a request's provider for its model group and selector; good until the next change. */
  rank({ providerId, group, selector }: Pick<Ask, 'providerId' | 'group' | 'selector'>, now: number): Rank {
    const order = selector === 'round_robin' ? 'turn' : 'room'
    const name = `${order} ${providerId} ${group}`
    const rank = this.#ranks.get(name) ?? new Rank(this.#state, providerId, group, order, now)
    this.#ranks.delete(name)
    this.#ranks.set(name, rank)
    if (this.#ranks.size > MOST_RANKS) this.#ranks.delete(this.#ranks.keys().next().value as string)
    return rank
  }

  /** Takes over what has changed in the pool. */
  update(now: number): void {
    const { marks, byProvider } = this.#state
    if (marks.all) {
      this.#forget()
      for (const ids of byProvider.values())
        ids.forEach((id, place) => void this.#known.set(id, { place, domain: null }))
      for (const id of this.#known.keys()) marks.keys.add(id)
    }
    for (const id of marks.keys) this.#settle(id)
    for (const domain of marks.domains) for (const id of this.#members.get(domain) ?? []) marks.keys.add(id)
    for (const id of marks.keys) this.#refresh(id, now)
    marks.all = false
    marks.keys.clear()
    marks.domains.clear()
  }

  #forget() {
    this.#ranks.clear()
    this.#known.clear()
    this.#members.clear()
    this.#tally.clear()
  }

  /** Notes on which domain the key draws. */
  #settle(id: KeyId) {
    const known = this.#known.get(id)
    const key = this.#state.keys.get(id)
    if (!known || !key) return
    const domain = domainOf(key)
    if (known.domain === domain) return
    if (known.domain !== null) this.#members.get(known.domain)?.delete(id)
    const members = this.#members.get(domain)
    if (members) members.add(id)
    else this.#members.set(domain, new Set([id]))
    this.#known.set(id, { ...known, domain })
  }

  #refresh(id: KeyId, now: number) {
    const known = this.#known.get(id)
    const key = this.#state.keys.get(id)
    if (!known || !key) return
    this.#tally.refresh(this.#state, id, now)
    for (const rank of this.#ranks.values()) if (rank.providerId === key.meta.providerId) rank.refresh(known.place, now)
  }
}
