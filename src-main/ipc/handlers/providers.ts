import { type KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { originOf } from '../../config/derive.ts'
import { editProvider, placeOf } from '../../config/edit.ts'
import type { LiveConfig, LiveProvider } from '../../config/source.ts'
import { Refusal } from '../refusal.ts'
import { testStored } from './key-check.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

type Rows = Extract<keyof Handlers, `provider.${string}` | 'choice.set'>

export function providerHandlers(rooms: Rooms): Pick<Handlers, Rows> {
  const { kinds, pool, log } = rooms

  const provider = (id: string): LiveProvider => {
    const found = rooms
      .live()
      .source.current()
      .providers.find(({ name }) => name === id)
    if (!found) throw new Refusal(text.notices.providerGone, 'not_found')
    return found
  }

  /** The user typed a new address: that alone lets the keys of a provider go there. */
  async function change(was: LiveProvider, next: (provider: LiveProvider) => LiveProvider): Promise<void> {
    const { source, vault } = rooms.live()
    const [from, to] = [originOf(was, kinds), originOf(next(was), kinds)]
    const ids = was.keys.flatMap(({ id }) => (id ? [id] : []))
    const edit = () => source.edit(editProvider(was.name, next))
    if (from === to) return edit()
    await stored(vault.rebind(ids, to))
    try {
      await edit()
    } catch (error) {
      await vault.rebind(ids, from)
      throw error
    }
    for (const id of ids) {
      pool.startAnew(id)
      retest(id)
    }
    // What was wrong at the old address says nothing about the new one.
    void rooms.relay.retryCircuit(ProviderId.parse(was.name))
  }

  /** Whether the new address accepts a key shows in its row; nobody waits for it. */
  function retest(id: KeyId): void {
    const found = placeOf(rooms.live().source.current(), id, kinds)
    if (!found?.key.enabled) return
    testStored(rooms, found).catch((error) =>
      log.error({ keyId: id, error: String(error) }, 'a key could not be tested'),
    )
  }

  return {
    async 'provider.update'({ id, enabled, baseUrl, mapping }) {
      const was = provider(id)
      if (was.type === 'practice' && baseUrl !== undefined) throw new Refusal(text.notices.practiceFixed)
      await change(was, ({ base_url: address, ...rest }) => {
        const moved = baseUrl === undefined ? address : (baseUrl ?? undefined)
        return {
          ...rest,
          ...(moved === undefined ? {} : { base_url: moved }),
          enabled: enabled ?? rest.enabled,
          model_mapping: mapping ?? rest.model_mapping,
        }
      })
    },

    'provider.speed': ({ id }) => rooms.recent.speed(id, rooms.clock.now()),
    async 'provider.remove'({ id }) {
      const { keys, type } = provider(id)
      if (type === 'practice') throw new Refusal(text.notices.practiceOn)
      const bound = rooms.derived().relay.profiles.find((it) => it.provider === id)
      if (bound) throw new Refusal(text.notices.providerInUse(bound.name))
      const { source, vault } = rooms.live()
      await source.edit((config) => ({
        ...config,
        providers: config.providers.filter(({ name }) => name !== id),
        routing: withoutProvider(config.routing, id),
      }))
      const ids = keys.flatMap((key) => (key.id ? [key.id] : []))
      await vault.drop(ids).catch(() => log.warn({ provider: id }, 'keys of a removed provider could not be dropped'))
    },

    async 'provider.tryNow'({ id }) {
      const { type } = provider(id)
      const reached = await rooms.relay.retryCircuit(id)
      const { name } = kinds[type]
      return reached.ok
        ? { reached: true, said: text.providers.reached(name) }
        : { reached: false, said: text.providers.unreachable[reached.cause](name) }
    },

    async 'choice.set'(choice) {
      if (choice.provider) {
        const { enabled, name } = provider(choice.provider)
        if (!enabled) throw new Refusal(text.notices.providerOff(name))
      }
      await rooms.live().source.edit((config) => ({ ...config, routing: { ...config.routing, ...defined(choice) } }))
    },
  }
}

/** Nothing may name a provider that is gone. */
function withoutProvider(routing: LiveConfig['routing'], id: ProviderId): LiveConfig['routing'] {
  const { provider, default_provider: fallback, model_mapping: mapping } = routing
  return {
    ...routing,
    provider: provider === id ? null : provider,
    default_provider: fallback === id ? null : fallback,
    model_mapping: Object.fromEntries(Object.entries(mapping).filter(([, name]) => name !== id)),
  }
}

/** What was said; what was left unsaid stays as it was. */
export const defined = <T extends object>(change: T): { [K in keyof T]-?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
