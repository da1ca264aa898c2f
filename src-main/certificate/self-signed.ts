import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

/** A certificate and its key, both PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

/**
 * A certificate (RFC 5280) that vouches for itself and for nothing else: no authority, for servers alone, good for
 * these names only. `from` and `to` in epoch ms.
 */
export function selfSigned(names: readonly string[], from: number, to: number): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(commonName, der(UTF8_STRING, Buffer.from('CC Relay')))))
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    // Positive, and never the same twice: a client that knows one of that number would take ours for it.
    integer(Buffer.concat([Buffer.from([1]), randomBytes(16)])),
    ecdsaWithSha256,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(names))),
  )
  const signature = sign('sha256', body, privateKey)
  return {
    cert: pem(sequence(body, ecdsaWithSha256, der(BIT_STRING, Buffer.from([0]), signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/**
 * RFC 5280, 4.2.1: basicConstraints (no authority), extKeyUsage (servers), subjectAltName. No keyUsage: BoringSSL, in
 * Claude Code 2.1.197, takes a certificate that may not sign others for none that signed itself, and refuses it.
 */
function extensions(names: readonly string[]): Buffer[] {
  const critical = der(BOOLEAN, Buffer.from([0xff]))
  const extension = (id: Buffer, value: Buffer, ...flags: Buffer[]) => sequence(id, ...flags, der(OCTET_STRING, value))
  return [
    extension(oid(0x55, 0x1d, 0x13), sequence(), critical),
    extension(oid(0x55, 0x1d, 0x25), sequence(oid(0x2b, 6, 1, 5, 5, 7, 3, 1))),
    extension(oid(0x55, 0x1d, 0x11), sequence(...names.map(altName))),
  ]
}

function altName(name: string): Buffer {
  if (isIPv4(name)) return der(0x87, Buffer.from(name.split('.').map(Number)))
  if (name === '::1') return der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]))
  return der(0x82, Buffer.from(name))
}

const [BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID, UTF8_STRING, GENERALIZED_TIME] = [1, 2, 3, 4, 6, 12, 24]
const [SEQUENCE, SET, UTC_TIME] = [0x30, 0x31, 23]

/** One value of X.690's DER: what it is, how long, and its parts. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...parts: Buffer[]): Buffer => der(SEQUENCE, ...parts)
const set = (...parts: Buffer[]): Buffer => der(SET, ...parts)
const integer = (bytes: Buffer): Buffer => der(INTEGER, bytes)
const oid = (...bytes: number[]): Buffer => der(OID, Buffer.from(bytes))

const commonName = oid(0x55, 0x04, 0x03)
/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))

/** RFC 5280, 4.1.2.5: two digits of the year until 2049, four from then on. */
function time(at: number): Buffer {
  const text = `${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`
  const short = text >= '1950' && text < '2050'
  return der(short ? UTC_TIME : GENERALIZED_TIME, Buffer.from(short ? text.slice(2) : text))
}

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
