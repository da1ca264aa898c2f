import type { KeySelectorName } from '../../src-shared/config/schema.ts'
import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import { Due } from './due.ts'
import { type Found, type Order, PATIENCE, RoomTree } from './room-tree.ts'
import { standingOf } from './standing.ts'
import type { PoolState } from './state.ts'

/** The keys of one priority. */
interface Tier {
  readonly priority: number
  /** Their places in the user's order. */
  readonly places: number[]
  /** The weights of each and all before it, added up. */
  readonly sums: number[]
  readonly tree: RoomTree
}

/** The keys of one provider for one model group, in an order that is kept while they change. */
export class Rank {
  readonly providerId: ProviderId
  readonly #state: PoolState
  readonly #group: string
  readonly #order: Order
  readonly #ids: readonly KeyId[]
  readonly #tiers: Tier[] = []
  readonly #tierOf: Tier[] = []
  /** When to look again at those that rest. */
  readonly #due = new Due<number>()

  constructor(state: PoolState, providerId: ProviderId, group: string, order: Order, now: number) {
    this.#order = order
    this.#state = state
    this.providerId = providerId
    this.#group = group
    this.#ids = state.byProvider.get(providerId) ?? []
    this.#ids.forEach((id, place) => {
      const { priority = 1, weight = 1 } = state.keys.get(id)?.meta ?? {}
      const tier = this.#tier(priority)
      tier.sums.push((tier.sums.at(-1) ?? 0) + weight)
      tier.places.push(place)
      this.#tierOf.push(tier)
      this.refresh(place, now)
    })
    this.#tiers.sort((a, b) => b.priority - a.priority)
  }

  /** The key at this place has changed. */
  refresh(place: number, now: number): void {
    const key = this.#state.keys.get(this.#ids[place] as KeyId)
    const tree = (this.#tierOf[place] as Tier).tree
    const standing = key && standingOf(this.#state, key, this.#group)
    if (standing && standing.opensAt <= now) tree.set(place, standing)
    else tree.clear(place)
    if (standing && standing.opensAt > now) this.#due.by(standing.opensAt, place)
  }

  /** The key the selector takes among those for which `weigh` is more than 0; null: look at all to know. */
  find(by: KeySelectorName, now: number, chance: () => number, weigh: (id: KeyId) => number): KeyId | null {
    for (let place = this.#due.take(now); place !== null; place = this.#due.take(now)) this.refresh(place, now)
    const weighAt = (place: number) => weigh(this.#ids[place] as KeyId)
    for (const tier of this.#tiers) {
      const found = findIn(tier, by, now, chance, weighAt)
      if (found === 'unsure') return null
      if (found !== 'none') return this.#ids[found] ?? null
    }
    return null
  }

  #tier(priority: number): Tier {
    const known = this.#tiers.find((tier) => tier.priority === priority)
    if (known) return known
    const tier = { priority, places: [], sums: [], tree: new RoomTree(this.#ids.length, this.#order) }
    this.#tiers.push(tier)
    return tier
  }
}

function findIn(
  tier: Tier,
  by: KeySelectorName,
  now: number,
  chance: () => number,
  weigh: (place: number) => number,
): Found {
  switch (by) {
    case 'least_loaded':
    case 'round_robin':
      return tier.tree.best(now, weigh)
    case 'random':
      return draw(tier, () => Math.floor(chance() * tier.places.length), weigh)
    case 'weighted':
      return draw(tier, () => indexAbove(tier.sums, chance() * (tier.sums.at(-1) ?? 0)), weigh)
    default:
      return assertNever(by)
  }
}

/** Drawn from all until one can be taken: that is as if only those were drawn from. */
function draw({ tree, places }: Tier, next: () => number, weigh: (place: number) => number): Found {
  if (tree.isEmpty) return 'none'
  for (let i = 0; i < PATIENCE; i++) {
    const place = places[next()] as number
    if (tree.has(place) && weigh(place) > 0) return place
  }
  return 'unsure'
}

/** Of rising numbers the first that is above `x`. */
function indexAbove(sums: readonly number[], x: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] as number) > x) high = middle
    else low = middle + 1
  }
  return low
}
