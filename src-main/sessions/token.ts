import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * A client token of one launch as it is kept: SHA-256, in hex. The token is 32 random bytes, so that nothing can
 * be guessed from it, and no salt or slow hash would add anything.
 */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Which of these a token belongs to. Every one is compared, whole, so that the time says nothing of which it was. */
export function holderIn<T extends { readonly hash: string }>(grants: Iterable<T>, token: string): T | null {
  const asked = createHash('sha256').update(token).digest()
  let found: T | null = null
  for (const grant of grants) if (timingSafeEqual(Buffer.from(grant.hash, 'hex'), asked)) found = grant
  return found
}
