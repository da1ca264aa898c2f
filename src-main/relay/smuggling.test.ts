import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { ask, type House, TOKEN } from './testing/house.ts'
import { plainHouses, raw } from './testing/open.ts'

const open = plainHouses(afterEach)

const BODY = JSON.stringify(ask())
const HIDDEN = 'POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:1\r\nx-smuggled: 1\r\n\r\n'

/** How a length may be told, falsely or twice. */
const LENGTHS = [
  'content-length: N',
  'content-length: N\r\ncontent-length: N',
  'content-length: N\r\ncontent-length: 0',
  'content-length: 0',
  'content-length: -1',
  'content-length: +N',
  'content-length: N, N',
  'content-length: 0xN',
  'content-length: N\u00a0',
  'content-length:\tN',
  'content-length: 999999999999999999999',
  'Content-Length: N\r\nconnection: content-length',
  'content_length: N',
  '',
]
/** How the coding of a body may be told. */
const CODINGS = [
  '',
  'transfer-encoding: chunked',
  'transfer-encoding: xchunked',
  'transfer-encoding: chunked, identity',
  'transfer-encoding: identity, chunked',
  'transfer-encoding: gzip, chunked',
  'transfer-encoding : chunked',
  'transfer-encoding:\u000bchunked',
  'transfer-encoding: "chunked"',
  'transfer-encoding: chunked\r\ntransfer-encoding: identity',
  'transfer-encoding: cHuNkEd',
  'transfer-encoding\r\n : chunked',
  ' transfer-encoding: chunked',
  'x: y\ntransfer-encoding: chunked',
  'te: trailers\r\ntrailer: x-api-key\r\ntransfer-encoding: chunked',
]
const SEEDS = LENGTHS.flatMap((length) => CODINGS.map((coding) => ({ length, coding })))

const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`

function attack(it: House, { length, coding }: (typeof SEEDS)[number], asChunks: boolean): string {
  const framing = [length.replaceAll('N', String(BODY.length)), coding].filter((line) => line !== '')
  const head = ['POST /v1/messages HTTP/1.1', `host: 127.0.0.1:${it.port}`, `x-api-key: ${TOKEN}`, ...framing]
  return `${head.join('\r\n')}\r\n\r\n${asChunks ? chunked(BODY) : BODY}${HIDDEN}`
}

it(`of ${SEEDS.length} ways to hide a request in another, none reaches the upstream`, async () => {
  const it = await open(undefined, {}, { timings: { clientHeadersMs: 150, clientRequestMs: 300, keepAliveMs: 100 } })
  const seen = () => it.upstreams.anthropic?.seen ?? []
  const tried = async (seed: (typeof SEEDS)[number], asChunks: boolean) => {
    const answer = await raw(it, attack(it, seed, asChunks))
    return answer.match(/HTTP\/1\.1 200/g)?.length ?? 0
  }
  let served = 0
  for (let at = 0; at < SEEDS.length; at += 15)
    for (const asChunks of [false, true]) {
      const counts = await Promise.all(SEEDS.slice(at, at + 15).map((seed) => tried(seed, asChunks)))
      for (const count of counts) {
        expect(count).toBeLessThanOrEqual(1)
        served += count
      }
    }
  // One upstream for each that was accepted, whole, as it was meant to be, and with none of the headers of a connection.
  expect(seen()).toHaveLength(served)
  expect(served).toBeGreaterThan(0)
  for (const { headers, body, url } of seen()) {
    expect(body.toString()).toBe(BODY)
    expect(url).toBe('/v1/messages')
    for (const name of ['x-smuggled', 'te', 'trailer', 'transfer-encoding', 'keep-alive', 'upgrade'])
      expect(headers).not.toHaveProperty(name)
  }
}, 60_000)

it('what hides behind a request is asked for a token of its own', async () => {
  const it = await open(undefined, {}, { timings: { keepAliveMs: 100 } })
  const answer = await raw(it, attack(it, { length: 'content-length: N', coding: '' }, false))
  expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403'])
  expect(it.upstreams.anthropic?.seen).toHaveLength(1)
})

it('a header that the connection names is not passed on, whichever it is', async () => {
  const it = await open()
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(['anthropic-beta', 'x-app', 'user-agent', 'anthropic-x'], { minLength: 1 }),
      async (named) => {
        const before = it.upstreams.anthropic?.seen.length ?? 0
        const lines = [
          'anthropic-beta: a',
          'x-app: cli',
          'user-agent: u',
          'anthropic-x: y',
          `connection: ${['close', ...named].join(', ')}`,
        ]
        const bytes = `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nx-api-key: ${TOKEN}\r\n${lines.join('\r\n')}\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`
        await raw(it, bytes)
        const seen = it.upstreams.anthropic?.seen.slice(before) ?? []
        expect(seen).toHaveLength(1)
        for (const name of named) expect(seen[0]?.headers).not.toHaveProperty(name)
      },
    ),
    { numRuns: 30 },
  )
})
