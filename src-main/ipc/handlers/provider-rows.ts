import { KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { ProviderCheck } from '../../../src-shared/domain/provider.ts'
import type { Output, Parsed } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { baseUrlOf } from '../../config/derive.ts'
import { type Place, placeOf } from '../../config/edit.ts'
import type { Edit, LiveConfig, LiveProvider } from '../../config/source.ts'
import { speedOf } from '../../providers/speed.ts'
import { Secret } from '../../secrets/secret.ts'
import { Refusal } from '../refusal.ts'
import { lend, probeFor, whyNot } from './key-check.ts'
import { addressOf, freshProvider } from './new-key.ts'
import type { Rooms } from './rooms.ts'

const PATIENCE_MS = 10_000

/** A provider without a key: its own, where it needs none, stands in for one. */
export async function addProvider(rooms: Rooms, wanted: Parsed<'provider.add'>): Promise<{ id: ProviderId }> {
  const { source, practice } = rooms.live()
  if (practice) throw new Refusal(text.notices.practiceOn)
  const taken = source.current().providers.some(({ name }) => name === wanted.name)
  if (wanted.name !== undefined && taken) throw new Refusal(text.notices.nameTaken(wanted.name))
  const made = freshProvider(rooms, wanted, wanted.name ?? wanted.type)
  await source.edit((config) => ({ ...config, providers: [...config.providers, made] }))
  return { id: ProviderId.parse(made.name) }
}

export async function renameProvider(rooms: Rooms, { name: from, type }: LiveProvider, to: ProviderId): Promise<void> {
  const { source } = rooms.live()
  if (type === 'practice') throw new Refusal(text.notices.practiceOn)
  if (to === from) return
  if (source.current().providers.some(({ name }) => name === to)) throw new Refusal(text.notices.nameTaken(to))
  await source.edit(renamed(ProviderId.parse(from), to))
}

/** The same provider under another name, everywhere that it is named. */
const renamed =
  (from: ProviderId, to: ProviderId): Edit =>
  (config): LiveConfig => {
    const name = <T extends ProviderId | null | undefined>(it: T) => (it === from ? to : it) as T
    const { routing } = config
    return {
      ...config,
      providers: config.providers.map((it) => ({ ...it, name: name(it.name) })),
      routing: {
        ...routing,
        provider: name(routing.provider),
        default_provider: name(routing.default_provider),
        model_mapping: Object.fromEntries(Object.entries(routing.model_mapping).map(([key, it]) => [key, name(it)])),
      },
      profiles: config.profiles.map((it) => ({ ...it, provider: name(it.provider) })),
    }
  }

type Unadded = Extract<Parsed<'provider.models'>, { type: unknown }>

/** Of one that is there with its first usable key, of one that is not with what was typed for it. */
export async function modelsOf(rooms: Rooms, of: LiveProvider | Unadded): Promise<Output<'provider.models'>> {
  const probe =
    'keys' in of
      ? probeFor(rooms, of, await anySecret(rooms, of))
      : probeFor(
          rooms,
          { type: of.type, base_url: addressOf(rooms, of), model_mapping: {}, models: [] },
          of.secret === undefined ? null : new Secret(of.secret),
        )
  const listing = await rooms.kinds[of.type].list(probe)
  if (!listing.ok) throw new Refusal(listing.reason, 'unreachable')
  return { models: [...listing.models] }
}

/** Connection, TLS and first byte without a key, then its models with one. */
export async function checkProvider(rooms: Rooms, provider: LiveProvider): Promise<ProviderCheck> {
  const { clock, kinds } = rooms
  const { name } = kinds[provider.type]
  const words = text.providers.checked
  const speed = await speedOf(name, baseUrlOf(provider, kinds), PATIENCE_MS, () => clock.now())
  const { connectMs, tlsMs, firstByteMs, status, fault } = speed
  const times = { at: clock.now(), connectMs, tlsMs, firstByteMs }
  if (fault !== null || firstByteMs === null) return { ...times, models: null, said: fault ?? '', ok: false }
  // A gateway answers so for a server that is gone.
  if (status !== null && status >= 502 && status <= 504)
    return { ...times, models: null, said: words.down(name, status), ok: false }
  const listing = await kinds[provider.type].list(probeFor(rooms, provider, await anySecret(rooms, provider)))
  const ms = Math.round(firstByteMs)
  const models = listing.ok ? listing.models.length : null
  const said = models === null ? words.answers(name, ms) : words.answersModels(name, ms, models)
  return { ...times, models, said, ok: true }
}

export async function accountOf(rooms: Rooms, place: Place): Promise<Output<'key.account'>> {
  const { kinds, clock } = rooms
  const kind = kinds[place.provider.type]
  if (kind.account === null) return { at: clock.now(), account: null, reason: text.providers.noAccount(kind.name) }
  const { vault } = rooms.live()
  try {
    const secret = await lend(vault, place, baseUrlOf(place.provider, kinds), kinds)
    const answer = await kind.account(probeFor(rooms, place.provider, secret))
    return { at: clock.now(), account: answer.ok ? answer.account : null, reason: answer.ok ? null : answer.reason }
  } catch (error) {
    return { at: clock.now(), account: null, reason: whyNot(vault, error) }
  }
}

/** The first secret of a provider that can be had; `null`: there is none. */
async function anySecret(rooms: Rooms, provider: LiveProvider): Promise<Secret | null> {
  const { source, vault } = rooms.live()
  for (const { id, enabled } of provider.keys) {
    const place = enabled && id ? placeOf(source.current(), KeyId.parse(id), rooms.kinds) : null
    const secret = place && (await lend(vault, place, baseUrlOf(provider, rooms.kinds), rooms.kinds).catch(() => null))
    if (secret) return secret
  }
  return null
}
