import { isDeepStrictEqual } from 'node:util'
import { type KeyEntry, ProfileEntry, ProviderEntry } from '../../src-shared/config/schema.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import { isBlock } from './problems.ts'
import type { LiveConfig, LiveProvider } from './source.ts'
import type { Change } from './yaml/edit.ts'
import { NotByMachine, type Step } from './yaml/places.ts'
import { Raw } from './yaml/render.ts'

/** What stood behind `key:` of an entry that comes back; `undefined`: it is new, and its secret is not in the file. */
type KeyOf = (id: KeyId) => unknown

/**
 * What must be written into a file so that it says `after` where it said `before`; in this order. Only what
 * differs is named, and a new entry says no more than it must. The secrets of a file are in neither.
 */
export function changesBetween(before: LiveConfig, after: LiveConfig, keyOf: KeyOf): Change[] {
  const { providers: hadProviders, profiles: hadProfiles, app: hadApp, ...had } = before
  const { providers, profiles, app, ...rest } = after
  const { key_order: hadOrder, ...hadShown } = hadApp
  const { key_order: order, ...shown } = app
  return [
    ...ofBlock([], had, rest),
    ...ofBlock(['app'], hadShown, shown),
    ...ofList(['profiles'], [hadProfiles, profiles], ({ name }) => name, ofBlock, newProfileEntry),
    ...ofProviders(hadProviders, providers, keyOf),
    ...(isDeepStrictEqual(hadOrder, order) ? [] : ofOrder(before, order)),
  ]
}

function ofBlock(path: readonly Step[], before: object, after: object): Change[] {
  const had = before as Record<string, unknown>
  const wanted = after as Record<string, unknown>
  const names = new Set([...Object.keys(had), ...Object.keys(wanted)])
  return [...names].flatMap((name): Change[] => {
    const [was, is] = [had[name], wanted[name]]
    if (isDeepStrictEqual(was, is)) return []
    if (is === undefined) return [{ kind: 'remove', path: [...path, name] }]
    if (isBlock(was) && isBlock(is)) return ofBlock([...path, name], was, is)
    return [{ kind: 'set', path: [...path, name], value: is }]
  })
}

/** Entries of a list that have a name: those that stayed, then those that went, then those that came. */
function ofList<T>(
  path: readonly Step[],
  [before, after]: readonly [readonly T[], readonly T[]],
  nameOf: (one: T) => unknown,
  ofOne: (path: readonly Step[], before: T, after: T) => Change[],
  fresh: (one: T) => unknown,
): Change[] {
  const names = after.map(nameOf)
  const kept = before.filter((one) => names.includes(nameOf(one)))
  const stayed = after.filter((one) => before.some((old) => nameOf(old) === nameOf(one)))
  if (!isDeepStrictEqual(kept.map(nameOf), stayed.map(nameOf))) throw new NotByMachine('another order')
  const inPlace = before.flatMap((old, at) => {
    const now = after.find((one) => nameOf(one) === nameOf(old))
    return now === undefined || now === old ? [] : ofOne([...path, at], old, now)
  })
  const gone = before.flatMap((old, at) => (kept.includes(old) ? [] : [at]))
  const came = after.flatMap((one, at): Change[] =>
    stayed.includes(one) ? [] : [{ kind: 'insert', path, at, value: fresh(one) }],
  )
  return [...inPlace, ...gone.reverse().map((at): Change => ({ kind: 'remove', path: [...path, at] })), ...came]
}

function ofProviders(before: readonly LiveProvider[], after: readonly LiveProvider[], keyOf: KeyOf): Change[] {
  const freshKey = (key: KeyEntry) => newKeyEntry(key, keyOf)
  const ofProvider = (path: readonly Step[], was: LiveProvider, is: LiveProvider): Change[] => {
    const { keys: hadKeys, ...had } = was
    const { keys, ...rest } = is
    return [
      ...ofBlock(path, had, rest),
      ...ofList([...path, 'keys'], [hadKeys, keys], ({ id }) => id, ofBlock, freshKey),
    ]
  }
  const fresh = ({ keys, ...provider }: LiveProvider) => ({
    ...newProviderEntry(provider),
    ...(keys.length > 0 && { keys: keys.map(freshKey) }),
  })
  return ofList(['providers'], [before, after], ({ name }) => name, ofProvider, fresh)
}

/** A user's order of keys names them by their ids, so each must have one in the file. */
function ofOrder({ providers }: LiveConfig, order: LiveConfig['app']['key_order']): Change[] {
  const named = providers.flatMap(({ keys }, p) =>
    keys.flatMap(({ id }, k): Change[] =>
      id && order.includes(id) ? [{ kind: 'set', path: ['providers', p, 'keys', k, 'id'], value: id }] : [],
    ),
  )
  return [...named, { kind: 'set', path: ['app', 'key_order'], value: order }]
}

const newProfileEntry = (profile: ProfileEntry): object => {
  const { name } = profile
  return { name, ...beyond(profile, ProfileEntry.parse({ name })) }
}

function newProviderEntry(provider: Omit<LiveProvider, 'keys'>): object {
  const { name, type } = provider
  return { name, type, ...beyond(provider, ProviderEntry.parse({ name, type })) }
}

const usualKey: Omit<KeyEntry, 'id'> = {
  hint: '',
  enabled: true,
  ...{ rpm_limit: 0, itpm_limit: 0, otpm_limit: 0, priority: 1, weight: 1 },
}

function newKeyEntry({ hint, ...entry }: KeyEntry, keyOf: KeyOf): object {
  const key = entry.id && keyOf(entry.id)
  return typeof key === 'string'
    ? { key: new Raw(key), ...beyond(entry, usualKey) }
    : beyond({ ...entry, hint }, usualKey)
}

/** What is said beyond the usual. */
const beyond = (entry: object, usual: object): object =>
  Object.fromEntries(Object.entries(entry).filter(([name, value]) => !isDeepStrictEqual(value, (usual as never)[name])))
