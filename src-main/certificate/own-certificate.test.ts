import { X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openOwnCertificate } from './own-certificate.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-24T12:00:00Z')
const LISTEN = '127.0.0.1:8787'

const folders: string[] = []
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})
const folder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'certificate-')))
  return folders.at(-1) as string
}
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('the certificate of an install', () => {
  it('names this computer, vouches for itself alone, and is good for a year and a month', async () => {
    const { identity } = await openOwnCertificate(folder(), NOW, LISTEN)
    const read = new X509Certificate(identity.cert)
    expect(read.ca).toBe(false)
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect([read.checkIP('127.0.0.1'), read.checkIP('::1'), read.checkHost('localhost')]).not.toContain(undefined)
    expect(read.checkHost('api.anthropic.com')).toBe(undefined)
    expect(read.verify(read.publicKey)).toBe(true)
    expect([read.validFrom, read.validTo].map((text) => (Date.parse(text) - NOW) / DAY_MS)).toEqual([-1, 395])
  })

  it('is made once, and only its owner can read its key', async () => {
    const home = folder()
    const first = await openOwnCertificate(home, NOW, LISTEN)
    expect(mode(join(home, 'identity.pem'))).toBe('600')
    expect((await openOwnCertificate(home, NOW + DAY_MS, LISTEN)).identity).toEqual(first.identity)
    expect((await openOwnCertificate(folder(), NOW, LISTEN)).identity.key).not.toBe(first.identity.key)
  })

  it('whose file others may read is closed to them', async () => {
    const home = folder()
    await openOwnCertificate(home, NOW, LISTEN)
    chmodSync(join(home, 'identity.pem'), 0o644)
    await openOwnCertificate(home, NOW, LISTEN)
    expect(mode(join(home, 'identity.pem'))).toBe('600')
  })

  it.each<[string, number, boolean]>([
    ['is kept for a year', 364 * DAY_MS, true],
    ['is renewed in its last month', 366 * DAY_MS, false],
    ['is renewed after its end', 400 * DAY_MS, false],
    ['is renewed where the clock stands before it', -2 * DAY_MS, false],
  ])('%s', async (_name, after, same) => {
    const home = folder()
    const first = await openOwnCertificate(home, NOW, LISTEN)
    const later = await openOwnCertificate(home, NOW + after, LISTEN)
    expect(later.identity.cert === first.identity.cert).toBe(same)
    expect(readFileSync(later.trustPath, 'utf8')).toBe(later.identity.cert)
  })

  it.each([
    ['cut short', (text: string) => text.slice(0, 200)],
    ['emptied', () => ''],
    ['with the key of another', (text: string) => `${text.slice(0, text.indexOf('-----BEGIN PRIVATE'))}${OTHER_KEY}`],
  ])('%s is made anew', async (_name, damage) => {
    const home = folder()
    const path = join(home, 'identity.pem')
    const first = await openOwnCertificate(home, NOW, LISTEN)
    writeFileSync(path, damage(readFileSync(path, 'utf8')))
    const next = await openOwnCertificate(home, NOW, LISTEN)
    expect(next.identity.cert).not.toBe(first.identity.cert)
    expect((await openOwnCertificate(home, NOW, LISTEN)).identity).toEqual(next.identity)
  })

  it('names the address it is to listen at', async () => {
    const home = folder()
    await openOwnCertificate(home, NOW, LISTEN)
    const { identity } = await openOwnCertificate(home, NOW, '127.0.0.2:1')
    expect(new X509Certificate(identity.cert).checkIP('127.0.0.2')).toBe('127.0.0.2')
  })
})

describe('the file for those who are to know it', () => {
  it('holds ours, then the certificates of the files named, each once, and nothing else of them', async () => {
    const home = folder()
    const { identity, trust, trustPath } = await openOwnCertificate(home, NOW, LISTEN)
    const theirs = (await openOwnCertificate(folder(), NOW, LISTEN)).identity
    const file = join(home, 'corporate.pem')
    writeFileSync(file, `# corporate\n${theirs.key}${theirs.cert}`)
    await trust([file, undefined, join(home, 'missing.pem'), trustPath, file])
    expect(readFileSync(trustPath, 'utf8')).toBe(identity.cert + theirs.cert)
    await trust([])
    expect(readFileSync(trustPath, 'utf8')).toBe(identity.cert)
  })
})

const OTHER_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----
`
