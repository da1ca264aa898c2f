import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, type HouseOptions, openHouse, type ProviderSpec, TOKEN } from './testing/house.ts'
import {
  answers,
  event,
  hangs,
  hangsAfter,
  type Script,
  start,
  stop,
  stream,
  streams,
  word,
} from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})
const open = async (script: Script, spec: ProviderSpec = {}, options?: HouseOptions) => {
  house = await openHouse({ anthropic: { keys: { one: script }, ...spec } }, options)
  return house
}
const seenBy = (it: House) => {
  const seen = it.upstreams.anthropic?.seen[0]
  if (!seen) throw new Error('nothing was sent upstream')
  return seen
}
const inFlight = (it: House) => Object.values(it.pool.views()).reduce((sum, key) => sum + key.inFlight, 0)

describe('the request', () => {
  it('arrives byte for byte, with its query', async () => {
    const it = await open(streams(stream('x')))
    const body =
      '{ "model" : "claude-sonnet-5", "n": 12345678901234567890, "f": 1.0, "u": "\\u00e9é", "stream":true }\n'
    await it.post(body)
    expect(seenBy(it).body.toString()).toBe(body)
    expect(
      (await fetch(`${it.url}/v1/messages?beta=true`, { method: 'POST', body, headers: { 'x-api-key': TOKEN } }))
        .status,
    ).toBe(200)
    expect(it.upstreams.anthropic?.seen[1]?.url).toBe('/v1/messages?beta=true')
  })

  it('has only its model changed where one is mapped', async () => {
    const it = await open(streams(stream('x')), { change: { mapping: { sonnet: 'claude-opus-5' } } })
    await it.post('{"n":12345678901234567890,"model": "claude-sonnet-5" ,"stream":true}')
    expect(seenBy(it).body.toString()).toBe('{"n":12345678901234567890,"model": "claude-opus-5" ,"stream":true}')
  })

  it('carries the key of the pool and no credential of the client', async () => {
    const it = await open(streams(stream('x')))
    await it.post(ask(), {
      authorization: 'Bearer sk-ant-oat-own',
      cookie: 'a=b',
      'anthropic-beta': 'x-1',
      'x-custom': 'y',
    })
    const { headers } = seenBy(it)
    expect(headers).toMatchObject({ 'x-api-key': 'one', 'anthropic-beta': 'x-1', 'accept-encoding': 'identity' })
    expect(headers.authorization).toBeUndefined()
    expect(JSON.stringify(headers)).not.toMatch(new RegExp(`${TOKEN}|oat-own|a=b|x-custom|x-forwarded`))
  })

  it('asks Anthropic for the long context by its beta where a model was chosen with [1m]', async () => {
    const choice = { provider: null, model: 'claude-opus-4-8[1m]' }
    const it = await open(streams(stream('x')), {}, { config: { choice } })
    await it.post(ask(), { 'anthropic-beta': 'a' })
    expect(seenBy(it).headers['anthropic-beta']).toBe('a,context-1m-2025-08-07')
    expect(JSON.parse(seenBy(it).body.toString()).model).toBe('claude-opus-4-8')
  })

  it('is sent below the path of the base URL', async () => {
    const it = await open(streams(stream('x')))
    it.config = {
      ...it.config,
      upstreams: it.config.upstreams.map((way) => ({ ...way, baseUrl: `${way.baseUrl}/api/anthropic/` })),
    }
    await it.post()
    expect(seenBy(it).url).toBe('/api/anthropic/v1/messages')
  })

  it('may come compressed and goes on as it was meant', async () => {
    const it = await open(streams(stream('x')))
    const res = await it.post(gzipSync(JSON.stringify(ask())), { 'content-encoding': 'gzip' })
    expect(res.status).toBe(200)
    expect(JSON.parse(seenBy(it).body.toString())).toEqual(ask())
    expect(seenBy(it).headers['content-encoding']).toBeUndefined()
  })
})

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
    expect(it.records.map((record) => record.state)).toEqual(['running', 'running', 'done'])
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

describe('a client that leaves', () => {
  it('ends the upstream’s work at once, before the first event', async () => {
    const it = await open(hangs)
    const leave = new AbortController()
    const left = it.post(ask(), {}, { signal: leave.signal }).catch(() => 'left')
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    leave.abort()
    await seenBy(it).closed
    expect(await left).toBe('left')
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
    expect(inFlight(it)).toBe(0)
  })

  it('ends it in the middle of a stream, and no key is blamed', async () => {
    const it = await open(hangsAfter(start() + word('x')))
    const leave = new AbortController()
    const res = await it.post(ask(), {}, { signal: leave.signal })
    await res.body?.getReader().read()
    expect(inFlight(it)).toBe(1)
    leave.abort()
    await seenBy(it).closed
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
    expect(inFlight(it)).toBe(0)
    expect(Object.values(it.pool.views())[0]?.status.kind).toBe('ready')
  })

  it('is not answered by another key', async () => {
    house = await openHouse({ anthropic: { keys: { one: hangs, two: streams(stream('x')) } } })
    const leave = new AbortController()
    const left = house.post(ask(), {}, { signal: leave.signal }).catch(() => 'left')
    await expect.poll(() => house?.upstreams.anthropic?.seen.length).toBe(1)
    leave.abort()
    await left
    await expect.poll(() => house?.ended()[0]?.outcome).toBe('aborted')
    expect(house.upstreams.anthropic?.seen).toHaveLength(1)
  })
})

describe('a client that is slow', () => {
  /** Sends the request and reads nothing of the answer. */
  async function unread(it: House) {
    const req = httpRequest(`${it.url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': TOKEN } })
    req.on('error', () => {})
    req.end(JSON.stringify(ask()))
    const [res] = await once(req, 'response')
    res.on('error', () => {})
    return { req, res }
  }
  const many = word('x'.repeat(64_000))

  it('holds the upstream back instead of filling the memory', async () => {
    let sent = 0
    let full: () => void = () => {}
    const isFull = new Promise<void>((resolve) => (full = resolve))
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      for (let i = 0; i < 4000; i += 1) {
        sent += many.length
        if (res.write(many)) continue
        const stalled = setTimeout(full, 300)
        await once(res, 'drain')
        clearTimeout(stalled)
      }
      res.end(stop())
    })
    const { res } = await unread(it)
    await isFull
    expect(sent).toBeLessThan(64 * 1024 * 1024)
    let got = 0
    for await (const chunk of res) got += chunk.length
    expect(got).toBe(start().length + 4000 * many.length + stop().length)
  })

  it('is cut off when it stalls for good', async () => {
    const it = await open(
      async (res, { closed }) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
        for (let i = 0; i < 4000 && !res.destroyed; i += 1)
          if (!res.write(many)) await Promise.race([once(res, 'drain'), closed])
      },
      {},
      { timings: { stallMs: 100 } },
    )
    await unread(it)
    await seenBy(it).closed
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
  })
})

describe('an answer that is no stream', () => {
  it('is passed on whole, byte for byte', async () => {
    const body = '{ "type":"message", "id":"msg_1", "usage":{"input_tokens":3,"output_tokens":2}, "n": 1.0 }'
    const it = await open(answers(200, body, { 'content-type': 'application/json' }))
    const res = await it.post(ask({ stream: false }))
    expect(await res.text()).toBe(body)
    expect(res.headers.get('content-length')).toBe(String(body.length))
    expect(it.ended()[0]).toMatchObject({ outcome: 'ok', usage: { input: 3, output: 2 }, streamed: false })
  })

  it('is passed on as it comes where it is too large to hold', async () => {
    const body = JSON.stringify({ type: 'message', text: 'x'.repeat(9 * 1024 * 1024) })
    const it = await open(answers(200, body, { 'content-type': 'application/json' }))
    expect((await (await it.post(ask({ stream: false }))).text()) === body).toBe(true)
  })

  it('breaks the connection where it breaks after that', async () => {
    const it = await open((res) => {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.write(`{"text":"${'x'.repeat(9 * 1024 * 1024)}`, () => res.socket?.resetAndDestroy())
    })
    const text = it.post(ask({ stream: false })).then((res) => res.text())
    await expect(text).rejects.toThrow()
  })
})

it('keeps its connections to an upstream', async () => {
  const it = await open(streams(stream('x') + event('ping', {})))
  for (let i = 0; i < 5; i += 1) await (await it.post()).text()
  expect(it.upstreams.anthropic?.sockets()).toBe(1)
})
