import { KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../../src-shared/domain/key.ts'
import { needsAddress } from '../../../src-shared/domain/presets/presets.ts'
import type { KeyTest, Parsed } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { baseUrlOf, originOf } from '../../config/derive.ts'
import { addKey, newKey, newProvider } from '../../config/edit.ts'
import type { LiveConfig, LiveProvider } from '../../config/source.ts'
import type { KeyOwn } from '../../intake/key-own.ts'
import { hintOf, type Secret } from '../../secrets/secret.ts'
import { Refusal } from '../refusal.ts'
import { ask, mustPass } from './key-check.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

/** A key on its way into the pool. */
export interface Wanted {
  readonly provider: LiveProvider
  readonly label: string
  readonly secret: Secret | null
  /** What its user set for it where it comes from. */
  readonly own?: KeyOwn
  /** False: it waits, with its provider where that is new, until the user switches it on. */
  readonly enabled: boolean
  readonly evenIfUnreachable: boolean
  /** What the provider said a moment ago; `null`: it is asked now. */
  readonly tested: KeyTest | null
}

/** Tests the key, then stores it whole or not at all. Throws a Refusal with the reason. */
export async function addNewKey(rooms: Rooms, wanted: Wanted): Promise<KeyMetadata> {
  const { kinds } = rooms
  const { source, vault } = rooms.live()
  const { provider, secret } = wanted
  const kind = kinds[provider.type]
  if (secret === null && kind.needsKey) throw new Refusal(text.notices.keyMissing(kind.name))
  if (secret === null && placed(source.current(), provider)) throw new Refusal(text.notices.needsNoKey(kind.name))
  if (secret) await mustBeNew(rooms, provider, secret)
  mustPass(wanted.tested ?? (await ask(rooms, provider, secret)), wanted.evenIfUnreachable)

  const id = KeyId.parse(rooms.ids.next('key'))
  if (secret) await stored(vault.put(id, originOf(provider, kinds), secret.reveal()))
  try {
    await source.edit((config) => {
      const there = config.providers.find(({ name }) => name === provider.name)
      const made = { ...provider, enabled: wanted.enabled }
      const with_ = there ? config : { ...config, providers: [...config.providers, made] }
      // Where the provider waits to be switched on, its keys wait with it.
      const enabled = wanted.enabled || !(there ?? made).enabled
      const key = { ...newKey(id, wanted.label, secret ? hintOf(secret.reveal()) : ''), ...wanted.own, enabled }
      return addKey(provider.name, key)(with_)
    })
  } catch (error) {
    await vault.drop([id]).catch(() => rooms.log.warn({ keyId: id }, 'a key that was not added could not be dropped'))
    throw error
  }
  const added = rooms.derived().keys.find((key) => key.id === id)
  if (!added) throw new Refusal(text.notices.providerGone, 'not_found')
  return added
}

/**
 * The provider a new key is for: one that is there, or one that would be there for the first key of its kind.
 * `wish`: what a new one would like to be called.
 */
export function target(rooms: Rooms, wanted: Parsed<'key.add'>['provider'], wish?: string): LiveProvider {
  const { source, practice } = rooms.live()
  const config = source.current()
  if ('id' in wanted) {
    const found = config.providers.find((provider) => provider.name === wanted.id)
    if (!found) throw new Refusal(text.notices.providerGone, 'not_found')
    return found
  }
  if (practice) throw new Refusal(text.notices.practiceOn)
  const { type, baseUrl, name } = wanted
  const address = addressOf(rooms, wanted)
  const same = config.providers.find((it) => it.type === type && sameAddress(baseUrlOf(it, rooms.kinds), address))
  // Who names it wants one of its own.
  if (same && name === undefined) return same
  return freshProvider(rooms, wanted, name ?? wish ?? (baseUrl && needsAddress(type) ? new URL(baseUrl).host : type))
}

type New = Extract<Parsed<'key.add'>['provider'], { type: unknown }>

/** Where a new provider would be; a custom one must say. */
export function addressOf({ kinds }: Rooms, { type, baseUrl }: Pick<New, 'type' | 'baseUrl'>): string {
  const address = baseUrl ?? kinds[type].baseUrl
  if (address === '') throw new Refusal(text.notices.addressMissing)
  return address
}

/** A provider as it was asked for, under a name that is free. */
export function freshProvider(rooms: Rooms, wanted: New, wish: string): LiveProvider {
  const config = rooms.live().source.current()
  const { type, mapping, models } = wanted
  const own = sameAddress(addressOf(rooms, wanted), rooms.kinds[type].baseUrl) ? undefined : wanted.baseUrl
  const made = newProvider(freeName(config, wish), type, own, config.app.key_selector)
  return { ...made, model_mapping: mapping ?? {}, models: models ?? [] }
}

const sameAddress = (a: string, b: string) => a.replace(/\/+$/, '') === b.replace(/\/+$/, '')

export const placed = (config: LiveConfig, provider: LiveProvider) =>
  config.providers.some(({ name }) => name === provider.name)

/** `zai`, `zai 2`, … */
function freeName(config: LiveConfig, wish: string): ProviderId {
  const taken = new Set<string>(config.providers.map(({ name }) => name))
  let name = wish
  for (let n = 2; taken.has(name); n++) name = `${wish.slice(0, 54)} ${n}`
  return ProviderId.parse(name)
}

/** The same key twice would share every limit and gain nothing. */
export async function mustBeNew(rooms: Rooms, provider: LiveProvider, secret: Secret, except?: KeyId): Promise<void> {
  const known = await knownAs(rooms, provider, secret, except)
  if (known !== null) throw new Refusal(text.notices.keyKnown(known))
}

/** What a secret is called at a provider that has it already; `null`: it is new there. */
export async function knownAs(
  rooms: Rooms,
  provider: LiveProvider,
  secret: Secret,
  except?: KeyId,
): Promise<string | null> {
  const { vault } = rooms.live()
  const origin = originOf(provider, rooms.kinds)
  for (const key of provider.keys) {
    if (!key.id || key.id === except) continue
    const known = await vault.use(key.id, origin).catch(() => null)
    if (known?.reveal() === secret.reveal()) return key.label ?? key.id
  }
  return null
}
