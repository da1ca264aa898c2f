import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { durableJson } from '../node/durable-json.ts'
import type { Cipher, JsonFile, Log } from '../ports.ts'
import { memoryVault } from './memory-vault.ts'
import { sealedVault } from './sealed-vault.ts'
import type { Vault } from './vault.ts'

const folder = mkdtempSync(join(tmpdir(), 'vault-'))
afterAll(() => rmSync(folder, { recursive: true }))

const a = KeyId.parse('key_a')
const b = KeyId.parse('key_b')
const HERE = 'https://api.example.com'
const CANARY = 'sk-canary-0123456789-wxyz'

/** Reverses the text under a name; another name opens nothing, as after a change of keyring. */
const cipher = (keyring = 'one'): Cipher => ({
  kind: 'keyring',
  backend: keyring,
  encrypt: async (plain) => `${keyring}:${Buffer.from(plain).reverse().toString('hex')}`,
  decrypt: async (sealed) => {
    const [name, hex] = sealed.split(':')
    if (name !== keyring) throw new Error('wrong keyring')
    return Buffer.from(hex ?? '', 'hex')
      .reverse()
      .toString()
  },
})

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const redactor = { know() {} }
const clock = { now: () => 0 }
let count = 0
const newFile = () => durableJson(join(folder, `secrets-${count++}.json`))
const sealed = (file: JsonFile, with_ = cipher()) => sealedVault({ cipher: with_, file, clock, log: silent, redactor })
const kindOf = (vault: Vault, id = a, origin = HERE) =>
  vault.use(id, origin).then(
    (secret) => secret.reveal(),
    (error) => error.kind,
  )

describe.each([
  ['in memory', () => memoryVault(redactor)],
  ['sealed', () => sealed(newFile())],
])('a vault %s', (where, make) => {
  it('lends a key for the origin it was entered for, and for no other', async () => {
    const vault = make()
    await vault.put(a, HERE, CANARY)
    expect(await kindOf(vault)).toBe(CANARY)
    expect(await kindOf(vault, a, 'https://evil.example.com')).toBe('other_origin')
    expect(await kindOf(vault, a, 'http://api.example.com')).toBe('other_origin')
    expect(await kindOf(vault, b)).toBe('missing')
  })

  it('lends a key to its own origin alone, of 10,000 pairs of origin and target', async () => {
    const host = fc.constantFrom(
      'api.example.com',
      'api.example.com.evil.test',
      'evil.test',
      'example.com',
      '127.0.0.1',
      '[::1]',
    )
    const origin = fc
      .tuple(fc.constantFrom('https', 'http'), host, fc.constantFrom('', ':443', ':80', ':8443', ':8787'))
      .map(([scheme, name, port]) => `${scheme}://${name}${port}`)
    const target = fc
      .tuple(origin, fc.constantFrom('', '/', '/v1', '/x?y#z', '/@api.example.com'))
      .map((parts) => parts.join(''))
    const vault = make()
    let lent = 0
    for (const [own, to] of fc.sample(fc.tuple(origin, target), where === 'in memory' ? 10_000 : 200)) {
      await vault.put(a, new URL(own).origin, CANARY)
      const isOwn = new URL(own).origin === new URL(to).origin
      expect([own, to, await kindOf(vault, a, new URL(to).origin)]).toEqual([own, to, isOwn ? CANARY : 'other_origin'])
      if (isOwn) lent += 1
    }
    expect(lent).toBeGreaterThan(0)
  }, 60_000)

  it('takes a key along when the user moves its provider', async () => {
    const vault = make()
    await vault.put(a, HERE, CANARY)
    await vault.rebind([a, b], 'https://new.example.com')
    expect(await kindOf(vault)).toBe('other_origin')
    expect(await kindOf(vault, a, 'https://new.example.com')).toBe(CANARY)
  })

  it('holds nothing of a key that was dropped', async () => {
    const vault = make()
    await vault.put(a, HERE, CANARY)
    await vault.drop([a])
    expect(await kindOf(vault)).toBe('missing')
  })

  it('does not print what it holds', async () => {
    const vault = make()
    await vault.put(a, HERE, CANARY)
    const lent = await vault.use(a, HERE)
    expect(
      inspect({ vault, lent }, { depth: 9, showHidden: true }) + JSON.stringify({ vault, lent }) + lent,
    ).not.toContain('canary')
  })
})

describe('a sealed vault', () => {
  it('still has a key after a restart, and its file has no readable one', async () => {
    const file = newFile()
    await sealed(file).put(a, HERE, CANARY)
    expect(await kindOf(sealed(file))).toBe(CANARY)
    expect(readFileSync(file.path, 'utf8')).not.toContain('canary')
  })

  it('reports a key of another keyring, keeps it, and opens the others', async () => {
    const file = newFile()
    await sealed(file).put(a, HERE, CANARY)
    const second = sealed(file, cipher('two'))
    await second.put(b, HERE, 'sk-second-0123456789')
    expect(await kindOf(second)).toBe('locked')
    expect(await kindOf(second, b)).toBe('sk-second-0123456789')
    expect(await kindOf(sealed(file))).toBe(CANARY)
  })

  it('does not open a line that was moved to another id', async () => {
    const file = newFile()
    await sealed(file).put(a, HERE, CANARY)
    const document = file.read() as { secrets: Record<string, string> }
    await file.write({ secrets: { [b]: document.secrets[a] } })
    expect(await kindOf(sealed(file), b)).toBe('locked')
  })

  it('opens a key that was locked once the keyring is unlocked', async () => {
    const file = newFile()
    await sealed(file).put(a, HERE, CANARY)
    let unlocked = false
    const real = cipher()
    const vault = sealed(file, {
      ...real,
      decrypt: (text) => (unlocked ? real.decrypt(text) : Promise.reject(new Error('cancelled'))),
    })
    expect(await kindOf(vault)).toBe('locked')
    unlocked = true
    expect(await kindOf(vault)).toBe('locked')
    await vault.reopen(a)
    expect(await kindOf(vault)).toBe(CANARY)
  })

  it('has not stored a key where the disk refused', async () => {
    const file: JsonFile = { ...newFile(), write: () => Promise.reject(new Error('ENOSPC')) }
    const vault = sealed(file)
    await expect(vault.put(a, HERE, CANARY)).rejects.toThrow('ENOSPC')
    expect(await kindOf(vault)).toBe('missing')
  })

  it('drops a discarded key at the next start, and not before', async () => {
    const file = newFile()
    const first = sealed(file)
    await first.put(a, HERE, CANARY)
    await first.discard(a)
    expect(await kindOf(first)).toBe(CANARY)
    const second = sealed(file)
    await second.put(b, HERE, 'sk-second-0123456789')
    expect(Object.keys((file.read() as { secrets: object }).secrets)).toEqual([b])
  })

  it('keeps a discarded key that was restored', async () => {
    const file = newFile()
    const first = sealed(file)
    await first.put(a, HERE, CANARY)
    await first.discard(a)
    await first.restore(a)
    expect(await kindOf(sealed(file))).toBe(CANARY)
  })

  it('sets a file aside that it cannot read, and starts', async () => {
    const home = mkdtempSync(join(folder, 'broken-'))
    writeFileSync(join(home, 'secrets.json'), '{"secrets":')
    const vault = sealed(durableJson(join(home, 'secrets.json')))
    await vault.put(a, HERE, CANARY)
    expect(await kindOf(vault)).toBe(CANARY)
    expect(readdirSync(home).sort()).toEqual(['secrets.broken-1970-01-01T00-00-00.json', 'secrets.json'])
  })

  it('tells the redactor of every key it has seen', async () => {
    const known: string[] = []
    const file = newFile()
    const parts = { cipher: cipher(), file, clock, log: silent, redactor: { know: (s: string) => known.push(s) } }
    await sealedVault(parts).put(a, HERE, CANARY)
    await sealedVault(parts).use(a, HERE)
    expect(known).toEqual([CANARY, CANARY])
  })
})
