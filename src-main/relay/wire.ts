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
  /** More would only be piled up. */
  full(): boolean
  head(status: number, headers: OutgoingHttpHeaders): void
  /** Sends the head before there is a body. */
  flush(): void
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

export const replyOver1 = (res: ServerResponse): Reply => ({
  ...shared(res),
  finished: () => res.writableFinished,
  full: () => res.writableNeedDrain,
  head: (status, headers) => void res.writeHead(status, headers),
  flush: () => res.flushHeaders(),
  write: (bytes) => res.write(bytes),
  end: (bytes) => void (bytes === undefined ? res.end() : res.end(bytes)),
  destroy: () => void res.destroy(),
})

export function replyOver2(res: Http2ServerResponse): Reply {
  const { stream } = res
  return {
    ...shared(res),
    // Node calls a stream that was reset finished, too.
    finished: () => res.writableEnded && stream.rstCode === constants.NGHTTP2_NO_ERROR,
    full: () => stream.writableNeedDrain,
    // RFC 9113, 8.2.2: what is about the connection has no place in a header there.
    head: (status, { connection: _, ...headers }) => void res.writeHead(status, headers),
    flush: () => {},
    write: (bytes) => res.write(bytes),
    // Only in HTTP/1.1 does Node itself leave out the body of an answer to HEAD.
    end: (bytes) => void (bytes === undefined || res.req.method === 'HEAD' ? res.end() : res.end(bytes)),
    // A reset without an error would pass for the end of a body of unknown length.
    destroy: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  }
}

/** What both call by the same name. */
const shared = (res: ServerResponse | Http2ServerResponse) => ({
  begun: () => res.headersSent,
  status: () => res.statusCode,
  ended: () => res.writableEnded,
  goOn: () => res.writeContinue(),
  on: (event: 'drain' | 'close' | 'error', listener: () => void) => void res.on(event, listener),
  off: (event: 'drain' | 'close', listener: () => void) => void res.off(event, listener),
})
