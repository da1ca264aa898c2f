import type { KeyId } from '../../src-shared/domain/ids.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { AppError, Handlers, Parsed } from '../../src-shared/ipc/contract.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'

interface Parts {
  snapshot(): Snapshot
  become(change: Partial<Snapshot>): void
  now(): number
  no(code: AppError['code'], message: string): Error
}

type Rows = Extract<keyof Handlers, `provider.${string}` | 'key.account'>
type New = Parsed<'provider.add'>

/** A provider of its kind as main would make it. */
function freshProvider({ type, name, baseUrl, mapping }: New): ProviderView {
  const preset = presets[type]
  return {
    id: name ?? ProviderId.parse(type),
    type,
    enabled: true,
    baseUrl: baseUrl ?? preset.addresses[0] ?? '',
    needsKey: preset.key === 'needed',
    models: [...preset.models],
    mapping: mapping ?? { ...preset.roles },
    circuit: { kind: 'closed' },
  }
}

/** The provider a key is for, and what is to change where its key makes it. */
export function providerFor(
  { providers, providerOrder }: Snapshot,
  wanted: Parsed<'key.add'>['provider'],
): { id: ProviderId; change: Partial<Snapshot> } {
  if ('id' in wanted) return { id: wanted.id, change: {} }
  const made = freshProvider(wanted)
  const change = { providers: { ...providers, [made.id]: made }, providerOrder: [...providerOrder, made.id] }
  return { id: made.id, change: made.id in providers ? {} : change }
}

/** The providers' rows of the contract, in memory. */
export function fakeProviders({ snapshot, become, now, no }: Parts): Pick<Handlers, Rows> {
  let before: Partial<Snapshot> | null = null
  const provider = (id: ProviderId): ProviderView => {
    const found = snapshot().providers[id]
    if (!found) throw no('not_found', 'This provider is no longer there.')
    return found
  }
  const put = (it: ProviderView) => become({ providers: { ...snapshot().providers, [it.id]: it } })
  const typed = { models: ['house-large', 'house-small'].map((id) => ({ id, displayName: id })) }

  return {
    'provider.add': (wanted) => {
      const made = freshProvider(wanted)
      become({
        providers: { ...snapshot().providers, [made.id]: made },
        providerOrder: [...snapshot().providerOrder.filter((id) => id !== made.id), made.id],
      })
      return { id: made.id }
    },
    'provider.rename': ({ id, name }) => {
      const { [id]: it = provider(id), ...others } = snapshot().providers
      become({
        providers: { ...others, [name]: { ...it, id: name } },
        providerOrder: snapshot().providerOrder.map((other) => (other === id ? name : other)),
      })
    },
    'provider.models': (of) => ('id' in of ? { models: provider(of.id).models } : typed),
    'provider.check': ({ id }) => {
      const { models, baseUrl } = provider(id)
      const tlsMs = baseUrl.startsWith('https:') ? 74 : null
      const said = `It answers in 112 ms and lists ${models.length} models.`
      return { at: now(), connectMs: 31, tlsMs, firstByteMs: 112, models: models.length, said, ok: true }
    },
    'provider.update': ({ id, enabled, baseUrl, mapping }) => {
      const it = provider(id)
      put({
        ...it,
        enabled: enabled ?? it.enabled,
        baseUrl: baseUrl ?? it.baseUrl,
        mapping: mapping ?? it.mapping,
      })
    },
    'provider.tryNow': ({ id }) => {
      put({ ...provider(id), circuit: { kind: 'closed' } })
      return { reached: true, said: 'It can be reached.' }
    },
    'provider.speed': ({ id }) =>
      snapshot().providers[id]?.enabled
        ? { requests: 412, perSecond: 1.4, success: 0.993, p50: 610, p95: 2100 }
        : { requests: 0, perSecond: 0, success: null, p50: null, p95: null },
    'provider.remove': ({ id }) => {
      const { providers: all, providerOrder, keys: held, keyOrder } = snapshot()
      before = { providers: all, providerOrder, keys: held, keyOrder }
      const { [id]: _, ...providers } = all
      const keys = Object.fromEntries(Object.entries(held).filter(([, key]) => key.providerId !== id))
      become({
        providers,
        providerOrder: providerOrder.filter((other) => other !== id),
        keys,
        keyOrder: keyOrder.filter((key: KeyId) => key in keys),
      })
      return { undoMs: 8000 }
    },
    'provider.restore': () => {
      if (!before) throw no('not_found', 'It is too late to bring it back.')
      become(before)
      before = null
    },
    'key.account': ({ id }) => {
      const type = provider(snapshot().keys[id]?.providerId ?? ProviderId.parse('none')).type
      const tells = type === 'practice' ? null : presets[type].account
      if (tells === null) return { at: now(), account: null, reason: 'It says nothing of an account.' }
      const hour = 3_600_000
      const account =
        tells === 'balance'
          ? { windows: [], balance: { amount: 49.58, currency: 'USD' } }
          : {
              windows: [
                { name: 'five_hours' as const, used: 0.26, resetAt: now() + 2 * hour },
                { name: 'week' as const, used: 0.6, resetAt: now() + 90 * hour },
              ],
              balance: null,
            }
      return { at: now(), account, reason: null }
    },
  }
}
