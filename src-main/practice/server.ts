import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Plan, perform } from './plan.ts'

/** A request, read whole. */
export interface Asked {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** What came after the question mark; empty: nothing. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Served {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  /** Cuts what is under way and closes. */
  stop(): Promise<void>
}

/** Anthropic's own cap on a request body, bytes. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * Answers every request with the plan that `answer` makes for it, on loopback only. `port` 0: any free one.
 * Rejects where the port is taken.
 */
export async function serve(
  answer: (asked: Asked) => Plan | Promise<Plan>,
  tooLarge: () => Plan,
  port = 0,
): Promise<Served> {
  const server = createServer(async (req, res) => {
    res.on('error', () => {})
    const body = await readBody(req).catch(() => null)
    if (req.destroyed && body === null) return
    const [path = '/', query = ''] = (req.url ?? '/').split('?')
    const plan =
      body === null
        ? tooLarge()
        : await answer({ method: req.method ?? 'GET', path, query, headers: req.headers, body })
    await perform(res, plan)
  })
  server.keepAliveTimeout = 65_000
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', ready)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function readBody(req: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of req) {
    length += (part as Buffer).length
    if (length <= MOST_BYTES) parts.push(part as Buffer)
  }
  return length > MOST_BYTES ? null : Buffer.concat(parts)
}
