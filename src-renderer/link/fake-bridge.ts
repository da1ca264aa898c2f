import { midnightAfter } from '../../src-shared/domain/day.ts'
import { type KeyId, ProviderId, SessionId } from '../../src-shared/domain/ids.ts'
import { KeyCare, type KeyView } from '../../src-shared/domain/key.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { err, ok } from '../../src-shared/domain/result.ts'
import type { SessionView } from '../../src-shared/domain/session.ts'
import { zoomed } from '../../src-shared/domain/zoom.ts'
import type {
  AppError,
  Handlers,
  Input,
  Output,
  Parsed,
  Push,
  PushName,
  RequestName,
} from '../../src-shared/ipc/contract.ts'
import type { ImportPlace, Intake } from '../../src-shared/ipc/intake.ts'
import { diff, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import type { Link } from './bridge.ts'
import { fakeClaude } from './fake-claude.ts'
import { freshKey, madeUpPast } from './fake-key.ts'
import { fakeProviders, providerFor } from './fake-providers.ts'

/** What a fake main process holds. `mute`: it never answers. `broken`: it answers with an error. */
export interface World {
  readonly snapshot: Snapshot
  readonly requests: readonly RequestRecord[]
  readonly state?: 'mute' | 'broken'
  /** Found in whatever is pasted or read. */
  readonly intake?: Intake
  readonly places?: readonly ImportPlace[]
}

class No extends Error {
  readonly error: AppError
  constructor(code: AppError['code'], message: string) {
    super(message)
    this.error = { code, message }
  }
}

/** A made-up key that ends so is refused, or leads to a provider that does not answer. */
export const REFUSED = 'refused'
export const UNREACHABLE = 'offline'

/**
 * The whole contract in memory, for the gallery, for tests and for a look at the window without a main
 * process. It keeps its own word: what is added is there, what is removed can be restored.
 */
export function fakeBridge(world: World, now: () => number): Link {
  let { snapshot } = world
  let forgotten = false
  const gone = new Map<KeyId, { key: KeyView; at: number }>()
  const listeners: { [N in PushName]: Set<(payload: Push<N>) => void> } = {
    'snapshot.patched': new Set(),
    'request.recorded': new Set(),
    'notice.raised': new Set(),
    'view.asked': new Set(),
  }

  const become = (change: Partial<Snapshot>) => {
    const next: Snapshot = { ...snapshot, ...change, at: now(), rev: snapshot.rev + 1 }
    const patch = diff(snapshot, next)
    snapshot = next
    for (const listener of listeners['snapshot.patched']) listener(patch)
  }
  const keyOf = (id: KeyId): KeyView => {
    const key = snapshot.keys[id]
    if (!key) throw new No('not_found', 'This key is no longer there.')
    return key
  }
  const sessionOf = (id: SessionId): SessionView => {
    const session = snapshot.sessions[id]
    if (!session) throw new No('not_found', 'This session is no longer here.')
    return session
  }
  const withSession = (session: SessionView) => ({ sessions: { ...snapshot.sessions, [session.id]: session } })
  const withKey = (key: KeyView) => ({ keys: { ...snapshot.keys, [key.id]: key } })
  const test = (secret: string | undefined, evenIfUnreachable: boolean) => {
    if (secret?.endsWith(REFUSED)) throw new No('refused', 'The provider does not know this key (401). Not stored.')
    if (secret?.endsWith(UNREACHABLE) && !evenIfUnreachable)
      throw new No('unreachable', 'The provider could not be reached: no route to its address.')
  }

  const intake = world.intake ?? { batch: 'none', from: '', rows: [], skipped: [] }
  const handlers: Handlers = {
    'snapshot.get': () => {
      if (world.state === 'broken') throw new No('internal', 'The app ran into a problem and could not answer.')
      return { protocol: 1, snapshot: { ...snapshot, at: now() } }
    },
    'requests.list': () => (forgotten ? [] : [...world.requests]),
    'requests.forget': () => {
      forgotten = true
      become({ totals: { requests: 0, failedOver: 0, input: 0, output: 0, cacheRead: 0 } })
    },
    'kept.forget': ({ what }) => {
      const { sessions, keys } = snapshot
      const live = Object.fromEntries(Object.entries(sessions).filter(([, { endedAt }]) => endedAt === null))
      const fresh = Object.fromEntries(Object.entries(keys).map(([id, key]) => [id, { ...key, lanes: [] }]))
      if (what === 'sessions') become({ sessions: live })
      if (what === 'limits') become({ keys: fresh })
    },
    'requests.get': ({ id }) => world.requests.find((it) => it.id === id) ?? null,

    'key.recognise': ({ secret }) => ({
      type: secret.startsWith('sk-ant-') ? 'anthropic' : /^[0-9a-f]{32}\./.test(secret) ? 'zai' : null,
    }),
    'key.add': ({ provider, label, secret, evenIfUnreachable }) => {
      test(secret, evenIfUnreachable)
      const { id: providerId, change } = providerFor(snapshot, provider)
      const key = freshKey(`key-${snapshot.rev}`, { label, providerId, hint: secret?.slice(-4) ?? '' })
      become({ ...change, ...withKey(key), keyOrder: [...snapshot.keyOrder, key.id] })
      return key
    },
    'key.rename': ({ id, label }) => become(withKey({ ...keyOf(id), label })),
    'key.enable': ({ id, enabled }) =>
      become(withKey({ ...keyOf(id), enabled, status: { kind: enabled ? 'ready' : 'disabled' } })),
    'key.replace': ({ id, secret }) => {
      test(secret, false)
      const key: KeyView = { ...keyOf(id), hint: secret.slice(-4), status: { kind: 'ready' } }
      become(withKey(key))
      return key
    },
    'key.remove': ({ id }) => {
      const { [id]: key, ...keys } = snapshot.keys
      if (!key) throw new No('not_found', 'This key is no longer there.')
      gone.set(id, { key, at: snapshot.keyOrder.indexOf(id) })
      become({ keys, keyOrder: snapshot.keyOrder.filter((other) => other !== id) })
      return { undoMs: 8000 }
    },
    'key.restore': ({ id }) => {
      const back = gone.get(id)
      if (!back) throw new No('not_found', 'It is too late to bring this key back.')
      become({ ...withKey(back.key), keyOrder: snapshot.keyOrder.toSpliced(back.at, 0, id) })
    },
    'key.test': ({ id }) =>
      keyOf(id).status.kind === 'invalid'
        ? { verdict: 'refused', reason: 'the provider does not know this key (401)' }
        : { verdict: 'accepted', organization: null, models: 9, ms: 320 },
    'key.clearCooldowns': ({ id }) => {
      const resting = Object.values(snapshot.keys).filter(
        (key) => key.status.kind === 'cooling' && (id === undefined || key.id === id),
      )
      const ready = resting.map((key): [KeyId, KeyView] => [key.id, { ...key, status: { kind: 'ready' } }])
      become({ keys: { ...snapshot.keys, ...Object.fromEntries(ready) } })
      return { cleared: resting.length }
    },
    'key.past': ({ id }) => ({ input: madeUpPast(keyOf(id).label) }),
    'key.care': ({ id, ...change }) => {
      const key = keyOf(id)
      become(withKey({ ...key, care: caredFor(key.care ?? {}, change) }))
    },
    'key.pause': ({ id, for: asked }) => {
      const until = asked === 'today' ? midnightAfter(now()) : now() + asked * 60_000
      become(withKey({ ...keyOf(id), status: { kind: 'paused', until, by: 'user' } }))
      return { until }
    },
    'key.resume': ({ id }) => become(withKey({ ...keyOf(id), status: { kind: 'ready' } })),
    'key.reorder': ({ order }) => become({ keyOrder: order }),

    'intake.paste': () => intake,
    'intake.places': () => [...(world.places ?? [])],
    'intake.file': ({ from }) =>
      'pick' in from ? { kind: 'none' } : { kind: 'read', intake: { ...intake, from: '~/.cc-switch/cc-switch.db' } },
    'intake.test': ({ row }) => {
      const label = intake.rows.find(({ id }) => id === row)?.label ?? ''
      if (label.endsWith('waiting')) return new Promise<never>(() => {})
      if (label.endsWith(REFUSED))
        return { verdict: 'refused', reason: 'Anthropic refused it: invalid x-api-key (401).' }
      if (label.endsWith(UNREACHABLE)) return { verdict: 'unreachable', reason: 'Anthropic could not be reached.' }
      return { verdict: 'accepted', organization: 'Acme', models: 9, ms: 320 }
    },
    'intake.take': ({ rows }) => ({
      rows: rows.map(({ row, provider, label }) => {
        const providerId = 'id' in provider ? provider.id : ProviderId.parse(provider.type)
        const { hint = '' } = intake.rows.find(({ id }) => id === row) ?? {}
        const key = freshKey(`key-${snapshot.rev}`, { label, providerId, hint })
        become({ ...withKey(key), keyOrder: [...snapshot.keyOrder, key.id] })
        return { row, key, problem: null, unreachable: false }
      }),
    }),
    'intake.drop': () => {},
    'export.save': ({ passphrase }) => ({
      path: '/home/me/cc-relay.yaml',
      keys: passphrase === null ? 0 : snapshot.keyOrder.length,
      placeholders: [],
    }),

    ...fakeProviders({ snapshot: () => snapshot, become, now, no: (code, message) => new No(code, message) }),
    'choice.set': (choice) =>
      become({
        choice: {
          provider: choice.provider === undefined ? snapshot.choice.provider : choice.provider,
          model: choice.model === undefined ? snapshot.choice.model : choice.model,
        },
      }),

    'relay.pause': () => become({ relay: { kind: 'paused', ...addressOf(snapshot) } }),
    'relay.resume': () => become({ relay: { kind: 'listening', ...addressOf(snapshot), since: now() } }),
    'settings.patch': (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const settings = { ...snapshot.settings, ...given }
      const { kind } = snapshot.relay
      if (change.listen === undefined && kind !== 'listening') return become({ settings })
      become({ settings, relay: { kind: 'listening', ...addressOf({ ...snapshot, settings }), since: now() } })
    },
    'zoom.step': ({ step }) =>
      become({ settings: { ...snapshot.settings, zoom: zoomed(snapshot.settings.zoom, step) } }),
    'config.reload': () => ({ problem: snapshot.config.problem }),
    'log.debugFor': ({ minutes }) => become({ debugUntil: minutes === 0 ? null : now() + minutes * 60_000 }),

    'token.copy': () => {},
    'token.rotate': () => {},
    'env.copy': () => {},
    'address.copy': () => {},
    ...fakeClaude({ snapshot: () => snapshot, become, now }),
    'claude.pickFolder': () => ({ folder: '/home/me/code/api' }),
    'claude.launch': ({ folder }) => {
      if (snapshot.claude.kind === 'absent')
        throw new No('refused', 'Claude Code was not found on this computer. Install it, then try again.')
      return { terminal: 'Terminal', folder: folder ?? '/home/me' }
    },
    'claude.prepare': () => ({
      id: SessionId.parse(`launch-${snapshot.rev}`),
      own: '/home/me/.config/cc-relay/run/here',
    }),

    'session.pause': ({ id }) => become(withSession({ ...sessionOf(id), state: 'paused' })),
    'session.resume': ({ id }) => become(withSession({ ...sessionOf(id), state: 'open' })),
    'session.end': ({ id }) => become(withSession({ ...sessionOf(id), state: 'ended', endedAt: now() })),
    'session.assign': ({ id, profile }) => become(withSession({ ...sessionOf(id), profile })),
    'profile.put': ({ was, profile }) => {
      const { profiles } = snapshot
      if (profile.name !== was && profiles.some(({ name }) => name === profile.name))
        throw new No('refused', `There is a profile ${profile.name} already. Choose another name.`)
      const old = profiles.find(({ name }) => name === was)
      const next = { ...profile, spent: old?.spent ?? { today: 0, total: 0 } }
      become({ profiles: old ? profiles.map((it) => (it === old ? next : it)) : [...profiles, next] })
    },
    'profile.remove': ({ name }) => become({ profiles: snapshot.profiles.filter((it) => it.name !== name) }),

    'practice.start': () => become({ practice: true }),
    'practice.stop': () => become({ practice: false }),
    'app.showConfig': () => {},
    'app.showLogs': () => {},
    'app.showVendor': () => {},
    'app.quit': () => {},
  }

  return {
    async invoke<N extends RequestName>(name: N, input: Input<N>) {
      if (world.state === 'mute') return new Promise<never>(() => {})
      try {
        const handle: (input: never) => unknown = handlers[name]
        return ok((await handle(input as never)) as Output<N>)
      } catch (error) {
        if (error instanceof No) return err(error.error)
        throw error
      }
    },
    subscribe<N extends PushName>(name: N, listener: (payload: Push<N>) => void) {
      const those: Set<(payload: Push<N>) => void> = listeners[name]
      those.add(listener)
      return () => void those.delete(listener)
    },
  }
}

/** What is asked for stays, `null` and an empty list take it away. */
function caredFor(care: KeyCare, change: Omit<Parsed<'key.care'>, 'id'>): KeyCare {
  const all = Object.entries({ ...care, ...change })
  return KeyCare.parse(Object.fromEntries(all.filter(([, said]) => said && (!Array.isArray(said) || said.length > 0))))
}

function addressOf(snapshot: Snapshot): { host: string; port: number; over: 'https' | 'both' } {
  const [host = '127.0.0.1', port = '8787'] = snapshot.settings.listen.split(':')
  return { host, port: Number(port), over: snapshot.settings.plain_http ? 'both' : 'https' }
}
