import type { RoutingStrategyName } from '../../src-shared/config/schema.ts'
import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Choice, ProviderType } from '../../src-shared/domain/provider.ts'
import type { PassedOver } from '../../src-shared/domain/relay.ts'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Need } from '../catalogue/fits.ts'
import type { Admission } from '../circuit/circuit.ts'
import type { StrategyState } from './contender.ts'
import type { Catalogue, Served } from './model.ts'
import type { ModelRules } from './model-rules.ts'

/** A configured provider, as far as routing is concerned. */
export interface Way extends Catalogue {
  readonly id: ProviderId
  readonly enabled: boolean
  /** 1 to 1000. */
  readonly weight: number
  /** 2 goes first, 0 last. */
  readonly priority: number
  readonly provider: { readonly type: ProviderType; groupOf(model: string): string }
}

/** One provider that may be tried, and what it would be asked. */
export interface Candidate<W> extends Served {
  readonly way: W
  readonly group: string
  /** A sentence or two: why it stands where it stands. */
  readonly why: string
  /** Its circuit is open: tried only where nobody else could be tried at all. */
  readonly lastResort: boolean
}

export interface RouteInput<W> {
  /** In the user's order. */
  readonly ways: readonly W[]
  readonly strategy: RoutingStrategyName
  readonly rules: ModelRules
  /** What was chosen, for all or by the profile of this name. */
  readonly choice: Choice & { readonly profile?: string }
  readonly asked: string
  /** Where this session was served last. */
  readonly last: ProviderId | null
  readonly state: StrategyState
  /** Pool clock, ms. */
  readonly now: number
  /** 0 up to, but not including, 1. */
  chance(): number
  admission(id: ProviderId): Admission
  /** Requests under way there. */
  inFlight(id: ProviderId): number
  describe(type: ProviderType, model: string): ModelFacts
  /** What the request takes, in tokens as this model there counts them. */
  need(type: ProviderType, model: string): Need
  /** Of its input, the tokens that this provider would probably read from its prompt cache. */
  cached(way: W, model: string): number
}

export interface Route<W> {
  /** In the order in which they are to be tried. */
  readonly candidates: readonly Candidate<W>[]
  readonly passedOver: readonly PassedOver[]
  /** To be remembered if the request is really sent that way. */
  readonly state: StrategyState
}
