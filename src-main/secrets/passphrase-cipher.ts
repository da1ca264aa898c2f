import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { z } from 'zod'
import type { Cipher, JsonFile } from '../ports.ts'
import { sealer } from './key-cipher.ts'

/** What must be known to try a passphrase; none of it is secret. `check`: a word sealed under it. */
const Kept = z.object({
  kdf: z.literal('scrypt'),
  cost: z
    .number()
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  salt: z.base64(),
  check: z.string(),
})
type Kept = z.infer<typeof Kept>

/** OWASP's advice for scrypt: 128 MiB and about half a second for each guess. */
const COST = 2 ** 17
const WORD = 'cc-relay'

/** Whether a passphrase has been set. Throws on a file that cannot be read. */
export const hasPassphrase = (file: JsonFile): boolean => file.read() !== undefined

/** A cipher under a passphrase; the first one asked for is the one from then on. `null`: it is another than that. */
export async function passphraseCipher(file: JsonFile, passphrase: string): Promise<Cipher | null> {
  const found = file.read()
  const kept = found === undefined ? null : Kept.parse(found)
  const { cost, salt } = kept ?? { cost: COST, salt: randomBytes(16).toString('base64') }
  const key = await derived(passphrase, Buffer.from(salt, 'base64'), cost)
  const cipher: Cipher = { kind: 'passphrase', backend: 'passphrase', ...sealer(async () => key) }
  if (kept === null) {
    await file.write({ kdf: 'scrypt', cost, salt, check: await cipher.encrypt(WORD) } satisfies Kept)
    return cipher
  }
  const opened = await cipher.decrypt(kept.check).catch(() => null)
  return opened === WORD ? cipher : null
}

function derived(passphrase: string, salt: Buffer, N: number): Promise<Buffer> {
  const options: ScryptOptions = { N, r: 8, p: 1, maxmem: 160 * 1024 * N }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
