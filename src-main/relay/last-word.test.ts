import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { answers, fails, hangs, limited, type Script, startUpstream, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const good = stream('fine')
const answersWell = streams(good)
const two = (first: Script, second: Script = answersWell) => ({ anthropic: { keys: { one: first, two: second } } })
const keysSeen = (it: House, name = 'anthropic') => it.upstreams[name]?.seen.map((seen) => seen.key)

describe('what the client is told when nobody can answer', () => {
  it('a short wait as a 429 with the whole seconds that are true', async () => {
    const it = await open(two(limited(30), limited(22)))
    const res = await it.post()
    expect(res.status).toBe(429)
    expect(Number(res.headers.get('retry-after'))).toBe(22)
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

  it('a model that is not there as a 404, also while that is remembered, and other models are answered', async () => {
    const unknown = fails(404, 'not_found_error', 'model: claude-opus-4-99')
    const picky: Script = (res, seen) => (seen.body.includes('claude-opus-4-99') ? unknown : answersWell)(res, seen)
    const it = await open(two(picky, picky))
    for (const _ of [1, 2]) {
      const res = await it.post(ask({ model: 'claude-opus-4-99' }))
      expect(res.status).toBe(404)
      expect(await res.json()).toMatchObject({
        type: 'error',
        error: { type: 'not_found_error', message: expect.stringContaining('claude-opus-4-99') },
      })
    }
    expect(it.upstreams.anthropic?.seen).toHaveLength(2)
    const other = await it.post(ask({ model: 'claude-opus-4-8' }))
    expect([other.status, other.headers.get('x-cc-relay-keys-available')]).toEqual([200, '2'])
    await other.text()
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
