import { midnightAfter } from '../../../src-shared/domain/day.ts'
import type { KeyId } from '../../../src-shared/domain/ids.ts'
import type { KeyMetadata, KeyView } from '../../../src-shared/domain/key.ts'
import { WINDOW_MS } from '../../../src-shared/domain/limits.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { originOf } from '../../config/derive.ts'
import { editKey, type Place, placeOf, withCare } from '../../config/edit.ts'
import { recognise } from '../../providers/registry.ts'
import { hintOf, Secret } from '../../secrets/secret.ts'
import { Refusal } from '../refusal.ts'
import { ask, mustPass, testStored } from './key-check.ts'
import { addNewKey, mustBeNew, target } from './new-key.ts'
import { accountOf } from './provider-rows.ts'
import { recycleBin } from './recycle-bin.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

type KeyRows = Extract<keyof Handlers, `key.${string}`>

export function keyHandlers(rooms: Rooms): Pick<Handlers, KeyRows> {
  const { kinds, pool } = rooms
  const bin = recycleBin(rooms)

  const place = (id: KeyId): Place => {
    const found = placeOf(rooms.live().source.current(), id, kinds)
    if (!found) throw new Refusal(text.notices.keyGone, 'not_found')
    return found
  }
  const metadata = (id: KeyId): KeyMetadata => {
    const found = rooms.derived().keys.find((key) => key.id === id)
    if (!found) throw new Refusal(text.notices.providerGone, 'not_found')
    return found
  }

  return {
    'key.recognise': ({ secret }) => ({ type: recognise(secret) }),

    'key.add': ({ provider, label, secret, evenIfUnreachable }) =>
      addNewKey(rooms, {
        ...{ provider: target(rooms, provider), label, evenIfUnreachable, enabled: true, tested: null },
        secret: secret === undefined ? null : new Secret(secret),
      }),

    async 'key.rename'({ id, label }) {
      place(id)
      await rooms.live().source.edit(editKey(id, kinds, (key) => ({ ...key, label })))
    },

    async 'key.enable'({ id, enabled }) {
      const { provider, key } = place(id)
      if (enabled && !provider.enabled) throw new Refusal(text.notices.providerOff(provider.name))
      await rooms.live().source.edit(editKey(id, kinds, (was) => ({ ...was, enabled })))
      if (enabled && !key.enabled) pool.clearHolds(id)
    },

    async 'key.replace'({ id, secret: typed }) {
      const { source, vault } = rooms.live()
      const { provider } = place(id)
      const secret = new Secret(typed)
      const origin = originOf(provider, kinds)
      await mustBeNew(rooms, provider, secret, id)
      mustPass(await ask(rooms, provider, secret), false)
      const before = await vault.use(id, origin).catch(() => null)
      await stored(vault.put(id, origin, typed))
      try {
        await source.edit(editKey(id, kinds, (key) => ({ ...key, hint: hintOf(typed) })))
      } catch (error) {
        if (before) await vault.put(id, origin, before.reveal())
        throw error
      }
      pool.startAnew(id)
      return metadata(id)
    },

    'key.remove': ({ id }) => bin.remove(place(id)),
    'key.restore': ({ id }) => bin.restore(id),
    'key.test': ({ id }) => testStored(rooms, place(id)),
    'key.account': ({ id }) => accountOf(rooms, place(id)),

    'key.clearCooldowns'({ id }) {
      if (id !== undefined) place(id)
      const asked = Object.values(pool.views()).filter((key) => id === undefined || key.id === id)
      const now = rooms.clock.now()
      const resting = asked.filter((key) => isResting(key, now))
      for (const key of resting) pool.clearHolds(key.id)
      return { cleared: resting.length }
    },

    'key.past': ({ id }) => rooms.recent.past(id, rooms.clock.now()),
    async 'key.care'({ id, ...change }) {
      place(id)
      await rooms.live().source.edit(editKey(id, kinds, (key) => withCare(key, change)))
    },
    async 'key.pause'({ id, for: asked }) {
      place(id)
      const now = rooms.clock.now()
      const until = asked === 'today' ? midnightAfter(now) : now + asked * 60_000
      await stored(rooms.care.pause(id, until))
      return { until }
    },
    async 'key.resume'({ id }) {
      place(id)
      await stored(rooms.care.pause(id, null))
    },

    async 'key.reorder'({ order }) {
      await rooms
        .live()
        .source.edit((config) => ({ ...config, app: { ...config.app, key_order: [...new Set(order)] } }))
    },
  }
}

/** A limit that a provider closed for longer than it takes to fill is a rest as well: it may have been raised since. */
const isResting = ({ status, lanes }: KeyView, now: number): boolean =>
  status.kind === 'cooling' ||
  (status.kind === 'limited' && status.until > now + WINDOW_MS) ||
  (status.kind === 'ready' && lanes.some(({ coolingUntil }) => coolingUntil !== null))
