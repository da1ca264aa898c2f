import { hash, timingSafeEqual } from 'node:crypto'

/**
 * A client token of one launch as it is kept: SHA-256, in hex. The token is 32 random bytes, so that nothing can
 * be guessed from it, and no salt or slow hash would add anything.
 */
export const hashOf = (token: string): string => hash('sha256', token)

/** Which of these a token belongs to. Every one is compared, whole, so that the time says nothing of which it was. */
export function holderIn<Id>(hashes: Iterable<readonly [Id, string]>, token: string): Id | null {
  const asked = Buffer.from(hashOf(token), 'latin1')
  let found: Id | null = null
  for (const [id, hash] of hashes) if (timingSafeEqual(Buffer.from(hash, 'latin1'), asked)) found = id
  return found
}
