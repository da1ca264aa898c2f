import { randomBytes } from 'node:crypto'

/** A leak of fewer characters than this could be chance. */
const GRAM = 12
const PREFIX = 'sk-ant-api03-'

/** No id and no hash has any of these. */
const LETTERS = 'GHJKMNPQRSTVWXYZ'

/** Keys that occur nowhere else in the world. */
export const canaries = (count: number): string[] =>
  Array.from({ length: count }, () => `${PREFIX}${[...randomBytes(48)].map((byte) => LETTERS[byte % 16]).join('')}`)

/** What a secret may look like: as it is, for an address, in base64 at each alignment, in hex. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
    // The first and the last characters hold bits of the neighbours too.
    return [padded.toString('base64').slice(4, -4), padded.toString('base64url').slice(4, -4)]
  })
  const hex = bytes.toString('hex')
  return [secret, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64]
}

/** Looks for any 12 characters of any of these keys, in any of their forms. */
export function finderOf(secrets: readonly string[]): (hay: string) => string[] {
  const grams = new Set<string>()
  for (const secret of secrets) {
    for (const form of formsOf(secret.slice(PREFIX.length)))
      for (let at = 0; at + GRAM <= form.length; at++) grams.add(form.slice(at, at + GRAM))
  }
  return (hay) => {
    const found: string[] = []
    for (let at = 0; at + GRAM <= hay.length && found.length < 5; at++) {
      if (!grams.has(hay.slice(at, at + GRAM))) continue
      found.push(hay.slice(Math.max(0, at - 60), at + 60))
      at += 200
    }
    return found
  }
}
