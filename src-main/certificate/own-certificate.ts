import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { writeDurably } from '../files/durable.ts'
import { type Identity, selfSigned } from './self-signed.ts'

const DAY_MS = 86_400_000
/** A computer clock may be set back a little after one was made. */
const EARLIER_MS = DAY_MS
const GOOD_FOR_MS = 395 * DAY_MS
/** A new one is made this long before the end: whoever was launched with the old one has that long to go on. */
const RENEW_MS = 30 * DAY_MS

/** Every name a loopback relay is reached by. */
const NAMES = ['127.0.0.1', '::1', 'localhost']

/** What this install proves itself with to a client that was told of it, so that nobody else can answer in its place. */
export interface OwnCertificate {
  readonly identity: Identity
  /** For NODE_EXTRA_CA_CERTS. */
  readonly trustPath: string
  /**
   * Brings the file there to our certificate followed by what stands in these files, so that a client told of it
   * loses nobody it trusted before. A file that cannot be read is left out.
   */
  trust(also: readonly (string | undefined)[]): Promise<void>
}

/** The file for NODE_EXTRA_CA_CERTS in that folder. */
export const trustIn = (folder: string): string => join(folder, 'trust.pem')

/**
 * Reads the certificate of this install, or makes one: the first time, each year, where the file is damaged, and where
 * it does not name the host of `listen`. Its key is readable by its owner alone. `now` in epoch ms. Rejects where nothing can be
 * written.
 */
export async function openOwnCertificate(folder: string, now: number, listen: string): Promise<OwnCertificate> {
  const path = join(folder, 'identity.pem')
  const trustPath = trustIn(folder)
  const names = [...new Set([...NAMES, new URL(`http://${listen}`).hostname.replace(/^\[|\]$/g, '')])]
  let identity = read(path)
  if (identity === null || !isGood(identity, now, names)) {
    identity = selfSigned(names, now - EARLIER_MS, now + GOOD_FOR_MS)
    await writeDurably(path, identity.cert + identity.key)
  }
  const { cert } = identity
  if (!textOf(trustPath)?.includes(cert)) await writeDurably(trustPath, cert)
  return {
    identity,
    trustPath,
    async trust(also) {
      const theirs = also.filter((one) => one !== undefined && one !== trustPath).map(certificatesIn)
      const wanted = [...new Set([cert, ...theirs])].join('')
      if (textOf(trustPath) !== wanted) await writeDurably(trustPath, wanted)
    },
  }
}

/** As the relay takes it; `plain`: whether HTTP is spoken beside it. */
export const tlsWith = (certificate: OwnCertificate | null | undefined, plain: () => boolean) =>
  certificate ? { identity: certificate.identity, plain } : null

function read(path: string): Identity | null {
  const text = textOf(path)
  if (text === null) return null
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
  const cert = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n/.exec(text)?.[0]
  const key = /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----\n/.exec(text)?.[0]
  return cert && key ? { cert, key } : null
}

function isGood({ cert, key }: Identity, now: number, names: readonly string[]): boolean {
  try {
    const read = new X509Certificate(cert)
    const [from, to] = [Date.parse(read.validFrom), Date.parse(read.validTo)]
    const named = names.every((name) => (isIP(name) ? read.checkIP(name) : read.checkHost(name)) !== undefined)
    return named && now >= from && now < to - RENEW_MS && read.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Only the certificates in it, so that nothing else of somebody's file is copied. */
export const certificatesIn = (path = ''): string =>
  (textOf(path)?.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [])
    .map((one) => `${one}\n`)
    .join('')
