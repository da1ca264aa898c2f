import { z } from 'zod'
import type { JsonFile } from '../ports.ts'
import { passphraseCipher } from './passphrase-cipher.ts'

/** Guessing costs half a second and 128 MiB each; a file that asks for more would only slow its reader down. */
const MOST_COST = 2 ** 17

const Sealed = z.object({
  cc_relay_export: z.literal(1),
  passphrase: z.looseObject({ cost: z.number().int().max(MOST_COST) }),
  sealed: z.string(),
})

/** A text sealed under a passphrase of its own: a JSON document that says nothing of what is in it but its length. */
export async function sealText(plain: string, passphrase: string): Promise<string> {
  const written: unknown[] = []
  const file: JsonFile = { path: '', read: () => undefined, write: async (value) => void written.push(value) }
  const cipher = await passphraseCipher(file, passphrase)
  if (!cipher) throw new Error('a new passphrase was not taken')
  const sealed = await cipher.encrypt(plain)
  const document = Sealed.parse({ cc_relay_export: 1, passphrase: written[0], sealed })
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Whether a text is one of these. */
export const isSealed = (source: string): boolean => parse(source) !== null

/** What was sealed; `null`: with another passphrase, or it was changed since. */
export async function openText(source: string, passphrase: string): Promise<string | null> {
  const document = parse(source)
  if (document === null) return null
  const file: JsonFile = { path: '', read: () => document.passphrase, write: async () => {} }
  try {
    const cipher = await passphraseCipher(file, passphrase)
    return cipher === null ? null : await cipher.decrypt(document.sealed)
  } catch {
    return null
  }
}

function parse(source: string): z.infer<typeof Sealed> | null {
  if (!source.includes('cc_relay_export')) return null
  try {
    return Sealed.parse(JSON.parse(source))
  } catch {
    return null
  }
}
