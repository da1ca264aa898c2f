import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isLoopback } from '../../src-shared/config/schema.ts'
import { type PushName, pushes } from '../../src-shared/ipc/contract.ts'
import type { App } from '../app.ts'

/** A window sends nothing larger than a pasted key. */
const MOST_BYTES = 1024 * 1024
/** Keeps proxies from closing a quiet stream. */
const BEAT_MS = 15_000

/**
 * The contract over HTTP, for the window in a browser during development: `POST /bridge/invoke` with
 * `{name, input}`, and every push as a server-sent event of its name at `GET /bridge/events`. On loopback,
 * at a free port, for pages of this machine only. Not part of the packaged app.
 */
export async function serveBridge(
  app: Pick<App, 'call' | 'subscribe'>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(bridgeListener(app))
  await new Promise<void>((ready, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', ready)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** Answers the contract's rows and sends its pushes, on whatever server it is given. */
export const bridgeListener =
  (app: Pick<App, 'call' | 'subscribe'>): RequestListener =>
  (req, res) => {
    answer(app, req, res).catch(() => res.destroy())
  }

async function answer(app: Pick<App, 'call' | 'subscribe'>, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://bridge')
  if (!isOurs(req)) return end(res, 403)
  if (pathname === '/bridge/events' && req.method === 'GET') return events(app, res)
  if (pathname !== '/bridge/invoke') return end(res, 404)
  // A page elsewhere may send a form; only a page of ours may send JSON without being asked about it first.
  if (req.method !== 'POST' || req.headers['content-type'] !== 'application/json') return end(res, 405)
  const body = await read(req)
  if (body === null) {
    // The rest of it is still on its way; this connection is of no more use.
    res.setHeader('connection', 'close')
    return end(res, 413)
  }
  const asked = parse(body)
  if (asked === null) return end(res, 400)
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify(await app.call(asked.name, asked.input)))
}

/** By the address it was sent to and the page it was sent from; either may be missing in a request by hand. */
function isOurs({ headers }: IncomingMessage): boolean {
  const host = URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`).hostname : ''
  const { origin } = headers
  if (!isLoopback(host)) return false
  return origin === undefined || (URL.canParse(origin) && isLoopback(new URL(origin).hostname))
}

function events(app: Pick<App, 'subscribe'>, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  res.write(': here\n\n')
  const send = (name: PushName) => (payload: unknown) =>
    res.write(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`)
  const offs = (Object.keys(pushes) as PushName[]).map((name) => app.subscribe(name, send(name)))
  const beat = setInterval(() => res.write(': still here\n\n'), BEAT_MS)
  res.on('close', () => {
    clearInterval(beat)
    for (const off of offs) off()
  })
}

async function read(req: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of req) {
    length += (part as Buffer).length
    if (length > MOST_BYTES) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString()
}

function parse(body: string): { name: string; input: unknown } | null {
  try {
    const value = JSON.parse(body) as { name?: unknown; input?: unknown }
    return typeof value.name === 'string' ? { name: value.name, input: value.input } : null
  } catch {
    return null
  }
}

function end(res: ServerResponse, status: number): void {
  res.writeHead(status).end()
}
