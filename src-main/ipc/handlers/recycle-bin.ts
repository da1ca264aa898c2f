import type { KeyEntry } from '../../../src-shared/config/schema.ts'
import type { KeyId } from '../../../src-shared/domain/ids.ts'
import { text } from '../../../src-shared/text/text.ts'
import { addKey, type Place, removeKey } from '../../config/edit.ts'
import type { LiveProvider } from '../../config/source.ts'
import { Refusal } from '../refusal.ts'
import type { Live, Rooms } from './rooms.ts'
import { stored } from './stored.ts'

/** How long the window offers to undo. */
export const UNDO_MS = 8_000
/** An undo at the last moment still has to arrive. */
export const GRACE_MS = 2_000

interface Binned {
  readonly live: Live
  readonly provider: LiveProvider
  readonly key: KeyEntry
  readonly at: number
  readonly off: () => void
}

/**
 * Removed keys while their removal can be undone. The vault knows that they are leaving, so a key whose
 * undo ended with the app is gone at the next start.
 */
export function recycleBin(rooms: Rooms) {
  const bin = new Map<KeyId, Binned>()

  const empty = (id: KeyId, { vault }: Live) => {
    bin.delete(id)
    vault.drop([id]).catch(() => rooms.log.warn({ keyId: id }, 'a removed key is dropped at the next start instead'))
  }

  return {
    async remove({ provider, key, at }: Place): Promise<{ undoMs: number }> {
      const id = key.id as KeyId
      const live = rooms.live()
      await stored(live.vault.discard(id))
      try {
        await live.source.edit((config) =>
          standsAlone(rooms, provider)
            ? { ...config, providers: config.providers.filter(({ name }) => name !== provider.name) }
            : removeKey(provider.name, id)(config),
        )
      } catch (error) {
        await live.vault.restore(id).catch(() => {})
        throw error
      }
      const off = rooms.alarm.at(rooms.clock.now() + UNDO_MS + GRACE_MS, () => empty(id, live))
      bin.set(id, { live, provider, key, at, off })
      return { undoMs: UNDO_MS }
    },

    async restore(id: KeyId): Promise<void> {
      const binned = bin.get(id)
      if (!binned || binned.live.source !== rooms.live().source) throw new Refusal(text.notices.undoOver, 'not_found')
      const { live, provider, key, at, off } = binned
      await live.source.edit((config) => {
        const there = config.providers.some(({ name }) => name === provider.name)
        const with_ = there ? config : { ...config, providers: [...config.providers, { ...provider, keys: [] }] }
        return addKey(provider.name, key, at)(with_)
      })
      off()
      bin.delete(id)
      await stored(live.vault.restore(id))
    },
  }
}

/** A provider that needs no key is there by its one row; without the row it goes. */
const standsAlone = (rooms: Rooms, { type, keys }: LiveProvider): boolean =>
  !rooms.kinds[type].needsKey && keys.length <= 1 && !keys[0]?.hint
