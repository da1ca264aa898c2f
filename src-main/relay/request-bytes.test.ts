import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, TOKEN } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'
import { answers, event, stream, streams } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const seenBy = (it: House) => {
  const seen = it.upstreams.anthropic?.seen[0]
  if (!seen) throw new Error('nothing was sent upstream')
  return seen
}
const _inFlight = (it: House) => Object.values(it.pool.views()).reduce((sum, key) => sum + key.inFlight, 0)

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
    let breakOff: () => void = () => {}
    const it = await open((res) => {
      breakOff = () => res.socket?.resetAndDestroy()
      res.writeHead(200, { 'content-type': 'application/json' }).write(`{"text":"${'x'.repeat(9 * 1024 * 1024)}`)
    })
    const res = await it.post(ask({ stream: false }))
    breakOff()
    await expect(res.text()).rejects.toThrow()
    await expect.poll(() => it.ended()[0]?.outcome).toBe('failed')
  })
})

it('keeps its connections to an upstream', async () => {
  const it = await open(streams(stream('x') + event('ping', {})))
  for (let i = 0; i < 5; i += 1) await (await it.post()).text()
  expect(it.upstreams.anthropic?.sockets()).toBe(1)
})
