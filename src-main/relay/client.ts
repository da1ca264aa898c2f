import type { RequestId } from '../../src-shared/domain/ids.ts'
import type { Signal } from '../ports.ts'
import { type Authored, errorBody, errorEvent } from './errors.ts'
import { type HeaderMap, toClient } from './headers.ts'
import { Leaving } from './leaving.ts'
import { Silence } from './silence.ts'
import type { Timings } from './timings.ts'
import type { Reply } from './wire.ts'

const PING = Buffer.from('event: ping\ndata: {"type": "ping"}\n\n')
/** A larger answer is handed over piece by piece, as the client takes it. */
const PIECE = 64 * 1024

/** On every answer; no page may frame, sniff or cache one. There is never a CORS header. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'",
}

const nothing = () => ({})

/** The client's side of one request: the only thing that writes to it. Nothing is sent before it is told to. */
export class Client {
  readonly id: RequestId
  readonly #reply: Reply
  readonly #timings: Pick<Timings, 'pingMs' | 'stallMs'>
  readonly #gone = new Leaving()
  #about: () => Readonly<Record<string, string>> = nothing
  #extra: Record<string, string> = {}
  #pings: Silence | null = null

  constructor(reply: Reply, id: RequestId, timings: Pick<Timings, 'pingMs' | 'stallMs'>) {
    this.#reply = reply
    this.id = id
    this.#timings = timings
    reply.on('close', () => {
      this.#pings?.stop()
      if (!reply.finished()) this.#gone.abort()
    })
    // What is wrong with the connection is told by 'close'.
    reply.on('error', () => {})
  }

  /** Aborted when the client leaves before its answer is complete. */
  get gone(): Signal {
    return this.#gone
  }
  /** The status is out: from now on it is this answer or none. */
  get begun(): boolean {
    return this.#reply.begun()
  }
  get status(): number | null {
    return this.begun ? this.#reply.status() : null
  }

  /** Headers of ours for whatever answer this will be, asked for once it begins; others that were marked are gone. */
  about(headers: () => Readonly<Record<string, string>>): void {
    this.#about = headers
    this.#extra = {}
  }

  /** More of them; `null` takes one back. */
  mark(headers: Readonly<Record<string, string | null>>): void {
    for (const [name, value] of Object.entries(headers)) {
      if (value === null) delete this.#extra[name]
      else this.#extra[name] = value
    }
  }

  /** A whole answer. */
  send(status: number, headers: HeaderMap, body: Buffer | string): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    this.#head(status, headers, { 'content-length': String(bytes.length) })
    if (bytes.length <= PIECE) this.#end(bytes)
    else void this.#pour(bytes)
  }

  /** An error of our own: as an answer, or inside the stream that has begun. */
  refuse(error: Authored): void {
    if (this.gone.aborted || this.#reply.ended()) return
    if (this.begun) {
      if (this.#pings) this.#end(errorEvent(error, this.id))
      else this.destroy()
      return
    }
    const own = { 'content-type': 'application/json', 'cache-control': 'no-store', 'request-id': this.id }
    const body = errorBody(error, this.id)
    this.#head(error.status, {}, { ...own, ...error.headers, 'content-length': String(Buffer.byteLength(body)) })
    this.#end(body)
  }

  /** As `refuse`, and whatever is under way for the client is called off. */
  cut(error: Authored): void {
    this.refuse(error)
    this.#gone.abort()
  }

  /** Begins a stream of events, kept alive by pings of our own from here on. */
  openEvents(headers: HeaderMap): void {
    this.#head(200, headers, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    const pings = new Silence(this.#timings.pingMs, () => {
      this.ping()
      pings.touch()
    })
    this.#pings = pings
  }

  /** The client would give up on a longer silence, so its answer is begun; whoever is being asked now gives it. */
  beginEarly(): void {
    if (this.begun || this.gone.aborted) return
    this.openEvents({})
    this.ping()
  }

  /** Begins an answer of unknown length. */
  openBytes(status: number, headers: HeaderMap): void {
    this.#head(status, headers, {})
  }

  /** Between whole events only. Left out where the client is behind with reading. */
  ping(): void {
    if (!this.#reply.full() && !this.#reply.ended()) this.#reply.write(PING)
  }

  /**
   * `null`: the client can take more. Otherwise resolves once it can, or has left; one that stalls is cut off.
   * Whoever waits for it holds no more for a client than what was written last.
   */
  write(bytes: Buffer): Promise<void> | null {
    this.#pings?.touch()
    if (this.#reply.write(bytes)) return null
    return new Promise((resolve) => {
      const stalled = setTimeout(() => this.destroy(), this.#timings.stallMs)
      const done = () => {
        clearTimeout(stalled)
        this.#reply.off('drain', done)
        this.#reply.off('close', done)
        resolve()
      }
      this.#reply.on('drain', done)
      this.#reply.on('close', done)
    })
  }

  end(): void {
    this.#end()
  }

  /** For an answer that can no longer end well in any other way. */
  destroy(): void {
    this.#reply.destroy()
  }

  async #pour(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.gone.aborted; at += PIECE)
      await this.write(bytes.subarray(at, at + PIECE))
    this.#end()
  }

  /** What is still to be taken is little, but a client that never takes it would keep its connection for good. */
  #end(bytes?: Buffer | string): void {
    this.#pings?.stop()
    this.#reply.end(bytes)
    if (this.#reply.taken()) return
    const stalled = setTimeout(() => this.destroy(), this.#timings.stallMs)
    this.#reply.on('close', () => clearTimeout(stalled))
  }

  #head(status: number, upstream: HeaderMap, own: Readonly<Record<string, string>>): void {
    const headers = Object.assign(toClient(upstream), ALWAYS, this.#about(), this.#extra, own)
    headers['x-request-id'] = this.id
    this.#reply.head(status, headers)
  }
}
