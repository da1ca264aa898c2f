import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Dispatcher, Pool } from 'undici'

/**
 * The least that a proxy in Node can do, for comparison: `node passthrough.js PORT UPSTREAM`. `node:http` in front,
 * undici's `dispatch` behind, bytes as they come, nothing read, checked or counted.
 */
const [port, upstream = ''] = process.argv.slice(2)
const pool = new Pool(upstream, { connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
const HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'expect'])

function withoutHop(raw: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < raw.length; i += 2)
    if (!HOP.has((raw[i] as string).toLowerCase())) kept.push(raw[i] as string, raw[i + 1] as string)
  return kept
}

/** undici's handler of one request, from its first header to its last byte. */
function passing(res: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller) {
      res.on('close', () => !res.writableFinished && controller.abort(new Error('left')))
      res.on('drain', () => controller.resume())
    },
    onResponseStart(_controller, status, headers) {
      const { connection: _, 'transfer-encoding': __, 'keep-alive': ___, ...kept } = headers
      res.writeHead(status, kept)
    },
    onResponseData(controller, chunk) {
      if (!res.write(chunk)) controller.pause()
    },
    onResponseEnd: () => void res.end(),
    onResponseError: () => void res.destroy(),
  }
}

createServer({ noDelay: true, keepAliveTimeout: 0, requestTimeout: 0 }, (req: IncomingMessage, res) => {
  if (req.method === 'GET') return void res.end('ok')
  const headers = withoutHop(req.rawHeaders)
  pool.dispatch({ path: req.url ?? '/', method: 'POST', headers, body: req }, passing(res))
}).listen(Number(port), '127.0.0.1')
