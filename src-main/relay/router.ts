import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Circuits } from '../circuit/circuits.ts'
import { readAlias } from '../routing/alias.ts'
import { type Route, route } from '../routing/route.ts'
import { freshState, type StrategyState } from '../routing/strategies.ts'
import type { RelayConfig, Upstream } from './parts.ts'

/** Sessions whose provider is remembered; the one not heard of for longest is forgotten first. */
const MOST_SESSIONS = 2_000

/** The cell that holds what routing remembers between requests. */
export class Router {
  readonly #circuits: Circuits
  readonly #providerOf = new Map<string, ProviderId>()
  #state: StrategyState = freshState

  constructor(circuits: Circuits) {
    this.#circuits = circuits
  }

  route(config: RelayConfig, asked: string, sessionId: string | null, now: number): Route<Upstream> {
    const routed = this.look(config, asked, sessionId, now)
    this.#state = routed.state
    return routed
  }

  /** Where a request would go; nobody's turn is used up. A name that also names a provider is a choice of it. */
  look(config: RelayConfig, asked: string, sessionId: string | null, now: number): Route<Upstream> {
    const alias = readAlias(asked)
    return route({
      ways: config.upstreams,
      strategy: config.strategy,
      choice: alias ? { ...config.choice, provider: alias.provider } : config.choice,
      asked: alias?.model ?? asked,
      last: (sessionId !== null && this.#providerOf.get(sessionId)) || null,
      state: this.#state,
      admission: (id) => this.#circuits.admission(id, now),
    })
  }

  /** A session was answered by this provider. */
  answered(sessionId: string | null, provider: ProviderId): void {
    if (sessionId === null) return
    this.#providerOf.delete(sessionId)
    this.#providerOf.set(sessionId, provider)
    if (this.#providerOf.size <= MOST_SESSIONS) return
    const oldest = this.#providerOf.keys().next()
    if (!oldest.done) this.#providerOf.delete(oldest.value)
  }
}
