import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { KeyId } from '../../src-shared/domain/ids.ts'
import type { Ids, JsonFile } from '../ports.ts'

const Kept = z.object({ pepper: z.base64().length(44), ids: z.record(z.string(), KeyId) })

/**
 * Names the keys of a config file, which name themselves only by their secret. The same secret at the same
 * provider keeps its id when the file is read again, so what was learned of it stays; the id says nothing of
 * the secret, and what is kept is a hash under a key of this install. `file`: keeps the names for the next start.
 */
export function keyIds(ids: Ids, file: JsonFile | null = null): (provider: string, secret: string) => KeyId {
  const kept = read(file) ?? { pepper: randomBytes(32).toString('base64'), ids: {} }
  const known = new Map(Object.entries(kept.ids))
  return (provider, secret) => {
    const hash = createHmac('sha256', Buffer.from(kept.pepper, 'base64'))
      .update(JSON.stringify([provider, secret]))
      .digest('base64')
    const had = known.get(hash)
    if (had) return had
    const id = KeyId.parse(ids.next('key'))
    known.set(hash, id)
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
