import type { ServerResponse } from 'node:http'
import type { RequestId } from '../../src-shared/domain/ids.ts'
import { type Authored, errorBody, errorEvent } from './errors.ts'
import { type HeaderMap, toClient } from './headers.ts'
import { Silence } from './silence.ts'
import type { Timings } from './timings.ts'

const PING = 'event: ping\ndata: {"type": "ping"}\n\n'

/** On every answer; no page may frame, sniff or cache one. There is never a CORS header. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'",
}

/** The client's side of one request: the only thing that writes to it. Nothing is sent before it is told to. */
export class Client {
  readonly id: RequestId
  readonly #res: ServerResponse
  readonly #timings: Pick<Timings, 'pingMs' | 'stallMs'>
  readonly #gone = new AbortController()
  readonly #extra: Record<string, string> = {}
  #pings: Silence | null = null

  constructor(res: ServerResponse, id: RequestId, timings: Pick<Timings, 'pingMs' | 'stallMs'>) {
    this.#res = res
    this.id = id
    this.#timings = timings
    res.on('close', () => {
      this.#pings?.stop()
      if (!res.writableFinished) this.#gone.abort()
    })
    // What is wrong with the connection is told by 'close'.
    res.on('error', () => {})
  }

  /** Aborted when the client leaves before its answer is complete. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }
  /** The status is out: from now on it is this answer or none. */
  get begun(): boolean {
    return this.#res.headersSent
  }
  get status(): number | null {
    return this.#res.headersSent ? this.#res.statusCode : null
  }

  /** Headers of ours for whatever answer this will be. */
  mark(headers: Readonly<Record<string, string>>): void {
    Object.assign(this.#extra, headers)
  }

  /** A whole answer. */
  send(status: number, headers: HeaderMap, body: Buffer | string): void {
    this.#head(status, headers, { 'content-length': String(Buffer.byteLength(body)) })
    this.#res.end(body)
  }

  /** An error of our own: as an answer, or inside the stream that has begun. */
  refuse(error: Authored): void {
    if (this.gone.aborted || this.#res.writableEnded) return
    if (this.begun) {
      if (this.#pings) this.#res.end(errorEvent(error, this.id))
      else this.destroy()
      this.#pings?.stop()
      return
    }
    const own = { 'content-type': 'application/json', 'cache-control': 'no-store', 'request-id': this.id }
    const body = errorBody(error, this.id)
    this.#head(error.status, {}, { ...own, ...error.headers, 'content-length': String(Buffer.byteLength(body)) })
    this.#res.end(body)
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
    this.#res.flushHeaders()
    const pings = new Silence(this.#timings.pingMs, () => {
      this.ping()
      pings.touch()
    })
    this.#pings = pings
  }

  /** Begins an answer of unknown length. */
  openBytes(status: number, headers: HeaderMap): void {
    this.#head(status, headers, {})
  }

  /** Between whole events only. Left out where the client is behind with reading. */
  ping(): void {
    if (!this.#res.writableNeedDrain && !this.#res.writableEnded) this.#res.write(PING)
  }

  /** `null`: the client can take more. Otherwise resolves once it can, or has left; one that stalls is cut off. */
  write(bytes: Buffer): Promise<void> | null {
    this.#pings?.touch()
    if (this.#res.write(bytes)) return null
    return new Promise((resolve) => {
      const stalled = setTimeout(() => this.#res.destroy(), this.#timings.stallMs)
      const done = () => {
        clearTimeout(stalled)
        this.#res.off('drain', done)
        this.#res.off('close', done)
        resolve()
      }
      this.#res.on('drain', done)
      this.#res.on('close', done)
    })
  }

  end(): void {
    this.#pings?.stop()
    this.#res.end()
  }

  /** For an answer that can no longer end well in any other way. */
  destroy(): void {
    this.#res.destroy()
  }

  #head(status: number, upstream: HeaderMap, own: Readonly<Record<string, string>>): void {
    this.#res.writeHead(status, { ...toClient(upstream), ...ALWAYS, ...this.#extra, ...own, 'x-request-id': this.id })
  }
}
