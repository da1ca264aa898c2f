import { KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../../src-shared/domain/key.ts'
import type { Notice } from '../../../src-shared/domain/notice.ts'
import type { ChosenType } from '../../../src-shared/domain/provider.ts'
import type { RequestRecord } from '../../../src-shared/domain/relay.ts'
import { Catalogue } from '../../catalogue/catalogue.ts'
import { usualRules } from '../../circuit/circuit.ts'
import { nodeAlarm } from '../../node/alarm.ts'
import { nodeClock } from '../../node/clock.ts'
import { nodeIds } from '../../node/ids.ts'
import { KeyPool } from '../../pool/key-pool.ts'
import type { Fields, Log } from '../../ports.ts'
import { Passes } from '../../providers/passes.ts'
import type { Provider } from '../../providers/provider.ts'
import { providers } from '../../providers/registry.ts'
import { noModelRules } from '../../routing/model-rules.ts'
import type { Holder, Logged, Relay, RelayConfig, RelayParts, Upstream, UsedUp } from '../parts.ts'
import { createRelay } from '../relay.ts'
import { type Timings, timings as usual } from '../timings.ts'
import { type Script, type ScriptedUpstream, startUpstream } from './upstream.ts'

export const TOKEN = 'client-token-of-the-tests'

export interface ProviderSpec {
  readonly type?: ChosenType
  /** What it does for each key, by the key's secret; its keys are these. */
  readonly keys?: Readonly<Record<string, Script>>
  /** What it does for everybody, whatever stands beside the keys; with none, a provider without keys. */
  readonly all?: Script
  /** Replaces the scripted one. */
  readonly baseUrl?: string
  readonly change?: Partial<Upstream>
  readonly provider?: Partial<Provider>
}

export interface HouseOptions {
  readonly config?: Partial<RelayConfig>
  readonly timings?: Partial<Timings>
  readonly logged?: Partial<Logged>
  readonly tls?: RelayParts['tls']
  /** Of the strategies that draw. */
  readonly chance?: () => number
}

export interface House {
  readonly relay: Relay
  readonly pool: KeyPool
  /** What the pool was told of at first. */
  readonly keys: readonly KeyMetadata[]
  readonly port: number
  readonly url: string
  readonly records: RequestRecord[]
  readonly logged: { level: string; fields: Fields; message: string }[]
  readonly notices: Notice[]
  /** By provider. */
  readonly upstreams: Readonly<Record<string, ScriptedUpstream>>
  /** Launches by their token. */
  readonly holders: Record<string, Holder>
  /** Of whatever profile. */
  usedUp: UsedUp | null
  /** The config in force; may be replaced at any time. */
  config: RelayConfig
  /** A request to `/v1/messages` with the client token. */
  post(body?: string | Buffer | object, headers?: Record<string, string>, init?: RequestInit): Promise<Response>
  /** The last record of each request. */
  ended(): RequestRecord[]
  stop(): Promise<void>
}

/** A relay in front of scripted upstreams, with the pool as it is used by the app. */
export async function openHouse(
  specs: Readonly<Record<string, ProviderSpec>>,
  options: HouseOptions = {},
): Promise<House> {
  const pool = new KeyPool({ clock: nodeClock, alarm: nodeAlarm(nodeClock), chance: () => 0 })
  const upstreams: Record<string, ScriptedUpstream> = {}
  const secrets = new Map<string, string | null>()
  const ways: Upstream[] = []
  const keys: KeyMetadata[] = []
  for (const [name, spec] of Object.entries(specs)) {
    const id = ProviderId.parse(name)
    const up = await startUpstream(spec.all ?? spec.keys ?? {})
    upstreams[name] = up
    for (const secret of Object.keys(spec.keys ?? { '': null })) {
      const short = secret.startsWith('{') ? name : secret
      const keyId = KeyId.parse(secret === '' ? `key-of-${name}` : `id-${short}`)
      secrets.set(keyId, secret === '' ? null : secret)
      const label = secret === '' ? name : `label ${short}`
      keys.push({
        id: keyId,
        label,
        providerId: id,
        hint: secret.slice(-4),
        enabled: true,
        priority: 1,
        weight: 1,
        ceilings: {},
      })
    }
    const provider: Provider = {
      ...providers[spec.type ?? 'anthropic'],
      needsKey: spec.keys !== undefined,
      ...spec.provider,
    }
    ways.push({
      id,
      provider,
      enabled: true,
      weight: 1,
      priority: 1,
      baseUrl: spec.baseUrl ?? up.baseUrl,
      models: provider.models,
      mapping: provider.roles ?? {},
      own: {},
      selector: 'round_robin',
      single: false,
      ...spec.change,
    })
  }
  pool.reconcile(keys)

  const records: RequestRecord[] = []
  const logged: House['logged'] = []
  const at = (level: string) => (fields: Fields, message: string) => void logged.push({ level, fields, message })
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const notices: House['notices'] = []
  const catalogue = new Catalogue(nodeClock)
  const relay = createRelay(
    {
      clock: nodeClock,
      ids: nodeIds,
      log,
      pool,
      config: () => house.config,
      logged: () => ({ bodies: false, headers: false, timings: true, mostBytes: 1_000, ...options.logged }),
      describe: (type, model) => catalogue.describe(type, model),
      chance: options.chance ?? (() => 0),
      passes: new Passes({ clock: nodeClock, alarm: nodeAlarm(nodeClock), wall: Date.now }),
      notice: (notice) => void notices.push(notice),
      secretOf: async (keyId) => secrets.get(keyId) ?? null,
      holderOf: (token) => (token === TOKEN ? { kind: 'install' } : (house.holders[token] ?? null)),
      usedUp: () => house.usedUp,
      tls: options.tls ?? null,
      record: (record) => void records.push(record),
      recordOf: (id) => records.findLast((it) => it.id === id) ?? null,
    },
    { ...usual, ...options.timings },
  )
  const status = await relay.listen('127.0.0.1:0')
  if (status.kind !== 'listening') throw new Error(`the relay does not listen: ${status.kind}`)
  const url = `http://127.0.0.1:${status.port}`

  const house: House = {
    relay,
    pool,
    keys,
    port: status.port,
    url,
    records,
    logged,
    notices,
    upstreams,
    holders: {},
    usedUp: null,
    config: {
      upstreams: ways,
      strategy: 'failover',
      rules: noModelRules,
      failoverMs: Number.POSITIVE_INFINITY,
      debug: false,
      circuit: usualRules,
      healthMs: null,
      choice: { provider: null, model: null },
      profiles: [],
      idleMs: 60_000,
      maxConcurrent: 0,
      maxBodyBytes: 1_000_000,
      http2: false,
      login: false,
      ...options.config,
    },
    post: (body = ask(), headers = {}, init = {}) =>
      fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: {
          'x-api-key': TOKEN,
          'content-type': 'application/json',
          'anthropic-version': '2023-06-01',
          ...headers,
        },
        body: typeof body === 'string' ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
        ...init,
      }),
    ended: () => [...new Map(records.map((it) => [it.id, it])).values()].filter((it) => it.state === 'done'),
    async stop() {
      await relay.stop(0)
      for (const up of Object.values(upstreams)) await up.stop()
    },
  }
  return house
}

/** A message as Claude Code would ask for it, small. */
export const ask = (over: object = {}): object => ({
  model: 'claude-sonnet-5',
  max_tokens: 100,
  stream: true,
  messages: [{ role: 'user', content: 'hi' }],
  ...over,
})
