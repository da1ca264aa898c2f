import { connect } from 'node:net'
import fc from 'fast-check'
import { type House, TOKEN } from './house.ts'
import { status } from './open.ts'

const pieces = (port: number): string[] => [
  ...[
    'POST ',
    'GET ',
    'HEAD ',
    'PUT ',
    'OPTIONS ',
    'get ',
    'PRI * ',
    '/v1/messages ',
    '/v1/models ',
    '/status ',
    '/health ',
  ],
  ...[
    '/',
    '//',
    '/v1/models/%',
    '/relay/x/v1/messages ',
    'HTTP/1.1\r\n',
    'HTTP/1.0\r\n',
    'HTTP/2.0\r\n',
    ' ',
    '\r\n',
    '\r\n\r\n',
  ],
  ...[
    `host: 127.0.0.1:${port}\r\n`,
    'host: a\r\n',
    'Host:\r\n',
    'content-length: 5\r\n',
    'content-length: 99999999\r\n',
  ],
  ...['transfer-encoding: chunked\r\n', 'connection: close\r\n', 'connection: keep-alive\r\n', 'upgrade: h2c\r\n'],
  ...['expect: 100-continue\r\n', 'content-encoding: gzip\r\n', 'origin: null\r\n', 'x-api-key: wrong\r\n', 'x: y\r\n'],
  ...['5\r\nhello\r\n0\r\n\r\n', '{"model":"m"}', '\0', ':', '\n', '\t', '\u007f', '\u00ff', 'x'.repeat(9000)],
]

/** Whole so far, so that what follows is looked at. */
const begun = (port: number): string[] =>
  [
    'POST /v1/messages',
    'GET /v1/models?x',
    'PUT /status',
    'GET /nothing',
    'GET /',
    'HEAD /status',
    'DELETE /requests/x',
  ].map((asked) => `${asked} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`)

const request = (port: number) =>
  fc.tuple(
    fc.constantFrom('', ...begun(port)),
    fc.array(
      fc.oneof(
        { arbitrary: fc.constantFrom(...pieces(port)), weight: 6 },
        fc.string({ unit: 'binary', maxLength: 20 }),
      ),
      { maxLength: 10 },
    ),
  )

export interface Fuzzed {
  /** By status; 0: none came. */
  readonly statuses: Readonly<Record<number, number>>
  /** Answers that are neither a success nor an error in Anthropic's format with an id. */
  readonly wrong: readonly string[]
  /** Connections that were still open after `patienceMs`. */
  readonly hung: number
}

/** So many requests made of pieces of requests, 40 at once; none of them has the client token. */
export async function fuzz(house: House, count: number, seed: number, patienceMs = 30_000): Promise<Fuzzed> {
  const all = fc.sample(request(house.port), { numRuns: count, seed })
  const statuses: Record<number, number> = {}
  const wrong: string[] = []
  let hung = 0
  const work = async () => {
    for (let next = all.pop(); next !== undefined; next = all.pop()) {
      const bytes = (next[0] + next[1].join('')).replaceAll(TOKEN, '')
      const answer = await said(house.port, `${bytes}\r\n\r\n`, patienceMs)
      if (answer === null) hung += 1
      for (const one of answer === null ? [] : split(answer)) {
        const code = one === '' ? 0 : status(one)
        statuses[code] = (statuses[code] ?? 0) + 1
        if (!isRight(one, code, bytes)) wrong.push(`${JSON.stringify(bytes)} → ${JSON.stringify(one.slice(0, 300))}`)
      }
    }
  }
  await Promise.all(Array.from({ length: 40 }, work))
  return { statuses, wrong, hung }
}

const split = (answer: string): string[] => (answer === '' ? [''] : answer.split(/(?=^HTTP\/1\.1 )/m))

function isRight(answer: string, code: number, bytes: string): boolean {
  if (code === 0 || code === 100 || (code >= 200 && code < 300)) return true
  if (/HEAD /.test(bytes) && answer.endsWith('\r\n\r\n')) return /request-id: \S+/.test(answer)
  return /request-id: \S+/.test(answer) && /\{"type":"error","error":\{"type":"[a-z_]+","message":"[^"]/.test(answer)
}

/** What comes back until the connection is closed; `null`: it never was. */
function said(port: number, bytes: string, patienceMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let got = ''
    const late = setTimeout(() => {
      resolve(null)
      socket.destroy()
    }, patienceMs)
    socket.on('data', (part) => (got += part.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(late)
      resolve(got)
    })
    socket.end(Buffer.from(bytes, 'latin1'))
  })
}
