import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { KeyId } from '../../src-shared/domain/ids.ts'
import type { Ids, JsonFile } from '../ports.ts'

const Kept = z.object({ pepper: z.base64().length(44), ids: z.record(z.string(), KeyId) })

/** Where a secret stands in a config file. */
export interface Standing {
  readonly provider: string
  readonly secret: string
}

/** `all`: everything that stands in the file, so that a provider under another name is known again by its secrets. */
export type IdOf = (provider: string, secret: string, all?: readonly Standing[]) => KeyId

/**
 * Names the keys of a config file, which name themselves only by their secret. The same secret at the same
 * provider keeps its id when the file is read again, also where the provider was renamed meanwhile, so what was
 * learned of it stays; the id says nothing of the secret, and what is kept is a hash under a key of this install.
 * `file`: keeps the names for the next start.
 */
export function keyIds(ids: Ids, file: JsonFile | null = null): IdOf {
  const kept = read(file) ?? { pepper: randomBytes(32).toString('base64'), ids: {} }
  const known = new Map(Object.entries(kept.ids))
  const hashOf = (provider: string | null, secret: string) =>
    createHmac('sha256', Buffer.from(kept.pepper, 'base64'))
      .update(JSON.stringify([provider, secret]))
      .digest('base64')

  /** The id that this secret had under a name that is no longer in the file. */
  const moved = (secret: string, all: readonly Standing[]): KeyId | null => {
    const id = secret === '' ? undefined : known.get(hashOf(null, secret))
    if (id === undefined || all.some((it) => known.get(hashOf(it.provider, it.secret)) === id)) return null
    for (const [hash, its] of known) if (its === id) known.delete(hash)
    return id
  }

  return (provider, secret, all = []) => {
    const hash = hashOf(provider, secret)
    const had = known.get(hash)
    if (had) return had
    const id = (all.length === 0 ? null : moved(secret, all)) ?? KeyId.parse(ids.next('key'))
    known.set(hash, id)
    if (secret !== '') known.set(hashOf(null, secret), id)
    // Without it the next start gives another name and learns anew; nothing is lost that matters.
    file?.write({ pepper: kept.pepper, ids: Object.fromEntries(known) }).catch(() => {})
    return id
  }
}

function read(file: JsonFile | null): z.infer<typeof Kept> | null {
  try {
    return Kept.safeParse(file?.read()).data ?? null
  } catch {
    return null
  }
}
