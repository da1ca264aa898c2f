import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, openHouse, TOKEN } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'
import { answers, fails, hangs, inTurn, limited, type Script, stream, streams } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const get = (it: House, path: string, init: RequestInit = {}) =>
  fetch(`${it.url}${path}`, { ...init, headers: { 'x-api-key': TOKEN, ...init.headers } })

const LIMITS = {
  'anthropic-ratelimit-requests-limit': '50',
  'anthropic-ratelimit-requests-remaining': '49',
  'anthropic-ratelimit-input-tokens-limit': '20000',
  'anthropic-ratelimit-input-tokens-remaining': '18000',
}

describe('the small routes', () => {
  it('HEAD / and /api/hello answer without a token and with nothing', async () => {
    const it = await open()
    for (const path of ['/', '/api/hello?x=1']) {
      const res = await fetch(it.url + path, { method: 'HEAD' })
      expect([res.status, await res.text()]).toEqual([200, ''])
    }
  })

  it('GET /health says how the relay is, and nothing else', async () => {
    const it = await open()
    const health = async () => (await fetch(`${it.url}/health`)).json()
    expect(await health()).toEqual({ status: 'ok' })
    it.relay.pause()
    expect(await health()).toEqual({ status: 'paused' })
  })

  it('GET /requests/{id} explains one request: who was asked, who not, why, and what was learned', async () => {
    const it = await open(undefined, { keys: { one: limited(30), two: streams(stream('x'), LIMITS) } })
    const id = (await it.post()).headers.get('x-request-id') ?? ''
    expect((await fetch(`${it.url}/requests/${id}`)).status).toBe(401)
    const res = await get(it, `/requests/${encodeURIComponent(id)}`)
    await expect.poll(() => it.ended()).toHaveLength(1)
    expect(await res.json()).toMatchObject({ id, attempts: [{ status: 429 }, { status: 200, label: 'label two' }] })
    expect(it.ended()[0]?.why).not.toBe('')
    expect(it.ended()[0]?.learned).toEqual([
      'label one rests for 0:30: Rate limit reached.',
      'label two: 49 of 50 requests a minute left, 18k of 20k input a minute left.',
    ])
    expect(it.logged.find(({ message }) => message === 'request')?.fields).toMatchObject({
      id,
      why: it.ended()[0]?.why,
      learned: expect.stringContaining('rests for'),
    })
    const none = await get(it, '/requests/none')
    expect([none.status, (await none.json()).error.type]).toEqual([404, 'not_found_error'])
  })

  it('GET /status shows keys masked, and no secret', async () => {
    const it = await open(streams(stream('x')), { keys: { 'sk-ant-secret-1234': streams(stream('x')) } })
    expect((await fetch(`${it.url}/status`)).status).toBe(401)
    const text = await (await get(it, '/status')).text()
    expect(JSON.parse(text)).toMatchObject({
      relay: { kind: 'listening', port: it.port },
      pool: { ready: 1, total: 1 },
      keys: [{ masked: '…1234', status: { kind: 'ready' } }],
      providers: [{ id: 'anthropic', circuit: { kind: 'closed' }, keys: { total: 1, available: 1 } }],
    })
    expect(text.replace('id-sk-ant-secret-1234', '').replace('label sk-ant-secret-1234', '')).not.toContain('secret')
  })

  it('anything else is an Anthropic-shaped 404, a wrong method a 405', async () => {
    const it = await open()
    const missing = await get(it, '/v1/complete')
    expect([missing.status, (await missing.json()).error.type]).toEqual([404, 'not_found_error'])
    const wrong = await get(it, '/v1/messages')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await wrong.json()).toMatchObject({ type: 'error', request_id: wrong.headers.get('x-request-id') })
  })

  it('a wrong token is a 401 that is not repeated, told once in the log', async () => {
    const it = await open()
    for (let i = 0; i < 3; i += 1) {
      const res = await it.post(ask(), { 'x-api-key': 'wrong' })
      expect([res.status, res.headers.get('x-should-retry')]).toEqual([401, 'false'])
      const { error } = await res.json()
      expect(error.type).toBe('authentication_error')
      // With a window or without, it says how to get in.
      for (const way of ['cc-relay launch', 'cc-relay cc init', 'ANTHROPIC_AUTH_TOKEN'])
        expect(error.message).toContain(way)
    }
    expect(it.logged.filter((entry) => entry.level === 'warn')).toHaveLength(1)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })
})

describe('POST /v1/messages/count_tokens', () => {
  const count = (it: House, body: object = ask()) =>
    get(it, '/v1/messages/count_tokens?beta=true', { method: 'POST', body: JSON.stringify(body) })

  it('asks a provider that can count, takes nothing from the key, and is no request in the list', async () => {
    const it = await open(answers(200, { input_tokens: 42 }))
    expect(await (await count(it)).json()).toEqual({ input_tokens: 42 })
    expect(it.upstreams.anthropic?.seen[0]).toMatchObject({ url: '/v1/messages/count_tokens?beta=true', key: 'one' })
    expect(Object.values(it.pool.views())[0]?.inFlight).toBe(0)
    expect(it.records).toEqual([])
  })

  it('estimates where the provider cannot, fails, or is slow', async () => {
    const estimated = async (it: House) => {
      const { input_tokens } = await (await count(it)).json()
      expect(input_tokens).toBe(Math.ceil(JSON.stringify(ask()).length / 3.2))
      await it.stop()
    }
    await estimated(await openHouse({ z: { type: 'zai', keys: { one: answers(200, { input_tokens: 1 }) } } }))
    await estimated(await openHouse({ a: { keys: { one: fails(529, 'overloaded_error', 'x') } } }))
    await estimated(await openHouse({ a: { keys: { one: hangs } } }, { timings: { countMs: 30 } }))
    await estimated(await openHouse({ a: { keys: {} } }))
  })

  it('has limits of its own: a full key still counts, and a 429 to a count keeps no message waiting', async () => {
    const counts = inTurn(answers(200, { input_tokens: 42 }), limited(60))
    const both: Script = (res, seen) => (seen.url.includes('count_tokens') ? counts : streams(stream('x')))(res, seen)
    const it = await open(both)
    const [key] = it.keys
    if (!key) throw new Error('there is a key')
    it.pool.markKeyExhausted(key.id, { group: 'sonnet-5', until: Date.now() + 60_000, reason: 'full' })
    expect(await (await count(it)).json()).toEqual({ input_tokens: 42 })
    expect(it.pool.count(key.providerId).available).toBe(0)
    it.pool.clearHolds(key.id)

    for (const _ of ['refused', 'estimated']) expect((await (await count(it)).json()).input_tokens).not.toBe(42)
    expect(it.upstreams.anthropic?.seen).toHaveLength(2)
    expect(it.pool.count(key.providerId).available).toBe(1)
    const message = await it.post()
    expect([message.status, (await message.text()).includes('message_stop')]).toEqual([200, true])
  })

  it('keeps none of a message’s room while it is under way', async () => {
    const both: Script = (res, seen) => (seen.url.includes('count_tokens') ? hangs : streams(stream('x')))(res, seen)
    const it = await openHouse({ anthropic: { keys: { one: both } } }, { timings: { countMs: 200 } })
    const counting = count(it)
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    const [view] = Object.values(it.pool.views())
    expect([view?.inFlight, view?.lanes]).toEqual([0, []])
    expect((await it.post()).status).toBe(200)
    await (await counting).text()
    await it.stop()
  })

  it('passes on what is wrong with the request', async () => {
    const it = await open(fails(400, 'invalid_request_error', 'messages: required'))
    const res = await count(it)
    expect([res.status, (await res.json()).error.message]).toEqual([400, 'messages: required'])
  })
})
