import type { Socket } from 'node:net'
import { createServer, type Server } from 'node:tls'
import type { Identity } from '../certificate/self-signed.ts'

interface Takers {
  http1(socket: Socket): void
  http2(socket: Socket): void
}

/** TLS over connections that were accepted elsewhere. Clients that come again take up their session (RFC 8446, 2.2). */
export class Tls {
  readonly #server: Server
  readonly #under = new Set<Socket>()

  /** `patienceMs`: for a handshake. `http2`: whether it may be agreed on now. */
  constructor(identity: Identity, patienceMs: number, http2: () => boolean) {
    this.#server = createServer({
      ...identity,
      minVersion: 'TLSv1.2',
      handshakeTimeout: patienceMs,
      // RFC 7301, 3.2: with none in common the handshake fails.
      ALPNCallback: ({ protocols }) =>
        ['h2', 'http/1.1'].find((name) => protocols.includes(name) && (name !== 'h2' || http2())),
    })
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
  }

  on({ http1, http2 }: Takers): void {
    this.#server.on('secureConnection', (socket) => (socket.alpnProtocol === 'h2' ? http2 : http1)(socket))
  }

  /** A fresh connection that begins with a handshake. */
  readonly take = (socket: Socket): void => {
    this.#under.add(socket)
    socket.once('close', () => this.#under.delete(socket))
    this.#server.emit('connection', socket)
  }

  closeAll(): void {
    for (const socket of this.#under) socket.destroy()
  }
}
