import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import type { Circuits } from '../circuit/circuits.ts'
import { readAlias } from '../routing/alias.ts'
import { freshState, type StrategyState } from '../routing/contender.ts'
import { measured, nameOf } from '../routing/first-byte.ts'
import { route } from '../routing/route.ts'
import { learnSize, type Sizes, tokensOf } from '../routing/size.ts'
import type { Candidate, Route } from '../routing/way.ts'
import type { Facts } from './facts.ts'
import { Load } from './load.ts'
import type { RelayConfig, RelayParts, Upstream } from './parts.ts'
import { WarmPrompts } from './warm-prompts.ts'

/** Sessions whose provider is remembered; the one not heard of for longest is forgotten first. */
const MOST_SESSIONS = 2_000

/** A request that was answered. */
interface Sized {
  readonly facts: Pick<Facts, 'bytes'>
  readonly sessionId: string | null
}

/** The cell that holds what routing remembers between requests. */
export class Router {
  readonly load = new Load()
  readonly #parts: Pick<RelayParts, 'clock' | 'chance' | 'describe'>
  readonly #circuits: Circuits
  readonly #warm = new WarmPrompts()
  readonly #providerOf = new Map<string, ProviderId>()
  #state: StrategyState = freshState
  #sizes: Sizes = new Map()

  constructor(parts: Pick<RelayParts, 'clock' | 'chance' | 'describe'>, circuits: Circuits) {
    this.#parts = parts
    this.#circuits = circuits
  }

  route(config: RelayConfig, facts: Facts, sessionId: string | null): Route<Upstream> {
    const routed = this.look(config, facts, sessionId)
    this.#state = routed.state
    return routed
  }

  /** Where a request would go; nobody's turn is used up. A name that also names a provider is a choice of it. */
  look(config: RelayConfig, facts: Facts, sessionId: string | null): Route<Upstream> {
    const alias = readAlias(facts.model)
    const now = this.#parts.clock.now()
    const { bytes, features } = facts
    return route({
      ways: config.upstreams,
      strategy: config.strategy,
      rules: config.rules,
      choice: alias ? { ...config.choice, provider: alias.provider } : config.choice,
      asked: alias?.model ?? facts.model,
      last: (sessionId !== null && this.#providerOf.get(sessionId)) || null,
      state: this.#state,
      now,
      chance: this.#parts.chance,
      admission: (id) => this.#circuits.admission(id, now, this.load.of(id)),
      inFlight: (id) => this.load.of(id),
      describe: this.#parts.describe,
      cached: (way, model) => this.#warm.tokens(sessionId, { way, model }, now),
      need: (type, model) => ({ ...features, inputTokens: tokensOf(this.#sizes, type, model, bytes) }),
    })
  }

  /** A session is being answered by this provider. */
  answered(sessionId: string | null, provider: ProviderId): void {
    if (sessionId === null) return
    this.#providerOf.delete(sessionId)
    this.#providerOf.set(sessionId, provider)
    if (this.#providerOf.size <= MOST_SESSIONS) return
    const oldest = this.#providerOf.keys().next()
    if (!oldest.done) this.#providerOf.delete(oldest.value)
  }

  /** A stream began `ms` after its request was sent. */
  began({ way, model }: Candidate<Upstream>, ms: number): void {
    const firstBytes = measured(this.#state.firstBytes, nameOf(way.id, model), ms, this.#parts.clock.now())
    this.#state = { ...this.#state, firstBytes }
  }

  /** The provider stated what the body of this request came to. */
  sized(candidate: Candidate<Upstream>, { facts, sessionId }: Sized, usage: TokenUsage): void {
    const { way, model } = candidate
    this.#warm.told(sessionId, candidate, usage, this.#parts.clock.now())
    const total = usage.input + usage.cacheRead + usage.cacheWrite
    this.#sizes = learnSize(this.#sizes, way.provider.type, model, facts.bytes, total)
  }
}
