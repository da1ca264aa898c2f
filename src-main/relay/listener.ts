import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { RequestId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Log } from '../ports.ts'
import type { Address } from './address.ts'
import { type Authored, errorBody, LASTING } from './errors.ts'
import { FirstBytes } from './first-bytes.ts'
import { H2c } from './h2c.ts'
import type { RelayParts } from './parts.ts'
import type { Timings } from './timings.ts'
import { Tls } from './tls.ts'
import { type Asked, askedIn, type Reply, ReplyOver1, ReplyOver2 } from './wire.ts'

/** Whoever opens more connections than this at once is no Claude Code. */
const MOST_CONNECTIONS = 4096

export type Handler = (asked: Asked, reply: Reply, listener: Listener) => void

/** What is spoken over a connection made now. */
export interface Spoken {
  http2(): boolean
  readonly tls: RelayParts['tls']
}

/** One listening socket, and everything about HTTP that is decided before a request is one. */
export class Listener {
  readonly host: string
  readonly port: number
  /** The values of `Host` it is reached by. */
  readonly hosts: ReadonlySet<string>
  readonly #server: Server
  readonly #h2c: H2c
  readonly #first: FirstBytes
  readonly #tls: Tls | null
  #closed: Promise<void> | null = null

  private constructor(server: Server, host: string, handler: Handler, spoken: Spoken, timings: Timings) {
    this.#server = server
    this.#h2c = new H2c((req, res) => handler(askedIn(req), new ReplyOver2(res), this), timings)
    this.#first = new FirstBytes(timings.clientHeadersMs)
    this.#tls = spoken.tls && new Tls(spoken.tls.identity, timings.clientHeadersMs, spoken.http2)
    const { address, port } = server.address() as AddressInfo
    this.host = host
    this.port = port
    this.hosts = hostsOf(address, port)
  }

  /**
   * `host` without brackets. Rejects with Node's error where it cannot listen.
   */
  static open(
    { host, port }: Address,
    handler: Handler,
    spoken: Spoken,
    { timings, log }: { timings: Timings; log: Log },
  ): Promise<Listener> {
    return new Promise((resolve, reject) => {
      const server = createServer({
        headersTimeout: timings.clientHeadersMs,
        requestTimeout: timings.clientRequestMs,
        keepAliveTimeout: timings.keepAliveMs,
        connectionsCheckingInterval: Math.min(1000, timings.clientHeadersMs),
        noDelay: true,
        // A request without one is refused in our own words.
        requireHostHeader: false,
      })
      server.maxConnections = MOST_CONNECTIONS
      server.once('error', reject)
      server.listen({ host, port }, () => {
        server.off('error', reject)
        // Such as too many open files: one connection is lost, the server is not.
        server.on('error', (error) => log.warn({ error: error.message }, 'server error'))
        const listener = new Listener(server, host, handler, spoken, timings)
        listener.#serve(handler)
        listener.#sort(spoken)
        resolve(listener)
      })
    })
  }

  /** Calls back once where it stops listening without having been told to. */
  onLost(lost: () => void): void {
    this.#server.once('close', () => {
      if (this.#closed === null) lost()
    })
  }

  /** Takes no new connection; those that are answered go on. Resolves when the last one is closed. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeIdleConnections()
      this.#first.close()
      this.#h2c.close()
    })
    return this.#closed
  }

  closeAll(): void {
    this.#server.closeAllConnections()
    this.#h2c.closeAll()
    this.#tls?.closeAll()
  }

  /** Looks at what a new connection begins with, before HTTP/1.1 takes it for granted. */
  #sort({ http2, tls: over }: Spoken): void {
    const asHttp1 = this.#server.listeners('connection') as ((socket: Socket) => void)[]
    const take = (socket: Socket) => {
      for (const listener of asHttp1) listener.call(this.#server, socket)
    }
    const inPlain = (socket: Socket) => (http2() ? this.#h2c.sort(socket, take) : take(socket))
    const tls = this.#tls
    this.#server.removeAllListeners('connection')
    if (tls === null) return void this.#server.on('connection', inPlain)
    tls.on({ http1: take, http2: (socket) => this.#h2c.take(socket) })
    this.#server.on('connection', (socket) =>
      this.#first.sort(socket, ([first]) => {
        if (first === TLS_HANDSHAKE) return tls.take
        return over?.plain() ? inPlain : onlyTls
      }),
    )
  }

  #serve(handler: Handler): void {
    const answering = new WeakMap<Duplex, ServerResponse>()
    const onRequest = (req: IncomingMessage, res: ServerResponse) => {
      answering.set(req.socket, res)
      if (this.#closed) res.setHeader('connection', 'close')
      res.on('close', () => {
        if (this.#closed) setImmediate(() => this.#server.closeIdleConnections())
      })
      handler(askedIn(req), new ReplyOver1(res), this)
    }
    this.#server.on('request', onRequest)
    // A body that is announced is asked for only once its headers were let in.
    this.#server.on('checkContinue', onRequest)
    this.#server.on('upgrade', (_req, socket) => bare(socket, upgrade))
    this.#server.on('connect', (_req, socket) => bare(socket, upgrade))
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      const under = answering.get(socket)
      const spoiled = under !== undefined && !under.writableFinished && under.headersSent
      if (error.code === 'ECONNRESET' || spoiled || !socket.writable) socket.destroy()
      else bare(socket, refusalOf(error.code))
    })
  }
}

const words = text.errors.gate
/** RFC 8446, 5.1: the type of the record that every connection over TLS begins with. */
const TLS_HANDSHAKE = 22
const plainIsOff: Authored = { status: 400, type: 'invalid_request_error', message: words.plain, headers: LASTING }
const upgrade: Authored = { status: 426, type: 'invalid_request_error', message: words.upgrade }

function refusalOf(code: string | undefined): Authored {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, type: 'invalid_request_error', message: words.tooSlow }
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, type: 'invalid_request_error', message: words.tooManyBytes }
  return { status: 400, type: 'invalid_request_error', message: words.malformed }
}

/** Whoever comes without TLS is told so; what it sends is not looked at. */
function onlyTls(socket: Socket): void {
  socket.resume()
  bare(socket, plainIsOff)
}

/** An answer where there is no request to answer. */
function bare(socket: Duplex, error: Authored): void {
  const id = RequestId.parse(randomUUID())
  const body = errorBody(error, id)
  socket.on('error', () => {})
  socket.end(
    `HTTP/1.1 ${error.status} Refused\r\ncontent-type: application/json\r\nconnection: close\r\n` +
      `request-id: ${id}\r\nx-request-id: ${id}\r\n` +
      Object.entries(error.headers ?? {})
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('') +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  )
}

function hostsOf(address: string, port: number): Set<string> {
  const names =
    address === '::1' ? ['[::1]', 'localhost'] : address === '127.0.0.1' ? [address, 'localhost'] : [address]
  const hosts = names.map((name) => `${name}:${port}`)
  return new Set(port === 80 ? [...hosts, ...names] : hosts)
}
