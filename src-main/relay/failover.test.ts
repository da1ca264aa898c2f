import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, type HouseOptions, openHouse, type ProviderSpec } from './testing/house.ts'
import {
  answers,
  breaksAfter,
  event,
  fails,
  hangs,
  hangsAfter,
  inTurn,
  limited,
  resets,
  type Script,
  start,
  startUpstream,
  stream,
  streams,
  word,
} from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})
const open = async (specs: Record<string, ProviderSpec>, options?: HouseOptions) => {
  house = await openHouse(specs, options)
  return house
}
const good = stream('fine')
const answersWell = streams(good)
const two = (first: Script, second: Script = answersWell) => ({ anthropic: { keys: { one: first, two: second } } })
const keysSeen = (it: House, name = 'anthropic') => it.upstreams[name]?.seen.map((seen) => seen.key)

describe('before anything was sent, the next key is tried', () => {
  it.each<[string, Script]>([
    ['a 429', limited(30)],
    ['a 429 without retry-after', limited(null)],
    ['a 401', fails(401, 'authentication_error', 'invalid x-api-key')],
    ['a 402', fails(402, 'billing_error', 'no money')],
    [
      'a 400 about credit',
      fails(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
    ],
    ['a 403', fails(403, 'permission_error', 'Your API key may not use this model.')],
    ['a 404 about the model', fails(404, 'not_found_error', 'model: claude-sonnet-5')],
    ['a 500', fails(500, 'api_error', 'Internal server error')],
    ['a 503', fails(503, 'api_error', 'Unavailable')],
    ['a 529', fails(529, 'overloaded_error', 'Overloaded')],
    ['a web page with 502', answers(502, '<html><body>Bad gateway</body></html>', { 'content-type': 'text/html' })],
    ['a web page with 200', answers(200, '<html><body>Log in</body></html>', { 'content-type': 'text/html' })],
    ['an empty 200', answers(200, '')],
    ['a reset before the headers', resets],
    ['a reset after the headers', breaksAfter('')],
    ['a reset after a ping', breaksAfter(event('ping', {}))],
    [
      'a stream that begins with an error',
      streams(event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })),
    ],
    [
      'a ping, then an error',
      streams(event('ping', {}) + event('error', { error: { type: 'api_error', message: 'x' } })),
    ],
    [
      'an error right after message_start',
      streams(start() + event('error', { error: { type: 'api_error', message: 'x' } })),
    ],
    ['a stream without an event', streams(': hello\n\n')],
    ['an answer in an encoding nobody asked for', streams(good, { 'content-encoding': 'compress' })],
  ])('%s is not seen by the client', async (_name, first) => {
    const it = await open(two(first))
    const res = await it.post()
    expect(res.status).toBe(200)
    expect(await res.text()).toBe(good)
    expect(keysSeen(it)).toEqual(['one', 'two'])
    expect(res.headers.get('x-cc-relay-attempts')).toBe('2')
    expect(res.headers.get('x-cc-relay-key-id')).toBe('id-two')
  })

  it('a redirect is not followed', async () => {
    const it = await open({
      anthropic: {
        keys: {
          one: (res) => void res.writeHead(307, { location: `${house?.upstreams.other?.baseUrl}/v1/messages` }).end(),
        },
      },
      other: { keys: { two: answersWell } },
    })
    expect((await it.post()).status).toBe(200)
    // The request reached the second provider once, with its own key: as the next provider, not by the redirect.
    expect(keysSeen(it, 'other')).toEqual(['two'])
  })

  it('a redirect with nobody else to ask becomes a 502', async () => {
    const it = await open({
      anthropic: { keys: { one: (res) => void res.writeHead(302, { location: 'https://example.com/' }).end() } },
    })
    const res = await it.post()
    expect(res.status).toBe(502)
    expect(await res.json()).toMatchObject({ type: 'error', error: { type: 'api_error' } })
    expect(res.headers.get('location')).toBeNull()
  })

  it('refusals that cost nothing are tried on every key', async () => {
    const keys = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key, limited(30)]))
    const it = await open({ anthropic: { keys: { ...keys, last: answersWell } } })
    expect((await it.post()).status).toBe(200)
    expect(keysSeen(it)).toHaveLength(6)
  })

  it('a perhaps billed request is repeated twice at most', async () => {
    const broken = fails(500, 'api_error', 'x')
    const it = await open({
      one: { keys: { a: broken, b: broken } },
      two: { keys: { c: broken, d: answersWell } },
    })
    const res = await it.post()
    expect(res.status).toBe(500)
    expect(it.ended()[0]?.attempts).toHaveLength(3)
  })

  it('an overloaded provider is asked with one other key, then another provider is', async () => {
    const busy = fails(529, 'overloaded_error', 'Overloaded')
    const it = await open({ one: { keys: { a: busy, b: busy, c: busy } }, two: { keys: { d: answersWell } } })
    expect((await it.post()).status).toBe(200)
    expect(keysSeen(it, 'one')).toHaveLength(2)
  })

  it('a stopped provider is passed by at once', async () => {
    const it = await open({
      gone: { keys: { a: answersWell }, baseUrl: 'http://127.0.0.1:9' },
      here: { keys: { b: answersWell } },
    })
    expect((await it.post()).headers.get('x-cc-relay-provider')).toBe('here')
  })

  it('a provider that is silent is left where another one could answer', async () => {
    const it = await open(
      { slow: { keys: { a: hangs } }, quick: { keys: { b: answersWell } } },
      { timings: { elsewhereMs: 50 } },
    )
    const res = await it.post()
    expect(res.headers.get('x-cc-relay-provider')).toBe('quick')
    await it.upstreams.slow?.seen[0]?.closed
  })

  it('a stream that only pings is alive and is waited for', async () => {
    const pings: Script = async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let i = 0; i < 8; i += 1) {
        res.write(event('ping', {}))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      res.end(good)
    }
    const it = await open(
      { slow: { keys: { a: pings } }, quick: { keys: { b: answersWell } } },
      { timings: { elsewhereMs: 100 } },
    )
    const res = await it.post()
    expect(res.headers.get('x-cc-relay-provider')).toBe('slow')
    expect(await res.text()).toBe(event('ping', {}).repeat(8) + good)
  })
})

describe('what is learned from a refusal', () => {
  it('a key that is refused is set aside until the user replaces it', async () => {
    const it = await open(two(fails(401, 'authentication_error', 'invalid x-api-key')))
    await (await it.post()).text()
    await (await it.post()).text()
    expect(keysSeen(it)).toEqual(['one', 'two', 'two'])
    expect(Object.values(it.pool.views())[0]?.status.kind).toBe('invalid')
  })

  it('a key at its limit rests as long as it was told', async () => {
    const it = await open(two(limited(30)))
    await (await it.post()).text()
    await (await it.post()).text()
    expect(keysSeen(it)).toEqual(['one', 'two', 'two'])
  })

  it('a key that alone keeps failing is rested, and no request fails for it', async () => {
    const it = await open(two(fails(500, 'api_error', 'x')))
    for (let i = 0; i < 12; i += 1) expect((await it.post()).status).toBe(200)
    expect(keysSeen(it)?.filter((key) => key === 'one')).toHaveLength(3)
  })

  it('a provider that fails again and again is left alone, and tells why', async () => {
    const it = await open({
      bad: { keys: { a: fails(529, 'overloaded_error', 'Overloaded') } },
      good: { keys: { b: answersWell } },
    })
    for (let i = 0; i < 8; i += 1) expect((await it.post()).status).toBe(200)
    expect(it.upstreams.bad?.seen).toHaveLength(5)
    expect(it.relay.circuit(it.config.upstreams[0]?.id as never).kind).toBe('open')
    expect(it.ended().at(-1)?.passedOver[0]?.because).toContain('Overloaded')
  })

  it('the last way out is tried although it has failed', async () => {
    const it = await open({
      only: { keys: { a: inTurn(...Array(6).fill(fails(529, 'overloaded_error', 'Overloaded')), answersWell) } },
    })
    for (let i = 0; i < 6; i += 1) expect((await it.post()).status).toBe(529)
    expect((await it.post()).status).toBe(200)
    expect(it.relay.circuit(it.config.upstreams[0]?.id as never).kind).toBe('closed')
  })

  it('with everything down, retries soon stop', async () => {
    const dead = { keys: { a: resets, b: resets } }
    const it = await open({ one: dead })
    for (let i = 0; i < 100; i += 1) await (await it.post()).text()
    expect(it.upstreams.one?.seen.length).toBeLessThanOrEqual(100 + 36)
  })
})

describe('what the client is told when nobody can answer', () => {
  it('a short wait as a 429 with the whole seconds that are true', async () => {
    const it = await open(two(limited(30), limited(12)))
    const res = await it.post()
    expect(res.status).toBe(429)
    expect(Number(res.headers.get('retry-after'))).toBe(12)
    expect(res.headers.get('x-cc-relay-keys-total')).toBe('2')
    expect(res.headers.get('x-cc-relay-keys-available')).toBe('0')
    const body = await res.json()
    expect(body).toMatchObject({
      type: 'error',
      error: { type: 'rate_limit_error' },
      request_id: res.headers.get('x-request-id'),
    })
    expect(body.error.message).toContain('label one')
  })

  it('the same without asking again while the keys rest', async () => {
    const it = await open(two(limited(30), limited(20)))
    await it.post()
    const res = await it.post()
    expect(res.status).toBe(429)
    expect([19, 20]).toContain(Number(res.headers.get('retry-after')))
    expect(it.upstreams.anthropic?.seen).toHaveLength(2)
  })

  it('a lasting refusal of every key as a 400 that is not repeated, without words Claude Code takes for its own', async () => {
    const no = fails(401, 'authentication_error', 'invalid x-api-key')
    const it = await open(two(no, no))
    for (const res of [await it.post(), await it.post()]) {
      expect(res.status).toBe(400)
      expect(res.headers.get('x-should-retry')).toBe('false')
      const { error } = await res.json()
      expect(error.message).toContain('label one')
      expect(error.message).not.toMatch(/x-api-key|credit balance/i)
    }
  })

  it("the upstream's own words, byte for byte, for a fault that passes", async () => {
    const body =
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded \\u00e9"},"request_id":"req_9"}'
    const it = await open({ anthropic: { keys: { one: answers(529, body, { 'content-type': 'application/json' }) } } })
    const res = await it.post()
    expect([res.status, await res.text()]).toEqual([529, body])
  })

  it("the client's own fault, byte for byte, without trying another key", async () => {
    const body =
      '{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 2 tokens > 1 maximum"}}'
    const it = await open(two(answers(400, body, { 'content-type': 'application/json', 'request-id': 'req_7' })))
    const res = await it.post()
    expect([res.status, await res.text(), res.headers.get('request-id')]).toEqual([400, body, 'req_7'])
    expect(keysSeen(it)).toEqual(['one'])
  })

  it('a foreign error in Anthropic’s format', async () => {
    const it = await open({ anthropic: { keys: { one: answers(422, { message: 'messages: too few' }) } } })
    const res = await it.post()
    expect(res.status).toBe(422)
    expect(await res.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'messages: too few' },
    })
  })

  it('an unreachable provider as a 502 with the cause in words', async () => {
    const it = await open({ anthropic: { keys: { one: answersWell }, baseUrl: 'http://127.0.0.1:9' } })
    const res = await it.post()
    expect(res.status).toBe(502)
    expect((await res.json()).error.message).toMatch(/nothing answers/i)
  })

  it('an address that does not exist likewise', async () => {
    const it = await open({ anthropic: { keys: { one: answersWell }, baseUrl: 'https://does-not-exist.invalid' } })
    const res = await it.post()
    expect([res.status, (await res.json()).error.message]).toEqual([502, expect.stringMatching(/was not found/)])
  })

  it('a connection that cannot be trusted without a repeat, and no other key is tried on it', async () => {
    const plain = await startUpstream(answersWell)
    const baseUrl = plain.baseUrl.replace('http:', 'https:')
    const it = await open({ anthropic: { keys: { one: answersWell, two: answersWell }, baseUrl } })
    const res = await it.post()
    expect([res.status, res.headers.get('x-should-retry')]).toEqual([502, 'false'])
    expect((await res.json()).error.message).toMatch(/certificate/)
    expect(it.ended()[0]?.attempts).toHaveLength(1)
    await plain.stop()
  })

  it('a silent one as a 504', async () => {
    const it = await open({ anthropic: { keys: { one: hangs } } }, { config: { idleMs: 60 } })
    const res = await it.post()
    expect([res.status, (await res.json()).error.type]).toEqual([504, 'timeout_error'])
  })

  it('that there is no key, no provider, or no model, and what to do', async () => {
    const it = await open({ anthropic: { keys: {} } })
    const said = async () => {
      const res = await it.post()
      expect([res.status, res.headers.get('x-should-retry')]).toEqual([400, 'false'])
      return (await res.json()).error.message as string
    }
    expect(await said()).toContain('no key for anthropic')
    it.config = {
      ...it.config,
      upstreams: it.config.upstreams.map((way) => ({ ...way, models: [{ id: 'glm-1', displayName: '' }] })),
    }
    expect(await said()).toContain('claude-sonnet-5')
    it.config = { ...it.config, upstreams: it.config.upstreams.map((way) => ({ ...way, enabled: false })) }
    expect(await said()).toContain('switched off')
    it.config = { ...it.config, upstreams: [] }
    expect(await said()).toContain('no provider')
  })

  it('an error that repeats the key shows it in no record and no log line', async () => {
    const canary = 'sk-ant-api03-canaryCANARYcanary0123456789'
    const echo = (_status: number): Script =>
      fails(_status, 'api_error', `bad key ${canary} (x-api-key: ${canary})`, { 'x-echo': canary })
    const it = await open({
      anthropic: { keys: { [canary]: echo(401) } },
      other: { keys: { [`${canary}2`]: echo(500) } },
    })
    await (await it.post()).text()
    const kept = JSON.stringify([it.records, it.logged]).replaceAll(/(id-|label )sk-ant-api03-\w+/g, '')
    expect(kept).not.toContain('canary')
  })

  it('a key whose secret cannot be read is passed by, and nothing is sent with it', async () => {
    const it = await open({
      anthropic: { all: answersWell, provider: { needsKey: true } },
      other: { keys: { b: answersWell } },
    })
    expect((await it.post()).headers.get('x-cc-relay-provider')).toBe('other')
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })
})

describe('after the first event', () => {
  it('a broken connection becomes an error event after the last whole event', async () => {
    const cut = start() + word('one')
    const it = await open(two(breaksAfter(`${cut}event: content_block_delta\ndata: {"type":"content_bl`)))
    const text = await (await it.post()).text()
    expect(text.startsWith(cut)).toBe(true)
    expect(text.slice(cut.length)).toMatch(/^event: error\ndata: \{"type":"error","error":\{"type":"api_error"/)
    expect(text).not.toContain('message_stop')
    expect(keysSeen(it)).toEqual(['one'])
    expect(it.ended()[0]).toMatchObject({ outcome: 'failed', status: 200 })
  })

  it('so does an early end', async () => {
    const it = await open(two(streams(start() + word('one'))))
    expect(await (await it.post()).text()).toMatch(/\n\nevent: error\n.*ended its answer early/)
  })

  it('so does silence', async () => {
    const it = await open(two(hangsAfter(start() + word('one'))), { config: { idleMs: 80 } })
    expect(await (await it.post()).text()).toMatch(/\n\nevent: error\n.*silent/)
  })

  it('the upstream’s own error event is passed on, and none is added', async () => {
    const bytes = start() + word('x') + event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })
    const it = await open(two(streams(bytes)))
    expect(await (await it.post()).text()).toBe(bytes)
    expect(it.ended()[0]?.outcome).toBe('failed')
  })

  it('a connection that breaks after message_stop has lost nothing', async () => {
    const it = await open(two(breaksAfter(good)))
    expect(await (await it.post()).text()).toBe(good)
    expect(it.ended()[0]?.outcome).toBe('ok')
  })

  it('three broken streams rest a key while others work', async () => {
    const it = await open(two(breaksAfter(start() + word('x'))))
    for (let i = 0; i < 12; i += 1) await (await it.post()).text()
    expect(keysSeen(it)?.filter((key) => key === 'one').length).toBeLessThanOrEqual(3)
  })
})

describe('a long silence', () => {
  it('is broken by the 200 and pings of our own, and the answer follows', async () => {
    const late: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      res.writeHead(200, { 'content-type': 'text/event-stream' }).end(good)
    }
    const it = await open(two(late), { timings: { earlyMs: 30, pingMs: 40 } })
    const text = await (await it.post()).text()
    expect(text).toMatch(/^(event: ping\ndata: \{"type": "ping"\}\n\n){2,}event: message_start/)
    expect(text.endsWith(good)).toBe(true)
  })

  it('makes the choice final: a failure then is an error event', async () => {
    const late: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 80))
      res
        .writeHead(529, { 'content-type': 'application/json' })
        .end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}')
    }
    const it = await open(two(late), { timings: { earlyMs: 30 } })
    expect(await (await it.post()).text()).toMatch(/^event: ping\n[\s\S]*event: error\ndata: .*Overloaded/)
    expect(keysSeen(it)).toEqual(['one'])
  })

  it('does not begin an answer that was not asked for as a stream', async () => {
    const late: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 80))
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"type":"message","usage":{"input_tokens":3,"output_tokens":2}}')
    }
    const it = await open(two(late), { timings: { earlyMs: 20 } })
    const res = await it.post(ask({ stream: false }))
    expect(await res.json()).toMatchObject({ type: 'message' })
    expect(it.ended()[0]?.usage).toEqual({ input: 3, output: 2, cacheRead: 0, cacheWrite: 0 })
  })
})
