import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, TOKEN } from './testing/house.ts'
import { head, plainHouses, raw, status } from './testing/open.ts'
import { start, stop, stream, streams, word } from './testing/upstream.ts'

const open = plainHouses(afterEach)

describe('a body', () => {
  it('that is too large is a 413, and the client gets to read it', async () => {
    const it = await open(streams(stream('x')), {}, { config: { maxBodyBytes: 100_000 } })
    const body = JSON.stringify(ask({ pad: 'x'.repeat(40_000_000) }))
    const announced = await it.post(body)
    expect([announced.status, (await announced.json()).error.type]).toEqual([413, 'request_too_large'])
    const chunked = await raw(
      it,
      `${head(it)}transfer-encoding: chunked\r\n\r\n493e0\r\n${'x'.repeat(300_000)}\r\n0\r\n\r\n`,
    )
    expect(status(chunked)).toBe(413)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('that unpacks to too much is a 413', async () => {
    const it = await open()
    expect((await it.post(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' })).status).toBe(413)
  })

  it('in an encoding we cannot read is a 415 that says which ones we can', async () => {
    const it = await open()
    const res = await it.post('x', { 'content-encoding': 'zstd' })
    expect([res.status, res.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br'])
    expect((await res.json()).error.message).toContain('zstd')
    expect((await it.post('not gzip', { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await it.post('x', { 'content-encoding': 'gzip, gzip' })).status).toBe(415)
  })

  it('that is no JSON object, or names no model, is a 400', async () => {
    const it = await open()
    expect((await it.post('hello')).status).toBe(400)
    expect((await it.post('[]')).status).toBe(400)
    expect((await it.post({ messages: [] })).status).toBe(400)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('is asked for only once its headers were let in', async () => {
    const it = await open()
    const expecting = (token: string) =>
      `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nx-api-key: ${token}\r\nconnection: close\r\nexpect: 100-continue\r\n`
    const body = JSON.stringify(ask())
    const good = await raw(it, `${expecting(TOKEN)}content-length: ${body.length}\r\n\r\n${body}`)
    expect(good).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/)
    expect(await raw(it, `${expecting('wrong')}content-length: 5\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401/)
  })
})

describe('at the socket', () => {
  it.each<[string, (it: House) => string, number]>([
    ['nonsense', () => 'hello\r\n\r\n', 400],
    ['two lengths', (it) => `${head(it)}content-length: 1\r\ncontent-length: 1\r\n\r\nx`, 400],
    ['length and chunks', (it) => `${head(it)}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['no host', () => `GET /health HTTP/1.1\r\nconnection: close\r\n\r\n`, 400],
    ['no host, HTTP/1.0', () => `GET /health HTTP/1.0\r\n\r\n`, 400],
    [
      'two hosts',
      (it) => `GET /health HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nhost: evil.test\r\nconnection: close\r\n\r\n`,
      400,
    ],
    [
      'a whole address',
      (it) =>
        `GET http://127.0.0.1:${it.port}/health HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nconnection: close\r\n\r\n`,
      400,
    ],
    ['a rebound name', (it) => `GET /health HTTP/1.1\r\nhost: evil.test:${it.port}\r\nconnection: close\r\n\r\n`, 403],
    [
      'an upgrade',
      (it) => `GET / HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
      426,
    ],
    ['a tunnel', () => 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n', 426],
    ['a hundred headers', (it) => `${head(it, 'GET', '/health')}${'x: y\r\n'.repeat(100)}\r\n`, 431],
    ['huge headers', (it) => `${head(it, 'GET', '/health')}x: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is refused in Anthropic’s format', async (_name, bytes, expected) => {
    const it = await open()
    const answer = await raw(it, bytes(it))
    expect(status(answer)).toBe(expected)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ type: 'error' })
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('whatever arrives, it is answered in Anthropic’s format or not at all, and nothing of it goes upstream', async () => {
    const it = await open(streams(stream('x')), {}, { timings: { clientHeadersMs: 100, clientRequestMs: 150 } })
    const piece = fc.constantFrom(
      'POST ',
      'GET ',
      '/v1/messages ',
      '/health ',
      'HTTP/1.1\r\n',
      'HTTP/1.0\r\n',
      `host: 127.0.0.1:${it.port}\r\n`,
      'host: a\r\n',
      'content-length: 5\r\n',
      'transfer-encoding: chunked\r\n',
      'connection: close\r\n',
      'upgrade: h2c\r\n',
      'x-api-key: wrong\r\n',
      '\r\n',
      '\r\n\r\n',
      '5\r\nhello\r\n0\r\n\r\n',
      '\0',
      ':',
      '\n',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        const answer = await raw(it, `${pieces.join('')}\r\nconnection: close\r\n\r\n`)
        if (answer === '' || status(answer) === 200) return
        expect(status(answer)).toBeGreaterThanOrEqual(400)
        expect(answer).toMatch(/\{"type":"error","error":\{"type":"[a-z_]+","message":"/)
      }),
      { numRuns: 150 },
    )
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('whoever is slow with headers or body is let go with a 408, while others are served', async () => {
    const it = await open(streams(stream('x')), {}, { timings: { clientHeadersMs: 200, clientRequestMs: 400 } })
    const slow = [raw(it, 'POST /v1/messages HTTP/1.1\r\nho'), raw(it, `${head(it)}content-length: 50\r\n\r\n{"mod`)]
    expect((await it.post()).status).toBe(200)
    for (const answer of await Promise.all(slow)) expect(status(answer)).toBe(408)
  })

  it('a body that only trickles is let go long before the time a request may take', async () => {
    const it = await open(streams(stream('x')), {}, { timings: { clientPaceMs: 100 } })
    const answer = await raw(it, `${head(it)}content-length: 50\r\n\r\n{"mod`, { afterMs: 50, bytes: 'e' })
    expect(status(answer)).toBe(408)
    expect(answer).toContain('took too long')
  })

  it('a large body at an ordinary pace is not', async () => {
    const it = await open(
      streams(stream('x')),
      {},
      { config: { maxBodyBytes: 33_000_000 }, timings: { clientPaceMs: 10 } },
    )
    expect((await it.post(ask({ pad: 'x'.repeat(30_000_000) }))).status).toBe(200)
  })

  it('a living stream is not cut by the time a request may take', async () => {
    const it = await open(
      async (res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
        await new Promise((resolve) => setTimeout(resolve, 500))
        res.end(word('late') + stop())
      },
      {},
      { timings: { clientHeadersMs: 100, clientRequestMs: 150 } },
    )
    expect(await (await it.post()).text()).toBe(start() + word('late') + stop())
  })
})
