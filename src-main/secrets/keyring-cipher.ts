import { randomBytes } from 'node:crypto'
import type { Cipher } from '../ports.ts'
import { sealer } from './key-cipher.ts'

/** One password of the system's keyring. */
export interface Entry {
  getPassword(): Promise<string | null>
  setPassword(password: string): Promise<void>
}

const BACKENDS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'credential manager' }

/**
 * The system's keyring under plain Node: it holds one key, under which ours are sealed. `null`: there is none,
 * or it does not answer. `account`: sets the keyring's entries of two homes apart.
 */
export async function keyringCipher(
  platform: NodeJS.Platform,
  account: string,
  open: (account: string) => Promise<Entry> = systemEntry,
): Promise<Cipher | null> {
  let entry: Entry
  let known: string | null
  try {
    entry = await open(account)
    known = await entry.getPassword()
  } catch {
    return null
  }
  const keyFor = async (use: 'encrypt' | 'decrypt') => {
    known ??= await entry.getPassword()
    if (known === null) {
      if (use === 'decrypt') throw new Error('the keyring has no key of ours')
      const made = randomBytes(32).toString('base64')
      await entry.setPassword(made)
      known = made
    }
    return Buffer.from(known, 'base64')
  }
  return { kind: 'keyring', backend: BACKENDS[platform] ?? 'secret service', ...sealer(keyFor) }
}

/** Loaded only where somebody needs a keyring: the package brings a library for each system. */
async function systemEntry(account: string): Promise<Entry> {
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // Linux' other store forgets everything when the machine is switched off.
  const entry = new AsyncEntry('cc-relay', account, { linux: { store: 'secret-service' } })
  return {
    getPassword: () => entry.getPassword(),
    setPassword: (password) => entry.setPassword(password),
  }
}
