import type { KeySelectorName, ProfileEntry, RoutingStrategyName } from '../../src-shared/config/schema.ts'
import type { KeyId, ProviderId, SessionId } from '../../src-shared/domain/ids.ts'
import type { LoginView } from '../../src-shared/domain/login.ts'
import type { Notice } from '../../src-shared/domain/notice.ts'
import type { Choice, CircuitStatus, ModelInfo, ProviderType } from '../../src-shared/domain/provider.ts'
import type { RelayStatus, RequestRecord } from '../../src-shared/domain/relay.ts'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Identity } from '../certificate/self-signed.ts'
import type { CircuitRules } from '../circuit/circuit.ts'
import type { Pool } from '../pool/pool.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { Passes } from '../providers/passes.ts'
import type { Provider, Unreachable } from '../providers/provider.ts'
import type { ModelRules } from '../routing/model-rules.ts'

/** One configured provider, ready for use. */
export interface Upstream {
  readonly id: ProviderId
  readonly provider: Provider
  readonly enabled: boolean
  /** Its share under the weighted strategies, 1 to 1000. */
  readonly weight: number
  /** 2 goes first, 0 last. */
  readonly priority: number
  readonly baseUrl: string
  readonly models: readonly ModelInfo[]
  /** Asked model or role → this provider's model; the type's own role map already filled in beneath it. */
  readonly mapping: Readonly<Record<string, string>>
  /** Of that, what the user wrote. */
  readonly own: Readonly<Record<string, string>>
  readonly selector: KeySelectorName
  /** `pooling.enabled: false`. */
  readonly single: boolean
}

/** Who shows a client token. */
export type Holder =
  /** Whoever was given the token of this install. */
  | { readonly kind: 'install' }
  /** One launch, under the profile of this name; `null`: under none. */
  | {
      readonly kind: 'launch'
      readonly id: SessionId
      readonly access: 'open' | 'paused' | 'ended'
      readonly profile: string | null
    }

/** A budget of which nothing is left; `limit` in millionths of a USD. */
export interface UsedUp {
  readonly kind: 'daily' | 'total'
  readonly limit: number
}

/** What a request reads once at its start: a change in the window applies to the next request, whole. */
export interface RelayConfig {
  /** In the user's order. */
  readonly upstreams: readonly Upstream[]
  readonly strategy: RoutingStrategyName
  readonly rules: ModelRules
  /** What was chosen, for all or by the profile of this name. */
  readonly choice: Choice & { readonly profile?: string }
  readonly profiles: readonly ProfileEntry[]
  /** Failed attempts may take this long together, in ms; then no further one is begun. */
  readonly failoverMs: number
  /** Answers tell strategy and health. */
  readonly debug: boolean
  readonly circuit: CircuitRules
  /** How often a provider that is left alone is asked whether it can be reached, in ms; `null`: never. */
  readonly healthMs: number | null
  /** Silence after which a stream counts as dead, in ms. */
  readonly idleMs: number
  /** Requests at once; 0: no limit. */
  readonly maxConcurrent: number
  readonly maxBodyBytes: number
  /** HTTP/2 without TLS is spoken too, from the next connection on. */
  readonly http2: boolean
  /** A Claude login that the client itself brings is passed on to Anthropic. */
  readonly login: boolean
}

/** What the log gets at level `debug` beside its usual lines. */
export interface Logged {
  readonly bodies: boolean
  readonly headers: boolean
  readonly timings: boolean
  /** Bytes of a body. */
  readonly mostBytes: number
}

export interface RelayParts {
  clock: Clock
  ids: Ids
  log: Log
  pool: Pool
  config(): RelayConfig
  logged(): Logged
  /** What is known of a model at a kind of provider. */
  describe(type: ProviderType, model: string): ModelFacts
  /**
   * The only way to a secret; the caller keeps it in one local variable. Lent for the address it will be sent to:
   * rejects where the key was entered for another origin. `null`: a provider without keys, or gone.
   */
  secretOf(keyId: KeyId, baseUrl: string): Promise<string | null>
  readonly passes: Passes
  /** Whose client token this is, in constant time whatever the length; `null`: nobody's. */
  holderOf(token: string): Holder | null
  /** The budget of this profile that is used up; `null`: none is. */
  usedUp(profile: ProfileEntry): UsedUp | null
  /** 0 up to, but not including, 1: for the strategies that draw. */
  chance(): number
  /** Something happened that the user should read once. */
  notice(notice: Notice): void
  /** With which TLS is spoken, and whether HTTP without it is as well, from the next connection on; `null`: no TLS. */
  tls: { readonly identity: Identity; plain(): boolean } | null
  /** The name of the program that listens on a port; `null`: it cannot be known. Absent: nobody is asked. */
  portHolder?(port: number): Promise<string | null>
  /** Called when a request begins, moves to another key, and ends; the same id each time. */
  record(record: RequestRecord): void
  /** What was recorded of a request last, by its id; `null`: nothing, or forgotten since. */
  recordOf(id: string): RequestRecord | null
}

/** What came of asking a provider's server for nothing in particular. */
export type Reached = { ok: true; status: number } | { ok: false; cause: Unreachable['cause'] }

/** The local server. `relay.ts` implements it. */
export interface Relay {
  /** Listens on `host:port` (port 0: any). On another address than before: the new one first, then the old is let go, its streams unharmed. */
  listen(address: string): Promise<RelayStatus>
  /** The computer has slept: idle connections to upstreams are dead without knowing it, and are let go. */
  wake(): void
  /** Keeps the port and answers 503 until `resume`; running streams go on. */
  pause(): void
  resume(): void
  /** No new requests; waits for running ones up to `drainMs`, then ends their streams with an SSE error. */
  stop(drainMs: number): Promise<void>
  /** Ends what is under way for one launch, each with an error that says why. */
  cut(session: SessionId): void
  status(): RelayStatus
  circuit(id: ProviderId): CircuitStatus
  /** Ends a provider's rest now and asks its server whether it can be reached; spends nothing. */
  retryCircuit(id: ProviderId): Promise<Reached>
  /** The limits of the Claude login that clients bring; `null`: none was seen, or they all began anew since. */
  login(): LoginView | null
  /** When a circuit or a login's limit next changes by the clock alone (pool-clock ms); null: none does. */
  nextChangeAt(): number | null
  subscribe(listener: () => void): () => void
}
