import { midnightAfter } from '../../../src-shared/domain/day.ts'
import { KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { KeyMetadata, KeyView } from '../../../src-shared/domain/key.ts'
import type { Handlers, Parsed } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { baseUrlOf, originOf } from '../../config/derive.ts'
import { addKey, editKey, newKey, newProvider, type Place, placeOf, withCare } from '../../config/edit.ts'
import type { LiveConfig, LiveProvider } from '../../config/source.ts'
import { recognise } from '../../providers/registry.ts'
import { hintOf, Secret } from '../../secrets/secret.ts'
import { Refusal } from '../refusal.ts'
import { ask, mustPass, testStored } from './key-check.ts'
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

    async 'key.add'(input) {
      const { source, vault } = rooms.live()
      const provider = target(rooms, input.provider)
      const kind = kinds[provider.type]
      if (!input.secret && kind.needsKey) throw new Refusal(text.notices.keyMissing(kind.name))
      if (!input.secret && placed(source.current(), provider)) throw new Refusal(text.notices.needsNoKey(kind.name))
      const secret = input.secret === undefined ? null : new Secret(input.secret)
      if (secret) await mustBeNew(rooms, provider, secret)
      mustPass(await ask(rooms, provider, secret), input.evenIfUnreachable)

      const id = KeyId.parse(rooms.ids.next('key'))
      if (secret) await stored(vault.put(id, originOf(provider, kinds), secret.reveal()))
      try {
        await source.edit((config) => {
          const with_ = placed(config, provider) ? config : { ...config, providers: [...config.providers, provider] }
          return addKey(provider.name, newKey(id, input.label, secret ? hintOf(secret.reveal()) : ''))(with_)
        })
      } catch (error) {
        await vault
          .drop([id])
          .catch(() => rooms.log.warn({ keyId: id }, 'a key that was not added could not be dropped'))
        throw error
      }
      return metadata(id)
    },

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
      pool.clearHolds(id)
      return metadata(id)
    },

    'key.remove': ({ id }) => bin.remove(place(id)),
    'key.restore': ({ id }) => bin.restore(id),
    'key.test': ({ id }) => testStored(rooms, place(id)),

    'key.clearCooldowns'({ id }) {
      if (id !== undefined) place(id)
      const asked = Object.values(pool.views()).filter((key) => id === undefined || key.id === id)
      const resting = asked.filter(isResting)
      for (const key of resting) pool.clearHolds(key.id)
      return { cleared: resting.length }
    },

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

/** A limit that the provider told of is a rest as well: it may have been raised since. */
const isResting = ({ status, lanes }: KeyView): boolean =>
  status.kind === 'cooling' ||
  status.kind === 'limited' ||
  (status.kind === 'ready' && lanes.some(({ coolingUntil }) => coolingUntil !== null))

/** The provider a new key is for: one that is there, or one that would be there for the first key of its kind. */
function target(rooms: Rooms, wanted: Parsed<'key.add'>['provider']): LiveProvider {
  const { source, practice } = rooms.live()
  const config = source.current()
  if ('id' in wanted) {
    const found = config.providers.find((provider) => provider.name === wanted.id)
    if (!found) throw new Refusal(text.notices.providerGone, 'not_found')
    return found
  }
  if (practice) throw new Refusal(text.notices.practiceOn)
  const { type, baseUrl } = wanted
  const kind = rooms.kinds[type]
  const address = baseUrl ?? kind.baseUrl
  const same = config.providers.find((it) => it.type === type && sameAddress(baseUrlOf(it, rooms.kinds), address))
  const own = address === kind.baseUrl ? undefined : address
  return same ?? newProvider(freeName(config, type), type, own, config.app.key_selector)
}

const sameAddress = (a: string, b: string) => a.replace(/\/+$/, '') === b.replace(/\/+$/, '')

const placed = (config: LiveConfig, provider: LiveProvider) =>
  config.providers.some(({ name }) => name === provider.name)

/** `zai`, `zai 2`, … */
function freeName(config: LiveConfig, type: string): ProviderId {
  const taken = new Set<string>(config.providers.map(({ name }) => name))
  let name = type
  for (let n = 2; taken.has(name); n++) name = `${type} ${n}`
  return ProviderId.parse(name)
}

/** The same key twice would share every limit and gain nothing. */
async function mustBeNew(rooms: Rooms, provider: LiveProvider, secret: Secret, except?: KeyId): Promise<void> {
  const { vault } = rooms.live()
  const origin = originOf(provider, rooms.kinds)
  for (const key of provider.keys) {
    if (!key.id || key.id === except) continue
    const known = await vault.use(key.id, origin).catch(() => null)
    if (known?.reveal() === secret.reveal()) throw new Refusal(text.notices.keyKnown(key.label ?? key.id))
  }
}
