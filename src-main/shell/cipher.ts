import { randomBytes } from 'node:crypto'
import type { Cipher } from '../ports.ts'
import { sealer } from '../secrets/key-cipher.ts'

/** The part of Electron's `safeStorage` that every supported Electron has. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean
  encryptString(plain: string): Buffer
  decryptString(sealed: Buffer): string
  /** Linux only. */
  getSelectedStorageBackend?(): string
}

/** What newer ones have besides: it does not hold up every stream while a keyring asks for its password. */
interface AsyncSafeStorage extends SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(plain: string): Promise<Buffer>
  decryptStringAsync(sealed: Buffer): Promise<{ result: string }>
}

const isAsync = (storage: SafeStorage): storage is AsyncSafeStorage => 'encryptStringAsync' in storage

/** Names of the keyrings that need no asking. */
const BACKENDS: Readonly<Record<string, string>> = { darwin: 'keychain', win32: 'dpapi' }

/** Chromium's stand-in where it finds no keyring: a key that everybody knows. We do not call that keeping a secret. */
const NO_KEYRING = new Set(['basic_text', 'unknown'])

/** What the keyring of this system is called; asks nobody. Call once the app is ready. */
export const backendOf = (storage: SafeStorage, platform: NodeJS.Platform): string =>
  BACKENDS[platform] ?? storage.getSelectedStorageBackend?.() ?? 'unknown'

/** The system's keyring as it is now, or a cipher that lasts until quit. Call once the app is ready. */
export async function keyring(storage: SafeStorage, platform: NodeJS.Platform): Promise<Cipher> {
  const backend = backendOf(storage, platform)
  if (NO_KEYRING.has(backend)) return untilQuit()
  const available = isAsync(storage) ? await storage.isAsyncEncryptionAvailable() : storage.isEncryptionAvailable()
  if (!available) return untilQuit()
  return {
    kind: 'keyring',
    backend,
    async encrypt(plain) {
      const sealed = isAsync(storage) ? await storage.encryptStringAsync(plain) : storage.encryptString(plain)
      return sealed.toString('base64')
    },
    async decrypt(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      return isAsync(storage) ? (await storage.decryptStringAsync(bytes)).result : storage.decryptString(bytes)
    },
  }
}

/** A key that exists in memory alone: what it sealed can be read by nobody once the app has ended. */
export function untilQuit(): Cipher {
  const key = randomBytes(32)
  return { kind: 'session', backend: 'none', ...sealer(async () => key) }
}
