import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Cipher } from '../ports.ts'

/** AES-256-GCM under a key of 32 bytes: a nonce of its own for each text, and nothing opens that was changed. */
export function sealer(keyFor: (use: 'encrypt' | 'decrypt') => Promise<Buffer>): Pick<Cipher, 'encrypt' | 'decrypt'> {
  return {
    async encrypt(plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', await keyFor('encrypt'), nonce)
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    async decrypt(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', await keyFor('decrypt'), bytes.subarray(0, 12), {
        authTagLength: 16,
      })
      decipher.setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
