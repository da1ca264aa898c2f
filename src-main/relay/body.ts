import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { text } from '../../src-shared/text/text.ts'
import type { Authored } from './errors.ts'
import { gather, type Pace } from './gather.ts'
import type { Slabs } from './slabs.ts'
import type { Asked } from './wire.ts'

/** Bodies of all requests under way together hold no more than this, in bytes. */
const MOST_HELD = 256 * 1024 * 1024

/** A body up to this size mostly comes in one piece, and is used as it came. In bytes. */
const ONE_READ = 32 * 1024

/** Counts what is held, so that many large requests at once cannot use up the memory of the app. */
export class BodyBudget {
  #held = 0

  /** Whether there is room; if so, it is taken. */
  take(bytes: number): boolean {
    if (this.#held + bytes > MOST_HELD) return false
    this.#held += bytes
    return true
  }
  give(bytes: number): void {
    this.#held -= bytes
  }
}

/** Where bodies are kept while they are needed. */
interface Room {
  readonly budget: BodyBudget
  readonly slabs: Slabs
}

export type Body =
  /** `slab`: to be given back to the slabs once nobody reads or sends it any more; `null`: of no use to them. */
  | { kind: 'body'; body: Buffer; held: number; slab: Buffer | null }
  | { kind: 'refused'; error: Authored }
  /** The client stopped sending. */
  | { kind: 'gone' }

/**
 * The whole body in one piece, decoded. What is held is to be given back to the budget once the request is
 * answered. `mostBytes` 0: no limit.
 */
export async function readBody(asked: Asked, mostBytes: number, { budget, slabs }: Room, pace: Pace): Promise<Body> {
  const most = mostBytes === 0 ? Number.POSITIVE_INFINITY : mostBytes
  if (Number(asked.headers['content-length'] ?? 0) > most) return refused(tooLarge(most))
  const stated = Number(asked.headers['content-length'] ?? 0)
  // Copied as it comes: what is kept until its end would be new memory for each read.
  const slab = stated > ONE_READ ? slabs.take(stated) : null
  const chunks: Buffer[] = []
  let held = 0
  const take = (chunk: Buffer) => {
    const bytes = chunk.length
    if (held + bytes > most) return 'large'
    if (!budget.take(bytes)) return 'full'
    if (slab) chunk.copy(slab, held)
    else chunks.push(chunk)
    held += bytes
    return null
  }
  const leave = () => {
    budget.give(held)
    if (slab) slabs.give(slab)
  }
  const refuse = (error: Authored): Body => {
    leave()
    return refused(error)
  }
  const came = await gather(asked.body, take, pace)
  if (came === 'large') return refuse(tooLarge(most))
  if (came === 'full' || came === 'slow') return refuse(came === 'full' ? full : slow)
  // Node itself sees to it that a body has the length it was announced with.
  if (came === 'gone' || (slab && held !== stated)) {
    leave()
    return { kind: 'gone' }
  }
  const [first] = chunks
  const body = slab ?? (first && chunks.length === 1 ? first : Buffer.concat(chunks))
  const decoded = await decode(body, asked.headers['content-encoding'], Math.min(most, MOST_HELD))
  if (!Buffer.isBuffer(decoded)) return refuse(decoded)
  if (decoded === body) return { kind: 'body', body, held, slab }
  if (!budget.take(decoded.length)) return refuse(full)
  return { kind: 'body', body: decoded, held: held + decoded.length, slab: null }
}

const decoders = { gzip: promisify(gunzip), br: promisify(brotliDecompress), deflate: promisify(inflate) }

async function decode(body: Buffer, encoding: string | undefined, most: number): Promise<Buffer | Authored> {
  const name = (encoding ?? '')
    .trim()
    .toLowerCase()
    .replace(/^x-gzip$/, 'gzip')
  if (name === '' || name === 'identity') return body
  if (!Object.hasOwn(decoders, name)) {
    const headers = { 'accept-encoding': 'gzip, deflate, br' }
    return { status: 415, type: 'invalid_request_error', message: words.encoding(name.slice(0, 40)), headers }
  }
  try {
    return await decoders[name as keyof typeof decoders](body, { maxOutputLength: most })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(most)
    return { status: 400, type: 'invalid_request_error', message: words.broken(name) }
  }
}

const words = text.errors.body
const refused = (error: Authored): Body => ({ kind: 'refused', error })
const tooLarge = (most: number): Authored => ({
  status: 413,
  type: 'request_too_large',
  message: words.tooLarge(most),
})
const slow: Authored = {
  status: 408,
  type: 'invalid_request_error',
  message: text.errors.gate.tooSlow,
  headers: { connection: 'close' },
}
const full: Authored = {
  status: 503,
  type: 'api_error',
  message: words.full,
  headers: { 'retry-after': '1' },
}
