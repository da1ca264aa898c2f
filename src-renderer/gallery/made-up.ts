import { KeyId, ProviderId, RequestId } from '../../src-shared/domain/ids.ts'
import type { KeyView, LaneView } from '../../src-shared/domain/key.ts'
import type { LimitWindow, Windows } from '../../src-shared/domain/limits.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { Attempt, RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { freshKey } from '../link/fake-key.ts'

/** When every made-up state is looked at: 14:02:12 of some winter's day, in the zone of the machine. */
export const AT = new Date(2026, 0, 15, 14, 2, 12).getTime()
/** Seconds from then. */
export const inS = (seconds: number): number => AT + seconds * 1000

export const keyId = (id: string) => KeyId.parse(id)
export const providerId = (id: string) => ProviderId.parse(id)

/** `left` and `lent` in percent of the limit. */
export function oneWindow(limit: number, left: number, lent = 0): LimitWindow {
  return {
    limit,
    free: (limit * left) / 100,
    reserved: (limit * lent) / 100,
    at: AT,
    source: 'headers',
    seenAt: inS(-3),
  }
}

type Left = readonly [left: number, lent?: number]

export const windows = (rpm: Left, itpm: Left, otpm: Left): Windows => ({
  rpm: oneWindow(4000, ...rpm),
  itpm: oneWindow(450_000, ...itpm),
  otpm: oneWindow(90_000, ...otpm),
})

export const lane = (group: string, said: Windows, coolingUntil: number | null = null): LaneView => ({
  group,
  windows: said,
  coolingUntil,
})

export const key = (id: string, label: string, hint: string, said: Partial<KeyView> = {}): KeyView =>
  freshKey(id, { label, hint, lastUsedAt: inS(-3), ...said })

const claude = (id: string, displayName: string) => ({ id, displayName })

export const anthropic: ProviderView = {
  id: providerId('anthropic'),
  type: 'anthropic',
  enabled: true,
  baseUrl: 'https://api.anthropic.com',
  needsKey: true,
  models: [
    claude('claude-opus-5-5', 'Claude Opus 5.5'),
    claude('claude-sonnet-5-5', 'Claude Sonnet 5.5'),
    claude('claude-haiku-5-5', 'Claude Haiku 5.5'),
  ],
  mapping: {},
  circuit: { kind: 'closed' },
}

export const zai: ProviderView = {
  id: providerId('zai'),
  type: 'zai',
  enabled: true,
  baseUrl: 'https://api.z.ai/api/anthropic',
  needsKey: true,
  models: [claude('glm-5.2', 'GLM 5.2'), claude('glm-5.2-air', 'GLM 5.2 Air')],
  mapping: { opus: 'glm-5.2', sonnet: 'glm-5.2', haiku: 'glm-5.2-air' },
  circuit: { kind: 'closed' },
}

export const ollama: ProviderView = {
  id: providerId('ollama'),
  type: 'ollama',
  enabled: false,
  baseUrl: 'http://127.0.0.1:11434',
  needsKey: false,
  models: [],
  mapping: { sonnet: 'qwen3-coder:30b' },
  circuit: { kind: 'closed' },
}

interface Tried {
  label: string
  status: number | null
  ms: number
  said?: string
}

/** One request, `s` seconds before the moment of looking. */
export function request(s: number, model: string, tries: Tried[], said: Partial<RequestRecord> = {}): RequestRecord {
  const serial = String(Math.round(-s * 10)).padStart(4, '0')
  let at = inS(s)
  const attempts: Attempt[] = tries.map(({ label, status, ms, said: answer = '' }, nth) => {
    const opened = nth === 0
    const attempt = {
      providerId: providerId('anthropic'),
      keyId: keyId(label.replace(/\W+/g, '-')),
      label,
      model,
      status,
      verdict: status === 200 ? 'deliver' : status === 429 ? 'rate_limited' : 'upstream_down',
      said: answer,
      startedAt: at,
      ms,
      timings: {
        connection: opened
          ? { kind: 'opened' as const, dnsMs: 11.6, connectMs: 18.2, tlsMs: 31 }
          : { kind: 'reused' as const },
        firstByteMs: status === null ? null : Math.round(ms * 0.4),
        totalMs: ms,
      },
      ...(status !== null && { upstreamId: `req_011C${serial}vQ2` }),
      ...(status === null && { cause: 'timeout' as const }),
    }
    at += ms
    return attempt
  })
  const status = tries.at(-1)?.status ?? null
  return {
    id: RequestId.parse(`7c1f${serial}-2f0e-4d6a-9b51-0a44d310${serial}`),
    at: inS(s),
    path: '/v1/messages',
    sessionId: '3f6c2b1e-88b5-4b5d-a8f1-5f0d2a9c4e77',
    model,
    state: 'done',
    outcome: status === 200 ? 'ok' : 'refused',
    status,
    attempts,
    passedOver: [],
    why: '',
    learned: [],
    usage: null,
    streamed: true,
    firstByteMs: null,
    durationMs: tries.reduce((sum, { ms }) => sum + ms, 0),
    ...said,
  }
}

export const usage = (input: number, output: number, cached = 0.9) => ({
  input: Math.round(input * (1 - cached)),
  cacheRead: Math.round(input * cached),
  cacheWrite: 0,
  output,
})

/** A snapshot of a relay that listens and has nothing to complain of, with anything of it said otherwise. */
export function snapshot(keys: readonly KeyView[], said: Partial<Snapshot> = {}): Snapshot {
  const ready = keys.filter(({ status }) => status.kind === 'ready').length
  const providers = said.providers ?? { [anthropic.id]: anthropic }
  return {
    rev: 1,
    at: AT,
    relay: { kind: 'listening', host: '127.0.0.1', port: 8787, since: inS(-3600), over: 'https' },
    pool: { ready, total: keys.length, headroom: null, tightest: null, nextAt: null, moves: 0 },
    keyOrder: keys.map(({ id }) => id),
    keys: Object.fromEntries(keys.map((each) => [each.id, each])),
    spent: {},
    providers,
    providerOrder: Object.keys(providers).map(providerId),
    choice: { provider: null, model: null },
    sessions: {},
    profiles: [],
    login: null,
    totals: { requests: 412, failedOver: 3, input: 490_000, output: 210_000, cacheRead: 3_010_000 },
    settings: {
      appearance: 'system',
      start_at_login: true,
      terminal: null,
      last_folder: '/home/me/code/api',
      recent_folders: [],
      told_about_tray: true,
      tray_click: 'window',
      tray_percent: false,
      hide_private: false,
      zoom: 100,
      claude_everywhere: false,
      notify: {},
      quiet_hours: null,
      plain_http: false,
      listen: '127.0.0.1:8787',
      strategy: 'failover',
      key_selector: 'least_loaded',
      allow_subscription: false,
    },
    vault: { kind: 'keyring', backend: 'gnome_libsecret' },
    config: { source: 'app', path: '/home/me/.config/cc-relay/config.json', problem: null },
    practice: false,
    token: { hint: 'q7Zk', renews: true },
    debugUntil: null,
    claude: { kind: 'found', path: '/usr/local/bin/claude', version: '2.1.330' },
    platform: 'linux',
    version: '0.1.0',
    ...said,
  }
}
