import { expect, it } from 'vitest'
import { keyring, type SafeStorage, untilQuit } from './cipher.ts'

/** Seals by turning the text around; good enough to see who was asked. */
const turned = (text: string) => [...text].reverse().join('')
const storage = (backend: string, available = true): SafeStorage => ({
  isEncryptionAvailable: () => available,
  encryptString: (plain) => Buffer.from(turned(plain)),
  decryptString: (sealed) => turned(sealed.toString()),
  getSelectedStorageBackend: () => backend,
})
/** A newer Electron, whose old calls would block. */
const newer = (available = true): SafeStorage => ({
  ...storage('gnome_libsecret', available),
  encryptString: () => expect.unreachable(),
  decryptString: () => expect.unreachable(),
  isEncryptionAvailable: () => expect.unreachable(),
  ...{
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (plain: string) => Buffer.from(turned(plain)),
    decryptStringAsync: async (sealed: Buffer) => ({ result: turned(sealed.toString()), shouldReEncrypt: false }),
  },
})

it.each([
  ['an older Electron', () => storage('gnome_libsecret')],
  ['a newer one, without ever blocking', newer],
])('seals with the keyring in %s', async (_which, make) => {
  const cipher = await keyring(make(), 'linux')
  expect([cipher.kind, cipher.backend]).toEqual(['keyring', 'gnome_libsecret'])
  const sealed = await cipher.encrypt('sk-ü-1')
  expect(Buffer.from(sealed, 'base64').toString()).toBe('1-ü-ks')
  expect(await cipher.decrypt(sealed)).toBe('sk-ü-1')
})

it.each([
  ['darwin', 'keychain'],
  ['win32', 'dpapi'],
] as const)('names the keyring of %s', async (platform, backend) => {
  const { getSelectedStorageBackend: _, ...without } = storage('')
  expect((await keyring(without, platform)).backend).toBe(backend)
})

it.each([
  ['basic_text', storage('basic_text')],
  ['unknown', storage('unknown')],
  ['a locked keyring', storage('gnome_libsecret', false)],
  ['a locked keyring, asked in the newer way', newer(false)],
])('keeps nothing beyond the session with %s', async (_what, from) => {
  const cipher = await keyring(from, 'linux')
  expect([cipher.kind, cipher.backend]).toEqual(['session', 'none'])
})

it('opens what it sealed in the same session and nowhere else', async () => {
  const cipher = untilQuit()
  const sealed = await cipher.encrypt('sk-secret')
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('sk-secret')
  expect(await cipher.decrypt(sealed)).toBe('sk-secret')
  await expect(untilQuit().decrypt(sealed)).rejects.toThrow()
})

it('notices a changed byte', async () => {
  const cipher = untilQuit()
  const bytes = Buffer.from(await cipher.encrypt('sk-secret'), 'base64')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  await expect(cipher.decrypt(bytes.toString('base64'))).rejects.toThrow()
})
