import { createHmac, randomBytes } from 'node:crypto'
import { KeyId } from '../../src-shared/domain/ids.ts'
import type { Ids } from '../ports.ts'

/**
 * Names the keys of a config file, which name themselves only by their secret. The same secret at the
 * same provider keeps its id when the file is read again, so what was learned of it stays; the id says
 * nothing of the secret, and what is remembered is a hash under a key of this process.
 */
export function keyIds(ids: Ids): (provider: string, secret: string) => KeyId {
  const pepper = randomBytes(32)
  const known = new Map<string, KeyId>()
  return (provider, secret) => {
    const hash = createHmac('sha256', pepper)
      .update(JSON.stringify([provider, secret]))
      .digest('base64')
    const id = known.get(hash) ?? KeyId.parse(ids.next('key'))
    known.set(hash, id)
    return id
  }
}
