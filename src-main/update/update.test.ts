import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWhole, judge, type Package, type Running } from './update.ts'

const NOW = Date.parse('2026-06-01T00:00:00Z')
const publisher = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const file = Buffer.from('the whole package')
const one: Package = {
  platform: 'linux-x64',
  url: 'https://updates.example.com/cc-relay_1.2.4.deb',
  sha512: createHash('sha512').update(file).digest('base64'),
  size: file.length,
}
const good = { app: 'cc-relay', version: '1.2.4', expires: '2026-06-20T00:00:00Z', packages: [one] }
const running: Running = {
  ...{ version: '1.2.3', platform: 'linux-x64', origin: 'https://updates.example.com' },
  ...{ publisher: publisher.publicKey, now: NOW },
}
const judged = (manifest: object, over: Partial<Running> = {}, by = publisher) => {
  const bytes = Buffer.from(JSON.stringify(manifest))
  return judge(bytes, sign(null, bytes, by.privateKey), { ...running, ...over })
}

describe('an update', () => {
  it('that is signed, newer, in time and for this system is good, and its file whole', () => {
    expect(judged(good)).toEqual({ kind: 'good', version: '1.2.4', package: one })
    expect(isWhole(file, one)).toBe(true)
  })

  it.each<[string, () => unknown, string]>([
    ['of somebody else’s key', () => judged(good, {}, stranger), 'signature'],
    ['that is older', () => judged({ ...good, version: '1.2.2' }), 'not_newer'],
    ['that is the same', () => judged({ ...good, version: '1.2.3' }), 'not_newer'],
    ['that has expired', () => judged({ ...good, expires: '2026-05-31T23:59:59Z' }), 'expired'],
    ['that claims to be good for years', () => judged({ ...good, expires: '2029-01-01T00:00:00Z' }), 'expired'],
    ['for another system', () => judged({ ...good, packages: [{ ...one, platform: 'darwin-arm64' }] }), 'platform'],
    ['with two files for this one', () => judged({ ...good, packages: [one, one] }), 'platform'],
    [
      'from plain http',
      () => judged({ ...good, packages: [{ ...one, url: one.url.replace('https', 'http') }] }),
      'address',
    ],
    ['from another host', () => judged({ ...good, packages: [{ ...one, url: 'https://evil.test/x.deb' }] }), 'address'],
    ['of another app', () => judged({ ...good, app: 'other' }), 'shape'],
    ['with more in it than is known', () => judged({ ...good, run: 'sh' }), 'shape'],
  ])('%s is refused', (_, of, why) => {
    expect(of()).toEqual({ kind: 'refused', why })
  })

  it('that is cut short is refused, its manifest and its file', () => {
    const bytes = Buffer.from(JSON.stringify(good))
    const signature = sign(null, bytes, publisher.privateKey)
    for (let length = 0; length < bytes.length; length++)
      expect(judge(bytes.subarray(0, length), signature, running)).toEqual({ kind: 'refused', why: 'signature' })
    for (let length = 0; length < file.length; length++) expect(isWhole(file.subarray(0, length), one)).toBe(false)
  })

  it('with any byte changed is refused', () => {
    const bytes = Buffer.from(JSON.stringify(good))
    const signature = sign(null, bytes, publisher.privateKey)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ bits
        expect(judge(changed, signature, running).kind).toBe('refused')
      }),
    )
  })

  it('counts versions by number', () => {
    expect(judged({ ...good, version: '1.10.0' }).kind).toBe('good')
    expect(judged(good, { version: '1.10.0' })).toEqual({ kind: 'refused', why: 'not_newer' })
  })
})
