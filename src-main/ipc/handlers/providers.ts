import { type KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { originOf } from '../../config/derive.ts'
import { editProvider, placeOf } from '../../config/edit.ts'
import type { LiveProvider } from '../../config/source.ts'
import { Refusal } from '../refusal.ts'
import { testStored } from './key-check.ts'
import { providerBin } from './provider-bin.ts'
import { addProvider, checkProvider, modelsOf, renameProvider } from './provider-rows.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

type Rows = Extract<keyof Handlers, `provider.${string}` | 'choice.set'>

export function providerHandlers(rooms: Rooms): Pick<Handlers, Rows> {
  const { kinds, pool, log } = rooms
  const bin = providerBin(rooms)

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
    'provider.add': (wanted) => addProvider(rooms, wanted),
    'provider.rename': ({ id, name }) => renameProvider(rooms, provider(id), name),
    'provider.models': (wanted) => modelsOf(rooms, 'id' in wanted ? provider(wanted.id) : wanted),
    'provider.check': ({ id }) => checkProvider(rooms, provider(id)),
    'provider.remove': ({ id }) => bin.remove(provider(id)),
    'provider.restore': ({ id }) => bin.restore(id),

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

/** What was said; what was left unsaid stays as it was. */
export const defined = <T extends object>(change: T): { [K in keyof T]-?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
