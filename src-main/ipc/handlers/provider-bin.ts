import type { KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import { text } from '../../../src-shared/text/text.ts'
import type { LiveConfig, LiveProvider } from '../../config/source.ts'
import { Refusal } from '../refusal.ts'
import { GRACE_MS, UNDO_MS } from './recycle-bin.ts'
import type { Live, Rooms } from './rooms.ts'
import { stored } from './stored.ts'

interface Binned {
  readonly live: Live
  readonly provider: LiveProvider
  readonly at: number
  readonly routing: LiveConfig['routing']
  readonly ids: readonly KeyId[]
  readonly off: () => void
}

/** Removed providers, whole, while their removal can be undone. Their secrets go when it no longer can. */
export function providerBin(rooms: Rooms) {
  const bin = new Map<string, Binned>()

  const empty = (id: string, { vault }: Live, ids: readonly KeyId[]) => {
    bin.delete(id)
    vault.drop(ids).catch(() => rooms.log.warn({ provider: id }, 'keys of a removed provider go at the next start'))
  }

  return {
    async remove(provider: LiveProvider): Promise<{ undoMs: number }> {
      if (provider.type === 'practice') throw new Refusal(text.notices.practiceOn)
      const bound = rooms.derived().relay.profiles.find((it) => it.provider === provider.name)
      if (bound) throw new Refusal(text.notices.providerInUse(bound.name))
      const live = rooms.live()
      const { providers, routing } = live.source.current()
      const id = provider.name
      const ids = provider.keys.flatMap((key) => (key.id ? [key.id] : []))
      const at = providers.findIndex(({ name }) => name === id)
      for (const key of ids) await stored(live.vault.discard(key))
      try {
        await live.source.edit((config) => ({
          ...config,
          providers: config.providers.filter(({ name }) => name !== id),
          routing: withoutProvider(config.routing, id),
        }))
      } catch (error) {
        for (const key of ids) await live.vault.restore(key).catch(() => {})
        throw error
      }
      const off = rooms.alarm.at(rooms.clock.now() + UNDO_MS + GRACE_MS, () => empty(id, live, ids))
      bin.set(id, { live, provider, at, routing, ids, off })
      return { undoMs: UNDO_MS }
    },

    async restore(id: ProviderId): Promise<void> {
      const binned = bin.get(id)
      if (!binned || binned.live.source !== rooms.live().source) throw new Refusal(text.notices.undoOver, 'not_found')
      const { live, provider, at, routing, ids, off } = binned
      if (live.source.current().providers.some(({ name }) => name === id)) throw new Refusal(text.notices.nameTaken(id))
      await live.source.edit((config) => ({
        ...config,
        providers: config.providers.toSpliced(at, 0, provider),
        routing: withProvider(config.routing, routing),
      }))
      off()
      bin.delete(id)
      for (const key of ids) await stored(live.vault.restore(key))
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

/** What named it before, where nothing was set in the meantime. */
const withProvider = (now: LiveConfig['routing'], before: LiveConfig['routing']): LiveConfig['routing'] => ({
  ...now,
  provider: now.provider ?? before.provider,
  default_provider: now.default_provider ?? before.default_provider,
  model_mapping: { ...before.model_mapping, ...now.model_mapping },
})
