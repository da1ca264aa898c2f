import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { Readable } from 'node:stream'

/** A request as it arrived, whichever HTTP it was spoken in. */
export interface Asked {
  readonly method: string
  /** Path and query, as they came. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Name, value, name, value; in HTTP/2 with the names that begin with a colon. */
  readonly rawHeaders: readonly string[]
  /** Address of the other end of the socket. */
  readonly peer: string | undefined
  readonly body: Readable
}

/** The way back: of Node's answers only what they have in common, and means the same in both. */
export interface Reply {
  begun(): boolean
  status(): number
  ended(): boolean
  /** It ended, and everything was handed to the system. */
  finished(): boolean
  /** Everything so far is in the system's hands. */
  taken(): boolean
  /** More would only be piled up. */
  full(): boolean
  /** Goes out with what is written next. */
  head(status: number, headers: OutgoingHttpHeaders): void
  /** False: full. */
  write(bytes: Buffer): boolean
  end(bytes?: Buffer | string): void
  /** "Go on" to a client that asked before sending its body. */
  goOn(): void
  /** Breaks it off so that the client knows it is not whole. */
  destroy(): void
  on(event: 'drain' | 'close' | 'error', listener: () => void): void
  off(event: 'drain' | 'close', listener: () => void): void
}

export const askedIn = (req: IncomingMessage | Http2ServerRequest): Asked => ({
  method: req.method ?? '',
  url: req.url ?? '',
  headers: req.headers,
  rawHeaders: req.rawHeaders,
  peer: req.socket.remoteAddress,
  body: req,
})

/** What both call by the same name. */
class Shared<Res extends ServerResponse | Http2ServerResponse> {
  protected readonly res: Res

  constructor(res: Res) {
    this.res = res
  }
  begun(): boolean {
    return this.res.headersSent
  }
  status(): number {
    return this.res.statusCode
  }
  ended(): boolean {
    return this.res.writableEnded
  }
  goOn(): void {
    this.res.writeContinue()
  }
  write(bytes: Buffer): boolean {
    // Both have it, and TypeScript calls neither of two overloaded ones.
    return (this.res as ServerResponse).write(bytes)
  }
  on(event: 'drain' | 'close' | 'error', listener: () => void): void {
    this.res.on(event, listener)
  }
  off(event: 'drain' | 'close', listener: () => void): void {
    this.res.off(event, listener)
  }
}

/** A class, since a dozen closures for each request cost more than what they do. */
export class ReplyOver1 extends Shared<ServerResponse> implements Reply {
  finished(): boolean {
    return this.res.writableFinished
  }
  taken(): boolean {
    return this.res.writableLength === 0
  }
  full(): boolean {
    return this.res.writableNeedDrain
  }
  head(status: number, headers: OutgoingHttpHeaders): void {
    this.res.writeHead(status, headers)
  }
  end(bytes?: Buffer | string): void {
    if (bytes === undefined) this.res.end()
    else this.res.end(bytes)
  }
  destroy(): void {
    this.res.destroy()
  }
}

export class ReplyOver2 extends Shared<Http2ServerResponse> implements Reply {
  finished(): boolean {
    // Node calls a stream that was reset finished, too.
    return this.res.writableEnded && this.res.stream.rstCode === constants.NGHTTP2_NO_ERROR
  }
  taken(): boolean {
    return this.res.stream.writableLength === 0
  }
  full(): boolean {
    return this.res.stream.writableNeedDrain
  }
  head(status: number, { connection: _, ...headers }: OutgoingHttpHeaders): void {
    // RFC 9113, 8.2.2: what is about the connection has no place in a header there.
    this.res.writeHead(status, headers)
  }
  end(bytes?: Buffer | string): void {
    // Only in HTTP/1.1 does Node itself leave out the body of an answer to HEAD.
    if (bytes === undefined || this.res.req.method === 'HEAD') this.res.end()
    else this.res.end(bytes)
  }
  destroy(): void {
    // A reset without an error would pass for the end of a body of unknown length.
    this.res.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
  }
}
