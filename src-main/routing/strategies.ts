import type { RoutingStrategyName } from '../../src-shared/config/schema.ts'
import type { ProviderId } from '../../src-shared/domain/ids.ts'

/** What strategies remember between requests. Each reads and returns only what it needs. */
export interface StrategyState {
  /** Requests that were placed, for taking turns. */
  readonly turn: number
}
export const freshState: StrategyState = { turn: 0 }

export interface Ranked<W> {
  readonly order: readonly W[]
  readonly state: StrategyState
  /** Which sentence of `text.errors.route` says why the first is first. */
  readonly because: 'order' | 'turn'
}

interface Strategy {
  /**
   * True where a session stays with the provider that has served it, while that one can: its prompt cache
   * and the signatures of its thinking live there.
   */
  readonly sticky: boolean
  /** Orders providers that can all serve the request. */
  rank<W extends { readonly id: ProviderId }>(ways: readonly W[], state: StrategyState): Ranked<W>
}

/** One row per strategy; a new one is a pure function and a name in the config's list. */
export const strategies: Readonly<Record<RoutingStrategyName, Strategy>> = {
  failover: {
    sticky: false,
    rank: (ways, state) => ({ order: ways, state, because: 'order' }),
  },
  round_robin: {
    sticky: true,
    rank: (ways, state) => {
      const first = ways.length === 0 ? 0 : state.turn % ways.length
      const order = [...ways.slice(first), ...ways.slice(0, first)]
      return { order, state: { ...state, turn: state.turn + 1 }, because: 'turn' }
    },
  },
}
