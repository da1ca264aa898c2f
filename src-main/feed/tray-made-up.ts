import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyStatus, KeyView } from '../../src-shared/domain/key.ts'
import type { LimitWindow } from '../../src-shared/domain/limits.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import { Settings, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { type TrayModel, type TrayRow, trayModel } from './tray-model.ts'

/** When every made-up tray is looked at; ms, pool clock. */
export const NOW = 1_000_000
const window = (share: number, limit = 1000): LimitWindow => {
  return { limit, free: share * limit, reserved: 0, at: NOW, source: 'headers', seenAt: NOW }
}

export function key(label: string, status: KeyStatus = { kind: 'ready' }, more: Partial<KeyView> = {}): KeyView {
  return {
    id: KeyId.parse(label),
    label,
    providerId: ProviderId.parse('anthropic'),
    hint: '1234',
    enabled: true,
    priority: 1,
    weight: 1,
    ceilings: {},
    status,
    lanes: [],
    inFlight: 0,
    organization: null,
    sharedWith: [],
    lastUsedAt: null,
    ...more,
  }
}
export const withInput = (label: string, share: number, more: Partial<KeyView> = {}) =>
  key(
    label,
    { kind: 'ready' },
    { lanes: [{ group: '*', windows: { itpm: window(share), rpm: window(1) }, coolingUntil: null }], ...more },
  )

export function provider(id: string, more: Partial<ProviderView> = {}): ProviderView {
  return {
    id: ProviderId.parse(id),
    type: 'anthropic',
    enabled: true,
    baseUrl: 'https://api.example.com',
    needsKey: true,
    models: [{ id: `${id}-large`, displayName: `${id} Large` }],
    mapping: {},
    circuit: { kind: 'closed' },
    ...more,
  }
}

const listening: RelayStatus = { kind: 'listening', host: '127.0.0.1', port: 8787, since: 0 }
export function snapshot(keys: KeyView[], more: Partial<Snapshot> = {}, providers = [provider('anthropic')]): Snapshot {
  const nextAt = Math.min(...keys.flatMap(({ status }) => ('until' in status ? [status.until] : [])))
  return {
    rev: 1,
    at: NOW,
    relay: listening,
    pool: {
      ready: 0,
      total: keys.length,
      headroom: null,
      tightest: null,
      nextAt: Number.isFinite(nextAt) ? nextAt : null,
      moves: 0,
    },
    keyOrder: keys.map(({ id }) => id),
    keys: Object.fromEntries(keys.map((one) => [one.id, one])),
    providerOrder: providers.map(({ id }) => id),
    providers: Object.fromEntries(providers.map((one) => [one.id, one])),
    choice: { provider: null, model: null },
    sessions: {},
    profiles: [],
    login: null,
    spent: {},
    totals: { requests: 0, failedOver: 0, input: 0, output: 0, cacheRead: 0 },
    settings: Settings.parse({
      listen: '127.0.0.1:8787',
      plain_http: false,
      strategy: 'failover',
      key_selector: 'least_loaded',
      allow_subscription: false,
    }),
    vault: { kind: 'keyring', backend: 'gnome_libsecret' },
    config: { source: 'app', path: '/config.json', problem: null },
    practice: false,
    token: { hint: 'q7Zk', renews: true },
    debugUntil: null,
    claude: { kind: 'absent' },
    platform: 'linux',
    version: '0.1.0',
    ...more,
  }
}

export const labels = (rows: readonly TrayRow[]) => rows.map((row) => (row.kind === 'line' ? '-' : row.label))
export const menu = (model: TrayModel, name: string) =>
  model.rows.flatMap((row) => (row.kind === 'menu' && row.label.startsWith(name) ? row.rows : []))
export const model = (...from: Parameters<typeof snapshot>) => trayModel(snapshot(...from), NOW)
