import { KeyEntry } from '../../src-shared/config/schema.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import { type Kinds, standInId } from './derive.ts'
import type { Edit, LiveConfig, LiveProvider } from './source.ts'

/** Where a key stands in a config. */
export interface Place {
  readonly provider: LiveProvider
  readonly key: KeyEntry
  readonly at: number
}

/** Finds a key; one that stands in for a provider without keys is found too, as the entry it would have. */
export function placeOf(config: LiveConfig, id: KeyId, kinds: Kinds): Place | null {
  for (const provider of config.providers) {
    const at = provider.keys.findIndex((key) => key.id === id)
    const key = provider.keys[at]
    if (key) return { provider, key, at }
    const standIn = standInOf(provider, kinds)
    if (standIn?.key.id === id) return standIn
  }
  return null
}

/** Where each of a config's keys stands: for whoever asks with every request. */
export function placesOf(config: LiveConfig, kinds: Kinds): ReadonlyMap<KeyId, Place> {
  const all = config.providers.flatMap((provider): Place[] => {
    const standIn = standInOf(provider, kinds)
    return standIn ? [standIn] : provider.keys.map((key, at) => ({ provider, key, at }))
  })
  // Where an id stands twice, the first one is meant.
  return new Map(all.reverse().map((place) => [place.key.id as KeyId, place]))
}

function standInOf(provider: LiveProvider, kinds: Kinds): Place | null {
  if (provider.keys.length > 0 || kinds[provider.type].needsKey) return null
  return { provider, key: newKey(standInId(provider.name), provider.name, ''), at: 0 }
}

export const newKey = (id: KeyId, label: string, hint: string): KeyEntry => ({
  id,
  label: label.slice(0, 60),
  hint,
  enabled: true,
  rpm_limit: 0,
  itpm_limit: 0,
  otpm_limit: 0,
  priority: 1,
  weight: 1,
})

/** What of a key's care is to change; `null` or an empty list takes it away. */
export interface CareChange {
  readonly reserve?: number | null | undefined
  readonly dailyUsd?: number | null | undefined
  readonly tags?: readonly string[] | undefined
  readonly note?: string | null | undefined
  readonly expiresOn?: string | null | undefined
}

export function withCare(key: KeyEntry, { reserve, dailyUsd, tags, note, expiresOn }: CareChange): KeyEntry {
  const said = {
    reserve_percent: reserve && Math.round(reserve * 100),
    daily_budget_usd: dailyUsd,
    tags: tags && (tags.length === 0 ? null : [...new Set(tags)]),
    note,
    expires_on: expiresOn,
  }
  const next: Record<string, unknown> = { ...key }
  for (const [name, value] of Object.entries(said)) {
    if (value === undefined) continue
    if (value === null || value === '' || value === 0) delete next[name]
    else next[name] = value
  }
  return KeyEntry.parse(next)
}

export const newProvider = (
  name: LiveProvider['name'],
  type: LiveProvider['type'],
  baseUrl: string | undefined,
  strategy: LiveProvider['pooling']['strategy'],
): LiveProvider => ({
  name,
  type,
  enabled: true,
  priority: 1,
  weight: 1,
  ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
  models: [],
  model_mapping: {},
  keys: [],
  pooling: { strategy },
})

export const editProvider =
  (name: string, change: (provider: LiveProvider) => LiveProvider): Edit =>
  (config) => ({
    ...config,
    providers: config.providers.map((provider) => (provider.name === name ? change(provider) : provider)),
  })

/** Changes a key where it stands; a stand-in becomes an entry of its own. */
export const editKey =
  (id: KeyId, kinds: Kinds, change: (key: KeyEntry) => KeyEntry): Edit =>
  (config) => {
    const place = placeOf(config, id, kinds)
    if (!place) return config
    const key = change(place.key)
    return editProvider(place.provider.name, (provider) => ({
      ...provider,
      keys: provider.keys.length === 0 ? [key] : provider.keys.map((old) => (old.id === id ? key : old)),
    }))(config)
  }

export const addKey = (name: string, key: KeyEntry, at = Number.POSITIVE_INFINITY): Edit =>
  editProvider(name, (provider) => ({
    ...provider,
    keys: provider.keys.toSpliced(Math.min(at, provider.keys.length), 0, key),
  }))

export const removeKey = (name: string, id: KeyId): Edit =>
  editProvider(name, (provider) => ({ ...provider, keys: provider.keys.filter((key) => key.id !== id) }))
