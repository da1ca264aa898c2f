import { afterEach, describe, expect, it } from 'vitest'
import type { House } from './testing/house.ts'
import { houses } from './testing/open.ts'
import {
  answers,
  breaksAfter,
  event,
  fails,
  hangs,
  inTurn,
  limited,
  resets,
  type Script,
  start,
  stream,
  streams,
} from './testing/upstream.ts'

const open = houses(afterEach)
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
    const it: House = await open({
      anthropic: {
        keys: {
          one: (res) => void res.writeHead(307, { location: `${it.upstreams.other?.baseUrl}/v1/messages` }).end(),
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

  it('a key that was tried speaks by its attempt, not as one that was passed over', async () => {
    const it = await open(two(limited(30)))
    await it.post()
    const record = it.ended().at(-1)
    expect(record?.attempts.map(({ status }) => status)).toEqual([429, 200])
    expect(record?.passedOver).toEqual([])
    expect(record?.why).toMatch(/^[A-Z][^.]*\. [A-Z].*\.$/)
  })

  it('a session that moves to another key says so alone, without the order of the providers', async () => {
    const it = await open(two(answersWell))
    const session = { 'x-claude-code-session-id': 'moves' }
    await (await it.post(undefined, session)).text()
    expect(it.ended().at(-1)?.why).toMatch(/^First in your order\. /)
    const home = it.ended().at(-1)?.attempts[0]?.keyId
    if (!home) throw new Error('nobody was asked')
    it.pool.markKeyExhausted(home, { group: null, until: Date.now() + 60_000, reason: 'spend cap' })
    await (await it.post(undefined, session)).text()
    expect(it.ended().at(-1)?.why).toMatch(/^Moved from label one to label two: resting until [\d:]{8}: spend cap/)
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
