import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { deltaEvent, FIRST_EVENTS, JSON_ANSWER, LAST_EVENTS, SMOOTH, TURN_DELTAS } from './messages.ts'

/**
 * A provider that costs next to nothing: `node upstream.js PORT`. What it answers is asked for by the header
 * `anthropic-bench`, since a relay passes such headers on.
 */
const answers: Readonly<Record<string, (body: Buffer[], req: IncomingMessage, res: ServerResponse) => void>> = {
  json: (_, __, res) => res.writeHead(200, json(JSON_ANSWER.length)).end(JSON_ANSWER),

  /** What arrived here, for whoever wants to know whether a proxy changed it. */
  seen(body, req, res) {
    const said = JSON.stringify({
      ...{ id: 'msg_seen', type: 'message', role: 'assistant', content: [] },
      seen: { key: req.headers['x-api-key'], sha256: createHash('sha256').update(Buffer.concat(body)).digest('hex') },
    })
    res.writeHead(200, json(Buffer.byteLength(said))).end(said)
  },

  turn(_, __, res) {
    begin(res)
    let left = TURN_DELTAS
    const next = () => {
      if (left-- === 0) return res.end(LAST_EVENTS)
      res.write(deltaEvent('another few words of the answer '))
      setImmediate(next)
    }
    next()
  },

  /** Each event holds the time at which it was sent. */
  smooth(_, __, res) {
    begin(res)
    let left: number = SMOOTH.events
    const timer = setInterval(() => {
      if (left-- > 0) return void res.write(deltaEvent(`@${process.hrtime.bigint()}@`))
      clearInterval(timer)
      res.end(LAST_EVENTS)
    }, SMOOTH.paceMs)
    res.on('close', () => clearInterval(timer))
  },

  hold(_, __, res) {
    begin(res)
    res.write(deltaEvent('the first words, and nothing after them'))
  },
}

const limits = Object.fromEntries(
  ['requests', 'input-tokens', 'output-tokens'].flatMap((name) => [
    [`anthropic-ratelimit-${name}-limit`, '90000000'],
    [`anthropic-ratelimit-${name}-remaining`, '89000000'],
    [`anthropic-ratelimit-${name}-reset`, '2030-01-01T00:00:00Z'],
  ]),
)
const common = { 'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy', ...limits }
const json = (length: number) => ({ 'content-type': 'application/json', 'content-length': length, ...common })

function begin(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...common })
  res.write(FIRST_EVENTS)
}

createServer({ noDelay: true, keepAliveTimeout: 0, requestTimeout: 0 }, (req, res) => {
  const kind = String(req.headers['anthropic-bench'] ?? 'json')
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => {
    if (kind === 'seen') chunks.push(chunk)
  })
  req.on('end', () => (answers[kind] ?? answers.json)?.(chunks, req, res))
}).listen(Number(process.argv[2]), '127.0.0.1')
