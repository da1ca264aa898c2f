/**
 * What other vendors vouch for their thinking with has no place in the Messages API; it travels as the signature of a
 * thinking block, so that nothing must be remembered here. `reader` says who can make use of it: nobody else gets it.
 */
const MARK = 'ccr1.'

export const sealed = (reader: string, value: string): string =>
  `${MARK}${reader}:${Buffer.from(value).toString('base64url')}`

/** What was sealed for this reader; `null`: it is another's, or none of ours. */
export function opened(reader: string, signature: string): string | null {
  const mine = `${MARK}${reader}:`
  return signature.startsWith(mine) ? Buffer.from(signature.slice(mine.length), 'base64url').toString() : null
}

/** Made here, so no server has ever signed it. */
export const isSealed = (signature: string): boolean => signature.startsWith(MARK)
