import type { KeyEntry } from '../../src-shared/config/schema.ts'
import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyCare, KeyMetadata } from '../../src-shared/domain/key.ts'
import type { ModelInfo, ProviderType, ProviderView } from '../../src-shared/domain/provider.ts'
import type { Settings } from '../../src-shared/ipc/snapshot.ts'
import { usualRules } from '../circuit/circuit.ts'
import type { Provider } from '../providers/provider.ts'
import type { Logged, RelayConfig, Upstream } from '../relay/parts.ts'
import type { LiveConfig, LiveProvider } from './source.ts'

export type Kinds = Readonly<Record<ProviderType, Provider>>

/** What the parts read of a config, each in its own shape. Pure; made once per config. */
export interface Derived {
  readonly relay: RelayConfig
  readonly logged: Logged
  /** In the user's order. */
  readonly keys: readonly KeyMetadata[]
  readonly providers: readonly Omit<ProviderView, 'circuit'>[]
  readonly settings: Settings
}

const DEFAULT_IDLE_MS = 300_000
const DEFAULT_HEALTH_MS = 10_000

export function derive(config: LiveConfig, kinds: Kinds): Derived {
  const upstreams = config.providers.map((entry) => upstreamOf(entry, kinds[entry.type]))
  const { provider, model } = config.routing
  return {
    relay: {
      upstreams,
      strategy: config.routing.strategy,
      rules: { byPrefix: config.routing.model_mapping, fallback: config.routing.default_provider },
      choice: { provider, model },
      profiles: config.profiles,
      failoverMs: config.routing.failover_timeout || Number.POSITIVE_INFINITY,
      debug: config.routing.debug,
      ...healthOf(config),
      idleMs: config.server.timeout_ms || DEFAULT_IDLE_MS,
      maxConcurrent: config.server.max_concurrent,
      http2: config.server.enable_http2,
      login: config.server.auth.allow_subscription,
      maxBodyBytes: config.server.max_body_bytes || Number.MAX_SAFE_INTEGER,
    },
    logged: loggedOf(config),
    keys: ordered(
      config.providers.flatMap((entry) => keysOf(entry, kinds[entry.type])),
      config.app.key_order,
    ),
    providers: upstreams.map(viewOf),
    settings: settingsOf(config),
  }
}

function loggedOf({ logging: { debug_options: asked } }: LiveConfig): Logged {
  return {
    bodies: asked.log_request_body,
    headers: asked.log_response_headers,
    timings: asked.log_tls_metrics,
    mostBytes: asked.max_body_log_size,
  }
}

function healthOf({ health }: LiveConfig): Pick<RelayConfig, 'circuit' | 'healthMs'> {
  const { circuit_breaker: circuit, health_check: check } = health
  return {
    circuit: {
      breakAfter: circuit.failure_threshold || usualRules.breakAfter,
      restMs: circuit.open_duration_ms || usualRules.restMs,
      probes: circuit.half_open_probes || usualRules.probes,
    },
    healthMs: check.enabled ? check.interval_ms || DEFAULT_HEALTH_MS : null,
  }
}

export const baseUrlOf = (entry: LiveProvider, kinds: Kinds): string => entry.base_url ?? kinds[entry.type].baseUrl

/** Scheme, host and port: what a key is bound to. */
export const originOf = (entry: LiveProvider, kinds: Kinds): string => new URL(baseUrlOf(entry, kinds)).origin

/** A provider that works without keys is lent to requests by one that stands for it. */
export const standInId = (name: string): KeyId => KeyId.parse(`local:${name}`.slice(0, 64))

function upstreamOf(entry: LiveProvider, provider: Provider): Upstream {
  const known = new Map(provider.models.map((model) => [model.id, model]))
  return {
    id: ProviderId.parse(entry.name),
    provider,
    enabled: entry.enabled,
    weight: entry.weight,
    priority: entry.priority,
    baseUrl: entry.base_url ?? provider.baseUrl,
    models:
      entry.models.length === 0
        ? provider.models
        : entry.models.map((id): ModelInfo => known.get(id) ?? { id, displayName: id }),
    mapping: { ...provider.roles, ...entry.model_mapping },
    own: entry.model_mapping,
    selector: entry.pooling.strategy,
    single: entry.pooling.enabled === false,
  }
}

function keysOf(entry: LiveProvider, provider: Provider): KeyMetadata[] {
  const { name } = entry
  const alone = entry.keys.length === 1
  const keys = entry.keys.map(
    (key, at): KeyMetadata => ({
      id: key.id ?? KeyId.parse(`${name}:${at}`.slice(0, 64)),
      label: key.label ?? (alone ? name : `${name} ${at + 1}`).slice(0, 60),
      providerId: ProviderId.parse(name),
      hint: key.hint ?? '',
      enabled: key.enabled && entry.enabled,
      priority: key.priority,
      weight: key.weight || 1,
      ceilings: {
        ...(key.rpm_limit > 0 && { rpm: key.rpm_limit }),
        ...(key.itpm_limit > 0 && { itpm: key.itpm_limit }),
        ...(key.otpm_limit > 0 && { otpm: key.otpm_limit }),
      },
      ...careOf(key),
    }),
  )
  if (keys.length > 0 || provider.needsKey) return keys
  const standIn = {
    id: standInId(name),
    label: name,
    providerId: ProviderId.parse(name),
    hint: '',
    enabled: entry.enabled,
  }
  return [{ ...standIn, priority: 1, weight: 1, ceilings: {} }]
}

function careOf(key: KeyEntry): Pick<KeyMetadata, 'care'> {
  const care: KeyCare = {
    ...(key.reserve_percent && { reserve: key.reserve_percent / 100 }),
    ...(key.daily_budget_usd !== undefined && { dailyUsd: key.daily_budget_usd }),
    ...(key.tags && key.tags.length > 0 && { tags: key.tags }),
    ...(key.note !== undefined && { note: key.note }),
    ...(key.expires_on !== undefined && { expiresOn: key.expires_on }),
  }
  return Object.keys(care).length === 0 ? {} : { care }
}

function ordered(keys: readonly KeyMetadata[], order: readonly KeyId[]): readonly KeyMetadata[] {
  const place = new Map(order.map((id, at) => [id, at]))
  const of = ({ id }: KeyMetadata) => place.get(id) ?? order.length
  return keys.toSorted((a, b) => of(a) - of(b))
}

const viewOf = ({ id, provider, enabled, baseUrl, models, mapping }: Upstream): Omit<ProviderView, 'circuit'> => ({
  id,
  type: provider.type,
  enabled,
  baseUrl,
  needsKey: provider.needsKey,
  models: [...models],
  mapping: { ...mapping },
})

function settingsOf({ app, server, routing }: LiveConfig): Settings {
  const { key_order: _, ...shown } = app
  const { allow_subscription } = server.auth
  const { listen, plain_http } = server
  return { ...shown, listen, plain_http, strategy: routing.strategy, allow_subscription }
}

/** Derives once per config: the config is the same object until something in it changes. */
export const derivedOf = (current: () => LiveConfig, kinds: Kinds): (() => Derived) =>
  oncePer(current, (config) => derive(config, kinds))

/** What is made of something, made anew only once that is another object. */
export function oncePer<From extends object, To>(current: () => From, make: (from: From) => To): () => To {
  let last: { from: From; made: To } | null = null
  return () => {
    const from = current()
    if (last?.from !== from) last = { from, made: make(from) }
    return last.made
  }
}
