import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata, PausedBy } from '../../src-shared/domain/key.ts'
import type { Book } from './book.ts'
import * as books from './book.ts'
import { type Hold, isHeld, laterHold } from './lane.ts'

/** What the pool knows of one key, beside the lanes it points at. */
export interface KeyState {
  readonly meta: KeyMetadata
  /** The organization or workspace it draws on, once an answer has said so. */
  readonly domain: string | null
  readonly invalid: { readonly since: number; readonly reason: string } | null
  /** Model groups for which this one key rests, whatever its lane does. */
  readonly resting: Readonly<Record<string, Hold>>
  /** Models that are not there for this key: no fault of the key's, and no matter for other models. */
  readonly missing: ReadonlyMap<string, Hold>
  /**
   * The user's ceilings. They are the key's own and hold over all its models together, so a key that shares its
   * organization's lane with others is still held to what its user allowed it. Null: never had one.
   */
  readonly ceilings: Book | null
  /** Set aside by its user or by its budget; clean slates leave it. */
  readonly pause: Pause | null
  /** Counts grants over the whole pool, so that the least recently used is known within one millisecond too. */
  readonly turn: number
  readonly lastUsedAt: number | null
}

export interface Pause extends Hold {
  readonly by: PausedBy
}

/** Nothing is held against the key. */
export const blameless: Pick<KeyState, 'invalid' | 'resting' | 'missing'> = {
  invalid: null,
  resting: {},
  missing: new Map(),
}

export const newKey = (meta: KeyMetadata, t: number): KeyState =>
  withMeta({ meta, domain: null, ...blameless, ceilings: null, pause: null, turn: 0, lastUsedAt: null }, meta, t)

/** New public facts; what was learned stays, and a ceiling only cuts what is there. */
export function withMeta(key: KeyState, meta: KeyMetadata, t: number): KeyState {
  const { rpm, itpm, otpm } = meta.ceilings
  if (key.ceilings === null && !rpm && !itpm && !otpm) return { ...key, meta }
  return { ...key, meta, ceilings: books.limitTo(key.ceilings ?? books.unknownBook, meta.ceilings, t) }
}

/** The share of each limit that is never lent. */
export const reserveOf = ({ meta }: KeyState): number => meta.care?.reserve ?? 0

/** Before an answer names the organization, a key is a domain of its own. */
export const ownDomain = (keyId: KeyId): string => `key:${keyId}`
export const domainOf = (key: KeyState): string => key.domain ?? ownDomain(key.meta.id)

/** The key rests for a model group; a later deadline wins. */
export const withRest = (key: KeyState, group: string, hold: Hold): KeyState => ({
  ...key,
  resting: { ...key.resting, [group]: laterHold(key.resting[group] ?? null, hold) ?? hold },
})

/** Clients name models as they like, so only so many are remembered. */
const MOST_MISSING = 64

/** A model is not there for the key; what was said last counts, since whoever installs it wants to use it. */
export function withMissing(key: KeyState, model: string, hold: Hold, now: number): KeyState {
  const others = [...key.missing].filter(([name, had]) => name !== model && isHeld(had, now))
  return { ...key, missing: new Map([...others.slice(1 - MOST_MISSING), [model, hold]]) }
}
