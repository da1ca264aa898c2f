import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as an upstream got it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The key it came with. */
  readonly key: string | null
  /** Resolves when its connection is closed. */
  readonly closed: Promise<void>
}

/** What an upstream does with a request. */
export type Script = (res: ServerResponse, seen: Seen) => void | Promise<void>

export interface ScriptedUpstream {
  readonly baseUrl: string
  readonly seen: Seen[]
  /** Sockets ever opened to it. */
  readonly sockets: () => number
  stop(): Promise<void>
}

/** An upstream on loopback that does what it is told for each key; other keys get a 401. */
export async function startUpstream(scripts: Readonly<Record<string, Script>> | Script): Promise<ScriptedUpstream> {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  const server = createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('error', () => {})
    res.on('error', () => {})
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      const bearer = /^Bearer (.*)$/.exec(req.headers.authorization ?? '')?.[1]
      const key = (req.headers['x-api-key'] as string | undefined) ?? bearer ?? null
      const closed = new Promise<void>((resolve) => res.on('close', resolve))
      const { method = '', url = '', headers } = req
      const request = { method, url, headers, body: Buffer.concat(parts), key, closed }
      seen.push(request)
      const script = typeof scripts === 'function' ? scripts : scripts[key ?? '']
      void (script ?? fails(401, 'authentication_error', 'invalid x-api-key'))(res, request)
    })
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    sockets: () => sockets.size,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export const event = (name: string, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`

export const start = (input = 25): string =>
  event('message_start', {
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      usage: { input_tokens: input, output_tokens: 1 },
    },
  })
export const word = (text: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })
export const stop = (output = 7): string =>
  event('content_block_stop', { index: 0 }) +
  event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } }) +
  event('message_stop', {})
const block = event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })

/** The bytes of a well-formed stream. */
export const stream = (...words: string[]): string => start() + block + words.map(word).join('') + stop()

const SSE = { 'content-type': 'text/event-stream; charset=utf-8' }

/** A stream of exactly these bytes. */
export const streams =
  (bytes: string | Buffer, headers: Record<string, string> = {}): Script =>
  (res) => {
    res.writeHead(200, { ...SSE, ...headers }).end(bytes)
  }

/** A whole answer. */
export const answers =
  (status: number, body: string | object, headers: Record<string, string> = {}): Script =>
  (res) => {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json'
    res
      .writeHead(status, { 'content-type': type, ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
  }

/** An error in Anthropic's format. */
export const fails = (status: number, type: string, message: string, headers: Record<string, string> = {}): Script =>
  answers(status, { type: 'error', error: { type, message }, request_id: 'req_up' }, headers)

export const limited = (seconds: number | null): Script =>
  fails(
    429,
    'rate_limit_error',
    'This request would exceed your rate limit.',
    seconds === null ? {} : { 'retry-after': String(seconds) },
  )

/** Takes the request and breaks the connection. */
export const resets: Script = (res) => void res.socket?.resetAndDestroy()

/** Sends these bytes of a stream and breaks the connection once they are on their way. */
export const breaksAfter =
  (bytes: string): Script =>
  (res) => {
    res.writeHead(200, SSE)
    res.write(bytes, () => setImmediate(() => res.socket?.resetAndDestroy()))
  }

/** Sends these bytes of a stream and then nothing, for as long as it is let. */
export const hangsAfter =
  (bytes: string): Script =>
  (res) => {
    res.writeHead(200, SSE)
    res.flushHeaders()
    if (bytes !== '') res.write(bytes)
  }

/** Takes the request and never answers. */
export const hangs: Script = () => {}

/** One script per request, in turn; the last one for all that follow. */
export function inTurn(...scripts: Script[]): Script {
  let at = 0
  return (res, seen) => scripts[Math.min(at++, scripts.length - 1)]?.(res, seen)
}
