import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { RequestId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Log } from '../ports.ts'
import type { Address } from './address.ts'
import { type Authored, errorBody } from './errors.ts'
import { H2c } from './h2c.ts'
import type { Timings } from './timings.ts'
import { type Asked, askedIn, type Reply, ReplyOver1, ReplyOver2 } from './wire.ts'

/** Whoever opens more connections than this at once is no Claude Code. */
const MOST_CONNECTIONS = 4096

export type Handler = (asked: Asked, reply: Reply, listener: Listener) => void

/** One listening socket, and everything about HTTP that is decided before a request is one. */
export class Listener {
  readonly host: string
  readonly port: number
  /** The values of `Host` it is reached by. */
  readonly hosts: ReadonlySet<string>
  readonly #server: Server
  readonly #h2c: H2c
  #closed: Promise<void> | null = null

  private constructor(server: Server, host: string, handler: Handler, timings: Timings) {
    this.#server = server
    this.#h2c = new H2c((req, res) => handler(askedIn(req), new ReplyOver2(res), this), timings)
    const { address, port } = server.address() as AddressInfo
    this.host = host
    this.port = port
    this.hosts = hostsOf(address, port)
  }

  /**
   * `host` without brackets. `speaksHttp2`: whether a connection made now may speak it. Rejects with Node's error
   * where it cannot listen.
   */
  static open(
    { host, port }: Address,
    handler: Handler,
    speaksHttp2: () => boolean,
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
        const listener = new Listener(server, host, handler, timings)
        listener.#serve(handler)
        listener.#sort(speaksHttp2)
        resolve(listener)
      })
    })
  }

  /** Takes no new connection; those that are answered go on. Resolves when the last one is closed. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeIdleConnections()
      this.#h2c.close()
    })
    return this.#closed
  }

  closeAll(): void {
    this.#server.closeAllConnections()
    this.#h2c.closeAll()
  }

  /** Looks at what a new connection begins with, before HTTP/1.1 takes it for granted. */
  #sort(speaksHttp2: () => boolean): void {
    const asHttp1 = this.#server.listeners('connection') as ((socket: Socket) => void)[]
    const take = (socket: Socket) => {
      for (const listener of asHttp1) listener.call(this.#server, socket)
    }
    this.#server.removeAllListeners('connection')
    this.#server.on('connection', (socket) => (speaksHttp2() ? this.#h2c.sort(socket, take) : take(socket)))
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
const upgrade: Authored = { status: 426, type: 'invalid_request_error', message: words.upgrade }

function refusalOf(code: string | undefined): Authored {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, type: 'invalid_request_error', message: words.tooSlow }
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, type: 'invalid_request_error', message: words.tooManyBytes }
  return { status: 400, type: 'invalid_request_error', message: words.malformed }
}

/** An answer where there is no request to answer. */
function bare(socket: Duplex, error: Authored): void {
  const body = errorBody(error, RequestId.parse('unread'))
  socket.on('error', () => {})
  socket.end(
    `HTTP/1.1 ${error.status} Refused\r\ncontent-type: application/json\r\nconnection: close\r\n` +
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
