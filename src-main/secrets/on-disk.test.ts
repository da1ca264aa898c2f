import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { durableJson } from '../node/durable-json.ts'
import type { Cipher, Log } from '../ports.ts'
import { keyringCipher } from './keyring-cipher.ts'
import { passphraseCipher } from './passphrase-cipher.ts'
import { createRedactor } from './redact.ts'
import { sealedVault } from './sealed-vault.ts'
import { canaries, finderOf } from './testing/find.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-disk-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const ORIGIN = 'https://api.anthropic.com'
const open = (cipher: Cipher) =>
  sealedVault({
    ...{ cipher, log, clock: { now: () => 0 }, redactor: createRedactor() },
    file: durableJson(join(folder, 'secrets.json')),
  })
const everything = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n')

const kept: { password: string | null } = { password: null }
/** Outside of the folder, as a keyring is. */
const keyring = () =>
  keyringCipher('linux', 'test', async () => ({
    getPassword: async () => kept.password,
    setPassword: async (password) => {
      kept.password = password
    },
  }))
const PASSPHRASE = 'a passphrase of some length'
const passphrase = () => passphraseCipher(durableJson(join(folder, 'passphrase.json')), PASSPHRASE)

describe('whoever reads the disk', () => {
  it.each([
    ['keyring', keyring],
    ['passphrase', passphrase],
  ])('finds no key that is sealed by a %s, nor what opens it', async (_, cipherOf) => {
    const secrets = canaries(20)
    const cipher = await cipherOf()
    if (!cipher) throw new Error('there is no cipher')
    const vault = open(cipher)
    for (const [n, secret] of secrets.entries()) await vault.put(KeyId.parse(`key_${n}`), ORIGIN, secret)
    const found = everything()
    expect(finderOf(secrets)(found)).toEqual([])
    expect(found).not.toContain(PASSPHRASE)
    if (kept.password !== null) expect(found).not.toContain(kept.password)
    const again = await cipherOf()
    if (!again) throw new Error('it does not open again')
    expect((await open(again).use(KeyId.parse('key_7'), ORIGIN)).reveal()).toBe(secrets[7])
  })
})
