import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { type Derived, derivedOf, type Kinds, oncePer } from './derive.ts'
import { type Place, placesOf } from './edit.ts'
import type { LiveConfig } from './source.ts'

/** What is asked of a config with every request, found without walking its keys. */
export interface Lookup {
  derived(): Derived
  /** Where a key stands, see `placeOf`. */
  place(id: KeyId): Place | undefined
  key(id: KeyId): KeyMetadata | undefined
}

export function lookupOf(current: () => LiveConfig, kinds: Kinds): Lookup {
  const derived = derivedOf(current, kinds)
  const places = oncePer(current, (config) => placesOf(config, kinds))
  const keys = oncePer(
    () => derived().keys,
    (all) => new Map(all.map((key) => [key.id, key])),
  )
  return { derived, place: (id) => places().get(id), key: (id) => keys().get(id) }
}
