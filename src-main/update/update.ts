import { createHash, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'

const Version = z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/)

/** One file of a version. `sha512` in base64; `size` in bytes. */
const Package = z.strictObject({
  platform: z.string().regex(/^(linux|darwin|win32)-(x64|arm64)$/),
  url: z.url(),
  sha512: z.base64().length(88),
  size: z.number().int().positive(),
})
export type Package = z.infer<typeof Package>

/** What a publisher says of a version, signed as a whole. */
const Manifest = z.strictObject({
  app: z.literal('cc-relay'),
  version: Version,
  /** Not believed after this: whoever holds back newer ones can do so for so long only. */
  expires: z.iso.datetime(),
  packages: z.array(Package).min(1).max(20),
})

/** What an update must fit. */
export interface Running {
  readonly version: string
  /** e.g. `linux-x64`. */
  readonly platform: string
  /** Where updates come from, e.g. `https://updates.example.com`. */
  readonly origin: string
  /** Ed25519, of whoever publishes; the private half is on no machine that builds. */
  readonly publisher: KeyObject
  /** Of the wall clock, ms since the epoch. */
  readonly now: number
}

type Why = 'signature' | 'shape' | 'expired' | 'not_newer' | 'platform' | 'address'
export type Judged = { kind: 'good'; version: string; package: Package } | { kind: 'refused'; why: Why }

/** A manifest that says it is good for longer than this says too much, in ms. */
const LONGEST_MS = 30 * 86_400_000

const refused = (why: Why): Judged => ({ kind: 'refused', why })

/** Whether what was fetched is an update for this app. Nothing of it is looked at before its signature is good. */
export function judge(manifest: Uint8Array, signature: Uint8Array, running: Running): Judged {
  if (running.publisher.asymmetricKeyType !== 'ed25519') return refused('signature')
  if (!verify(null, manifest, running.publisher, signature)) return refused('signature')
  const parsed = Manifest.safeParse(json(manifest))
  if (!parsed.success) return refused('shape')
  const { version, expires, packages } = parsed.data
  const left = Date.parse(expires) - running.now
  if (left <= 0 || left > LONGEST_MS) return refused('expired')
  if (!isNewer(version, running.version)) return refused('not_newer')
  const found = packages.filter(({ platform }) => platform === running.platform)
  const [one] = found
  if (!one || found.length > 1) return refused('platform')
  const url = new URL(one.url)
  if (url.protocol !== 'https:' || url.origin !== running.origin) return refused('address')
  return { kind: 'good', version, package: one }
}

/** Whether a fetched file is the one that was signed for, whole. */
export const isWhole = (file: Uint8Array, { size, sha512 }: Package): boolean =>
  file.length === size && createHash('sha512').update(file).digest('base64') === sha512

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((it) => it.split('.').map(Number))
  for (const at of [0, 1, 2]) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}
