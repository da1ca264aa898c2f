import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'
import { start, stop, stream, streams, word } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const _inFlight = (it: House) => Object.values(it.pool.views()).reduce((sum, key) => sum + key.inFlight, 0)

describe('the stream', () => {
  it('arrives byte for byte, one byte at a time', async () => {
    const bytes = Buffer.from(
      `: comment\n\n${start()}event: ping\r\ndata: {}\r\n\r\n${word('größer')}event: new\ndata: {"x":1}\n\n${stop()}`,
    )
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const byte of bytes) if (!res.write(Buffer.from([byte]))) await once(res, 'drain')
      res.end()
    })
    expect(Buffer.from(await (await it.post()).arrayBuffer())).toEqual(bytes)
  })

  it('arrives event by event: the next one is not made before the last one was read', async () => {
    let read: () => void = () => {}
    const words = Array.from({ length: 20 }, (_, i) => word(`w${i}`))
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const part of [start(), ...words, stop()]) {
        const wasRead = new Promise<void>((resolve) => (read = resolve))
        res.write(part)
        await wasRead
      }
      res.end()
    })
    const reader = (await it.post()).body?.getReader()
    const parts: string[] = []
    for (;;) {
      const chunk = await reader?.read()
      if (!chunk || chunk.done) break
      parts.push(Buffer.from(chunk.value).toString())
      read()
    }
    expect(parts).toEqual([start(), ...words, stop()])
  })

  it('has its event lines added where a third party leaves them out', async () => {
    const bare = stream('hi').replaceAll(/^event: .*\n/gm, '')
    const it = await open(streams(bare))
    expect(await (await it.post()).text()).toBe(stream('hi'))
  })

  it('may lack its very last blank line', async () => {
    const it = await open(streams(stream('hi').replace(/\n\n$/, '\n')))
    expect((await (await it.post()).text()).trimEnd()).toBe(stream('hi').trimEnd())
    expect(it.ended()[0]?.outcome).toBe('ok')
  })

  it('is read although it comes compressed', async () => {
    const it = await open(streams(gzipSync(stream('hi')), { 'content-encoding': 'gzip' }))
    const res = await it.post()
    expect(res.headers.get('content-encoding')).toBeNull()
    expect(await res.text()).toBe(stream('hi'))
  })

  it('is kept alive by pings of our own between whole events', async () => {
    const it = await open(
      async (res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' })
        res.write(`${start()}event: content_block_delta\nda`)
        await new Promise((resolve) => setTimeout(resolve, 130))
        res.end(`ta: {}\n\n${stop()}`)
      },
      {},
      { timings: { pingMs: 50 } },
    )
    const ping = 'event: ping\ndata: {"type": "ping"}\n\n'
    const text = await (await it.post()).text()
    expect(text.replaceAll(ping, '')).toBe(`${start()}event: content_block_delta\ndata: {}\n\n${stop()}`)
    expect(text.split(ping).length - 1).toBe(2)
  })

  it('says by headers who answered, and hides what is the provider’s own', async () => {
    const theirs = { 'set-cookie': 'a=b', 'anthropic-organization-id': 'org', 'request-id': 'req_1' }
    const it = await open(streams(stream('x'), theirs))
    const { headers } = await it.post(ask(), { 'x-request-id': 'my-id.1' })
    const shown = Object.fromEntries(headers)
    expect(shown).toMatchObject({
      'x-request-id': 'my-id.1',
      'request-id': 'req_1',
      'x-cc-relay-key-id': 'id-one',
      'x-cc-relay-provider': 'anthropic',
      'x-cc-relay-keys-total': '1',
      'x-cc-relay-keys-available': '1',
      'x-cc-relay-attempts': '1',
      'cache-control': 'no-cache, no-transform',
      'x-content-type-options': 'nosniff',
    })
    expect(shown).not.toHaveProperty('set-cookie')
    expect(shown).not.toHaveProperty('anthropic-organization-id')
    expect(Object.keys(shown).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('gets an id where the client’s cannot stand in a log', async () => {
    const it = await open(streams(stream('x')))
    expect((await it.post(ask(), { 'x-request-id': 'a b' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is told as a record with its tokens, and as one line in the log', async () => {
    const it = await open(streams(stream('x')))
    await (await it.post(ask(), { 'x-claude-code-session-id': 's-1' })).text()
    await expect.poll(() => it.ended()).toHaveLength(1)
    expect(it.ended()[0]).toMatchObject({
      sessionId: 's-1',
      model: 'claude-sonnet-5',
      outcome: 'ok',
      status: 200,
      streamed: true,
      usage: { input: 25, output: 7, cacheRead: 0, cacheWrite: 0 },
      attempts: [{ verdict: 'deliver', status: 200, label: 'label one' }],
    })
    // Told when it came, when a key was lent to it, when the key had answered, and when it was over.
    expect(it.records.map((record) => record.state)).toEqual(['running', 'running', 'running', 'done'])
    const line = it.logged.find((entry) => entry.message === 'request')
    expect(line?.fields).toMatchObject({
      key: 'id-one',
      provider: 'anthropic',
      status: 200,
      input: 25,
      output: 7,
      attempts: 1,
    })
  })
})
