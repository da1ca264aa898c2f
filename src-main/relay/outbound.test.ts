import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House } from './testing/house.ts'
import { houses, plainHouses } from './testing/open.ts'
import { answers, stream, streams } from './testing/upstream.ts'

const openMany = houses(afterEach)
const open = plainHouses(afterEach)

describe('a redirect', () => {
  const rows = [301, 302, 303, 307, 308].flatMap((code) => [
    [code, 'the same host'] as const,
    [code, 'another host'] as const,
  ])
  it.each(rows)('by %s to %s is not followed: a 502, and nobody is called', async (code, where) => {
    let called = 0
    const other = createServer(() => (called += 1))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const at = other.address() as { port: number }
    const it: House = await open((res) => {
      const location = where === 'another host' ? `http://127.0.0.1:${at.port}/v1/messages` : '/v1/elsewhere'
      res.writeHead(code, { location }).end()
    })
    const reply = await it.post()
    expect([reply.status, reply.headers.get('location')]).toEqual([502, null])
    expect(it.upstreams.anthropic?.seen.map(({ url }) => url)).toEqual(['/v1/messages'])
    expect(called).toBe(0)
    other.close()
  })
})

describe('headers', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
  const known = fc.constantFrom(
    ...[
      'anthropic-beta',
      'x-app',
      'x-stainless-os',
      'x-claude-code-session-id',
      'cookie',
      'forwarded',
      'x-forwarded-for',
    ],
    ...[
      'proxy-authorization',
      'x-real-ip',
      'via',
      'x-api-base',
      'api_base',
      'base_url',
      'x-forwarded-host',
      'x-upstream',
    ],
    ...['set-cookie', 'server', 'alt-svc', 'cf-ray', 'nel', 'strict-transport-security', 'request-id', 'retry-after'],
  )
  const framing = [
    'host',
    'content-length',
    'transfer-encoding',
    'connection',
    'expect',
    'upgrade',
    'te',
    'trailer',
    'keep-alive',
  ]
  const browser = [
    'origin',
    'referer',
    'sec-fetch-site',
    'x-api-key',
    'authorization',
    'x-cc-relay-token',
    'content-encoding',
  ]
  const some = fc.dictionary(fc.oneof(name, known), fc.stringMatching(/^[!-~]{1,20}$/), {
    maxKeys: 90,
    noNullPrototype: true,
  })
  const without = (all: Record<string, string>, names: readonly string[]) =>
    Object.fromEntries(Object.entries(all).filter(([one]) => !names.includes(one)))

  const UP =
    /^(anthropic-.+|x-claude-code-.+|x-stainless-.+|x-app|user-agent|content-type|accept|accept-encoding|x-api-key|host|content-length|connection)$/
  const NEVER_DOWN =
    /^(set-cookie|server|alt-svc|nel|strict-transport-security|via|cf-.+|access-control-.+|server-timing)$/

  it('are part of the list in either direction, whatever 200 were sent', async () => {
    let down: Record<string, string> = {}
    const it = await open(
      (res) => void res.writeHead(200, { ...down, 'content-type': 'text/event-stream' }).end(stream('x')),
    )
    await fc.assert(
      fc.asyncProperty(some, some, async (up, back) => {
        down = without(back, [...framing, 'content-type', 'content-encoding'])
        const reply = await it.post(ask(), without(up, [...framing, ...browser]))
        await reply.text()
        expect(reply.status).toBe(200)
        const seen = Object.keys(it.upstreams.anthropic?.seen.at(-1)?.headers ?? {})
        expect(seen.filter((one) => !UP.test(one))).toEqual([])
        expect([...reply.headers.keys()].filter((one) => NEVER_DOWN.test(one))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('and fields of a request name no other place to ask', async () => {
    let called = 0
    const evil = createServer(() => (called += 1))
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(evil.address() as { port: number }).port}`
    const it = await open()
    const names = ['api_base', 'base_url', 'x-forwarded-host', 'x-upstream', 'x-target-url', 'anthropic-base-url']
    const fields = Object.fromEntries(names.map((one) => [one, url]))
    expect((await it.post(ask({ ...fields, metadata: fields }), fields)).status).toBe(200)
    expect(it.upstreams.anthropic?.seen).toHaveLength(1)
    expect(called).toBe(0)
    evil.close()
  })
})

describe('a provider whose address is the relay’s own', () => {
  it('is asked once, by a request that its own gate turns away', async () => {
    const it = await openMany({ anthropic: { keys: { one: answers(200, {}) } } })
    const [own] = it.config.upstreams
    if (!own) throw new Error('no upstream')
    it.config = { ...it.config, upstreams: [{ ...own, baseUrl: it.url }] }
    const reply = await it.post()
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(it.logged.filter(({ message }) => message === 'refused at the door')).toHaveLength(1)
    expect(it.ended()).toHaveLength(1)
  })
})

describe('an answer that unpacks without end', () => {
  const layers = (times: number, bytes: number) => {
    let packed: Buffer = Buffer.alloc(bytes)
    for (let n = 0; n < times; n += 1) packed = gzipSync(packed, { level: 9 })
    return packed
  }
  const bomb = (bytes: Buffer, encoding: string, type: string) => async (res: import('node:http').ServerResponse) =>
    void res.writeHead(200, { 'content-type': type, 'content-encoding': encoding }).end(bytes)

  it.each([
    ['one layer, as events', () => layers(1, 200_000_000), 'gzip', 'text/event-stream'],
    ['one layer, as a message', () => layers(1, 200_000_000), 'gzip', 'application/json'],
    ['two layers', () => layers(2, 100_000_000), 'gzip, gzip', 'application/json'],
    ['six layers', () => layers(6, 10_000_000), Array(6).fill('gzip').join(', '), 'text/event-stream'],
    ['three hundred encodings', () => Buffer.from('x'), Array(300).fill('gzip').join(', '), 'application/json'],
  ])('in %s costs no memory, and the next is answered', async (_name, make, encoding, type) => {
    const packed = make()
    let bad = true
    const it = await open(async (res) =>
      bad ? bomb(packed, encoding, type)(res) : streams(stream('x'))(res, undefined as never),
    )
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    const reply = await it.post(ask({ stream: type === 'text/event-stream' }))
    await reply.text().catch(() => {})
    expect(reply.status).toBe(502)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
    bad = false
    const began = performance.now()
    expect((await it.post()).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it('and one that never ends is let go', async () => {
    let closed = false
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      const zeros = Buffer.alloc(64 * 1024)
      res.on('close', () => (closed = true))
      const pour = () => {
        while (!closed && res.write(zeros));
      }
      res.on('drain', pour)
      pour()
    })
    const before = process.memoryUsage().rss
    const reply = await it.post()
    await reply.text().catch(() => {})
    expect(reply.status).toBe(502)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
    await expect.poll(() => closed).toBe(true)
  })
})
