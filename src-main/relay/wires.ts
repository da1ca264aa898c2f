import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { LookupFunction, Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Connection } from '../../src-shared/domain/relay.ts'

import { guardedConnector } from './inner.ts'

type Opened = Extract<Connection, { kind: 'opened' }>

/** What is known of the connection that one request went over. */
export interface Wire {
  /** `null`: there was none yet. */
  connection: Connection | null
  /** When the request was handed to it (pool-clock ms); `null`: it was not. */
  sentAt: number | null
  /** Whether anything came back since. */
  heard(): boolean
  /** Everything that was sent over it so far is in the system's hands. */
  handedOver(): boolean
  /** It went over a connection that the server had closed, and was sent once more over one of its own. */
  again: boolean
}

export const noWire = (): Wire => ({
  ...{ connection: null, sentAt: null, again: false },
  heard: () => false,
  handedOver: () => false,
})

/**
 * Opens connections to upstreams and measures what it takes: the name's address, the connection, TLS. The figures
 * belong to the request that goes over a new connection first; those after it reuse it.
 */
export class Wires {
  readonly connect: buildConnector.connector
  readonly #now: () => number
  /** Opened, and nothing was sent over it yet. */
  readonly #fresh = new WeakMap<Socket, Opened>()
  readonly #failed = new WeakMap<Error, Opened>()
  /** undici's own request → whose it is. */
  readonly #of = new WeakMap<object, Wire>()
  #making: Wire | null = null

  constructor(connectMs: number, now: () => number, lookup?: LookupFunction) {
    this.#now = now
    const open = guardedConnector({ timeout: connectMs }, lookup)
    this.connect = (options, callback) => {
      const opened: Opened = { kind: 'opened', dnsMs: null, connectMs: null, tlsMs: null }
      // Undici's type leaves out that the socket is handed back at once.
      const socket = open(options, (...[error, stands]: Parameters<typeof callback>) => {
        if (error) this.#failed.set(error, opened)
        if (stands) this.#fresh.set(stands, opened)
        if (error) callback(error, null)
        else if (stands) callback(null, stands)
      }) as unknown as Socket | undefined
      if (socket) this.#measure(socket, opened)
    }
    subscribe('undici:request:create', this.#made)
    subscribe('undici:client:sendHeaders', this.#sent)
  }

  /** Begins a request of undici's; what becomes of its connection is written into `wire`. */
  begin<T>(wire: Wire, request: () => T): T {
    this.#making = wire
    try {
      return request()
    } finally {
      this.#making = null
    }
  }

  /** A request whose connection never came to stand failed with this error. */
  lost(wire: Wire, error: unknown): void {
    if (error instanceof Error) wire.connection ??= this.#failed.get(error) ?? null
  }

  close(): void {
    unsubscribe('undici:request:create', this.#made)
    unsubscribe('undici:client:sendHeaders', this.#sent)
  }

  #measure(socket: Socket, opened: Opened): void {
    let since = this.#now()
    const lap = (part: 'dnsMs' | 'connectMs' | 'tlsMs') => () => {
      const now = this.#now()
      opened[part] = now - since
      since = now
    }
    // With several addresses there is one such event for each.
    socket.once('lookup', lap('dnsMs'))
    socket.once('connect', lap('connectMs'))
    socket.once('secureConnect', lap('tlsMs'))
  }

  /** Told while `begin` runs, where it is a request of ours. */
  readonly #made: ChannelListener = (message) => {
    if (this.#making) this.#of.set((message as { request: object }).request, this.#making)
  }

  readonly #sent: ChannelListener = (message) => {
    const { request, socket } = message as { request: object; socket: Socket }
    const opened = this.#fresh.get(socket)
    this.#fresh.delete(socket)
    const wire = this.#of.get(request)
    if (!wire) return
    wire.connection = opened ?? { kind: 'reused' }
    wire.sentAt = this.#now()
    const { bytesRead } = socket
    wire.heard = () => socket.bytesRead > bytesRead
    wire.handedOver = () => socket.writableLength === 0
  }
}
