import type { RoutingStrategyName } from '../../src-shared/config/schema.ts'
import type { ProviderId } from '../../src-shared/domain/ids.ts'
import { byPriority, type Contender, type Occasion, type StrategyState } from './contender.ts'
import { deal } from './deck.ts'
import { quickest } from './first-byte.ts'
import { drawn, takeTurns } from './weighted.ts'

/** Which sentence of `text.errors.route` says why the first is first. */
export type Because =
  | 'order'
  | 'turn'
  | 'weight'
  | 'dealt'
  | 'leastBusy'
  | 'drawn'
  | 'model'
  | 'fallback'
  | 'cheapest'
  | 'noPrice'
  | 'quickest'
  | 'explored'

export interface Ranked<C> {
  readonly order: readonly C[]
  readonly because: Because
  /** What is remembered if the first really gets the request. */
  readonly state: StrategyState
}

interface Strategy {
  /**
   * True where a session stays with the provider that has served it, while that one can: its prompt cache
   * and the signatures of its thinking live there. The others name the same provider each time, and come back
   * to it once it is well.
   */
  readonly sticky: boolean
  /** Orders providers that can all serve the request, whatever comes of the first. */
  rank<C extends Contender>(all: readonly C[], state: StrategyState, occasion: Occasion): Ranked<C>
}

/** One row per strategy; a new one is a pure function and a name in the config's list. */
export const strategies: Readonly<Record<RoutingStrategyName, Strategy>> = {
  failover: {
    sticky: false,
    rank: (all, state) => ({ order: all.toSorted(byPriority), because: 'order', state }),
  },
  round_robin: {
    sticky: true,
    rank: (all, state) => ({ order: all.toSorted(longestAgo(state)), because: 'turn', state }),
  },
  weighted_round_robin: {
    sticky: true,
    rank(all, state) {
      const { order, credit } = takeTurns(all, state.credit)
      return { order, because: 'weight', state: { ...state, credit } }
    },
  },
  shuffle: {
    sticky: true,
    rank(all, state, { chance }) {
      const { order, deck } = deal(all, state.deck, chance)
      return { order, because: 'dealt', state: { ...state, deck } }
    },
  },
  least_loaded: {
    sticky: true,
    rank(all, state) {
      const earlier = longestAgo(state)
      const order = all.toSorted((a, b) => a.inFlight - b.inFlight || byPriority(a, b) || earlier(a, b))
      return { order, because: 'leastBusy', state }
    },
  },
  weighted_failover: {
    sticky: true,
    rank: (all, state, { chance }) => ({ order: drawn(all, chance), because: 'drawn', state }),
  },
  model_based: {
    sticky: false,
    rank(all, state, { named, fallback }) {
      const place = (it: { id: ProviderId }) => (it.id === named ? 0 : it.id === fallback ? 1 : 2)
      const order = all.toSorted((a, b) => place(a) - place(b) || byPriority(a, b))
      const first = order[0]
      const because = first && first.id === named ? 'model' : first && first.id === fallback ? 'fallback' : 'order'
      return { order, because, state }
    },
  },
  cost: {
    sticky: false,
    rank(all, state) {
      const order = all.toSorted((a, b) => cheaper(a.cost, b.cost) || byPriority(a, b))
      return { order, because: order[0]?.cost == null ? 'noPrice' : 'cheapest', state }
    },
  },
  latency: {
    sticky: true,
    rank(all, state, { now }) {
      const { order, firstBytes, explores } = quickest(all, state.firstBytes, now)
      return { order, because: explores ? 'explored' : 'quickest', state: { ...state, firstBytes } }
    },
  },
}

/** A request was placed with this provider. */
export const placed = (state: StrategyState, id: ProviderId): StrategyState => ({
  ...state,
  turn: state.turn + 1,
  placed: new Map(state.placed).set(id, state.turn + 1),
})

/** Who has waited longest for a request, first; those never asked before all. */
const longestAgo =
  ({ placed: turns }: StrategyState) =>
  (a: { id: ProviderId }, b: { id: ProviderId }): number =>
    (turns.get(a.id) ?? 0) - (turns.get(b.id) ?? 0)

/** An unknown price is never taken for a low one. */
function cheaper(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a - b
}
