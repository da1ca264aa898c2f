import {
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { Socket } from 'node:net'
import { FirstBytes } from './first-bytes.ts'
import type { Timings } from './timings.ts'

/** RFC 9113, 3.4: what a client begins with that knows without asking that HTTP/2 is spoken here. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

/** Requests at once over one connection; a browser's usual figure. */
const MOST_STREAMS = 128
/** As Node's own for HTTP/1.1. */
const MOST_HEADER_BYTES = 16 * 1024

type Answering = (req: Http2ServerRequest, res: Http2ServerResponse) => void

/** HTTP/2 over connections that were accepted elsewhere. */
export class H2c {
  readonly #server: Http2Server
  readonly #sessions = new Set<ServerHttp2Session>()
  readonly #first: FirstBytes
  readonly #timings: Pick<Timings, 'clientHeadersMs' | 'keepAliveMs'>
  #closed = false

  constructor(answering: Answering, timings: Pick<Timings, 'clientHeadersMs' | 'keepAliveMs'>) {
    this.#timings = timings
    this.#first = new FirstBytes(timings.clientHeadersMs)
    this.#server = createServer({
      settings: { maxConcurrentStreams: MOST_STREAMS, maxHeaderListSize: MOST_HEADER_BYTES, enablePush: false },
      // Node counts what waits to be written as well; with its own 10 MB it would reset streams in a large answer.
      maxSessionMemory: 64,
    })
    this.#server.on('request', answering)
    this.#server.on('checkContinue', answering)
    this.#server.on('connect', answering)
    this.#server.on('session', (session) => this.#follow(session))
    // What goes wrong in a session ends it, and nothing else.
    this.#server.on('sessionError', () => {})
  }

  /** Hands a fresh connection to whoever speaks what it begins with; `otherwise`: it is not HTTP/2. */
  sort(socket: Socket, otherwise: (socket: Socket) => void): void {
    this.#first.sort(socket, (seen) => {
      const same = seen.subarray(0, PREFACE.length).equals(PREFACE.subarray(0, seen.length))
      if (!same) return otherwise
      return seen.length < PREFACE.length ? null : (it) => this.take(it)
    })
  }

  /** A connection over which HTTP/2 is spoken. */
  take(socket: Socket): void {
    // A server for HTTP/1.1 leaves this open; a session would outlive its client.
    socket.allowHalfOpen = false
    this.#server.emit('connection', socket)
  }

  /** What is under way goes on; nothing new begins. */
  close(): void {
    this.#closed = true
    this.#first.close()
    for (const session of this.#sessions) session.close()
  }

  closeAll(): void {
    this.close()
    for (const session of this.#sessions) session.destroy()
  }

  #follow(session: ServerHttp2Session): void {
    if (this.#closed) {
      session.close()
      return
    }
    const { clientHeadersMs, keepAliveMs } = this.#timings
    let streams = 0
    this.#sessions.add(session)
    session.on('close', () => this.#sessions.delete(session))
    session.setTimeout(clientHeadersMs)
    session.on('timeout', () => {
      if (streams === 0) session.close()
    })
    session.on('stream', (stream) => {
      streams += 1
      session.setTimeout(keepAliveMs)
      stream.on('close', () => {
        streams -= 1
      })
    })
  }
}
