import { Agent, request } from 'undici'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { silent } from './script.ts'
import type { Twin, TwinOptions } from './twin.ts'
import { startAnthropic } from './twin-anthropic.ts'
import { startOllama } from './twin-ollama.ts'
import { startZai } from './twin-zai.ts'

const dispatcher = new Agent()
afterAll(() => dispatcher.close())

const running: Twin[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((it) => it.stop()))
})

const start = async (make: (options: TwinOptions) => Promise<Twin>, options: TwinOptions = {}) => {
  const twin = await make({ keys: [{ secret: 'k1', name: 'one', organization: 'org-1' }], ...options })
  running.push(twin)
  return twin
}

interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** The data of each event, in order. */
  events: {
    type: string
    usage?: Usage
    message?: { usage: Usage }
    delta?: Record<string, unknown>
    content_block?: object
  }[]
}
type Usage = Record<string, number>

async function ask(
  twin: Twin,
  body: object = {},
  headers: Record<string, string> = { 'x-api-key': 'k1' },
): Promise<Reply> {
  const reply = await request(`${twin.baseUrl}/v1/messages?beta=true`, {
    method: 'POST',
    headers: { 'anthropic-version': '2023-06-01', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model: 'claude-opus-5',
      max_tokens: 5000,
      messages: [{ role: 'user', content: 'hi' }],
      ...body,
    }),
    dispatcher,
  })
  const text = await reply.body.text()
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as Reply['events'][0])
  return { status: reply.statusCode, headers: reply.headers, text, events }
}

const last = (reply: Reply) => reply.events.find((it) => it.type === 'message_delta')
const thinking = { thinking: { type: 'adaptive' }, stream: true }

describe('Anthropic’s twin', () => {
  it('streams thinking, text and tools in Anthropic’s order, and counts what it says', async () => {
    const twin = await start(startAnthropic)
    const reply = await ask(twin, {
      ...thinking,
      tools: [{ name: 'Bash' }],
      messages: [{ role: 'user', content: 'use tool: bash ls' }],
    })
    const kinds = reply.events.map((it) => it.delta?.type ?? it.type).filter((it, i, all) => it !== all[i - 1])
    expect(kinds).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'thinking_delta',
      'signature_delta',
      'content_block_stop',
      'content_block_start',
      'text_delta',
      'content_block_stop',
      'content_block_start',
      'input_json_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(last(reply)?.delta?.stop_reason).toBe('tool_use')
    expect(last(reply)?.usage?.output_tokens).toBe(twin.log[0]?.output)
    const json = reply.events.map((it) => it.delta?.partial_json ?? '').join('')
    expect(JSON.parse(json)).toMatchObject({ command: 'ls' })
  })

  it('names itself and its limits, tokens to the nearest thousand', async () => {
    const limits = { rpm: 10, itpm: 50_000, otpm: 8_000 }
    const twin = await start(startAnthropic, { limits: () => limits, now: () => 0 })
    const { headers } = await ask(twin, { messages: [{ role: 'user', content: 'x'.repeat(8000) }] })
    expect(headers).toMatchObject({
      'anthropic-organization-id': 'org-1',
      'anthropic-ratelimit-requests-limit': '10',
      'anthropic-ratelimit-requests-remaining': '9',
      'anthropic-ratelimit-input-tokens-remaining': '48000',
      'anthropic-ratelimit-output-tokens-remaining': '8000',
      'anthropic-ratelimit-requests-reset': '1970-01-01T00:00:06Z',
    })
    expect(headers['request-id']).toMatch(/^req_01\w{22}$/)
  })

  it('keeps one set of buckets per organization and model group, and its own log of it', async () => {
    const keys = [
      { secret: 'k1', name: 'one', organization: 'org-1' },
      { secret: 'k2', name: 'two', organization: 'org-1' },
      { secret: 'k3', name: 'three' },
    ]
    let now = 0
    const limits = { rpm: 2, itpm: 50_000, otpm: 8_000 }
    const twin = await start(startAnthropic, { keys, limits: () => limits, now: () => now })
    const statuses: number[] = []
    for (const key of ['k1', 'k2', 'k1', 'k3']) statuses.push((await ask(twin, {}, { 'x-api-key': key })).status)
    expect(statuses).toEqual([200, 200, 429, 200])
    expect((await ask(twin, { model: 'claude-haiku-4-5' })).status).toBe(200)
    expect(twin.log.map((it) => [it.key, it.exceeded])).toEqual([
      ['one', null],
      ['two', null],
      ['one', 'rpm'],
      ['three', null],
      ['one', null],
    ])
    expect(twin.log[2]?.levels?.rpm).toBe(0)
    now += 30_000
    expect((await ask(twin)).status).toBe(200)
  })

  it('bills a prefix that it has seen as read', async () => {
    const twin = await start(startAnthropic)
    const block = { type: 'text', text: 'long '.repeat(500), cache_control: { type: 'ephemeral' } }
    const usage = async () => (await ask(twin, { stream: true, system: [block] })).events[0]?.message?.usage
    const first = await usage()
    const second = await usage()
    expect(first?.cache_read_input_tokens).toBe(0)
    expect(second?.cache_read_input_tokens).toBe(first?.cache_creation_input_tokens)
    expect(second?.cache_creation_input_tokens).toBe(0)
  })

  it('takes the key in either header, and no other key', async () => {
    const twin = await start(startAnthropic)
    expect((await ask(twin, {}, { authorization: 'Bearer k1' })).status).toBe(200)
    expect((await ask(twin, {}, { 'x-api-key': 'k9' })).status).toBe(401)
    expect((await ask(twin, {}, {})).status).toBe(401)
  })

  it('takes only its own signatures back', async () => {
    const twin = await start(startAnthropic)
    const { events } = await ask(twin, thinking)
    const thought = events.map((it) => it.delta?.thinking ?? '').join('')
    const signature = events.find((it) => it.delta?.signature)?.delta?.signature
    const again = (block: object) =>
      ask(twin, {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: [{ type: 'thinking', thinking: thought, ...block }] },
          { role: 'user', content: 'b' },
        ],
      })
    expect((await again({ signature })).status).toBe(200)
    expect((await again({ signature: '' })).text).toContain('Invalid `signature` in `thinking` block')
    expect((await again({})).text).toContain('signature: Field required')
  })

  it.each([
    ['no version', {}, { 'anthropic-version': '' }, 400],
    ['no max_tokens', { max_tokens: undefined }, {}, 400],
    ['temperature, with the version that forbids it', { temperature: 1 }, { 'anthropic-version': '2026-10-21' }, 400],
    ['temperature, with the version that allows it', { temperature: 1 }, {}, 200],
    ['an unknown model', { model: 'claude-opus-9' }, {}, 404],
  ])('%s', async (_title, body, headers, status) => {
    const twin = await start(startAnthropic)
    expect((await ask(twin, body, { 'x-api-key': 'k1', ...headers })).status).toBe(status)
  })

  it('stops at max_tokens', async () => {
    const twin = await start(startAnthropic)
    const reply = await ask(twin, { stream: true, max_tokens: 5, messages: [{ role: 'user', content: 'words: 90' }] })
    expect(last(reply)?.delta?.stop_reason).toBe('max_tokens')
    expect(last(reply)?.usage?.output_tokens).toBeLessThanOrEqual(5)
  })
})

describe('Z.AI’s twin', () => {
  const bearer = { authorization: 'Bearer k1' }

  it('states no usage first and all of it last', async () => {
    const twin = await start(startZai)
    const reply = await ask(twin, { model: 'glm-5.3', stream: true }, bearer)
    expect(reply.events[0]?.message?.usage).toEqual({ input_tokens: 0, output_tokens: 0 })
    expect(last(reply)?.usage).toMatchObject({ cache_read_input_tokens: 0 })
    expect(last(reply)?.usage?.input_tokens).toBeGreaterThan(0)
    expect(Object.keys(reply.headers).filter((it) => it.includes('ratelimit'))).toEqual([])
  })

  it('speaks in business codes', async () => {
    const twin = await start(startZai, { limits: () => ({ rpm: 1, itpm: 1e6, otpm: 1e6 }), now: () => 0 })
    await ask(twin, { model: 'glm-5.3' }, bearer)
    const refusal = await ask(twin, { model: 'glm-5.3' }, bearer)
    expect(refusal.status).toBe(429)
    expect(JSON.parse(refusal.text)).toMatchObject({ error: { code: '1303' } })
    expect(refusal.headers).not.toHaveProperty('retry-after')
    expect((await ask(twin, { model: 'claude-opus-5' }, bearer)).text).toContain('"1211"')
  })

  it('has so many at once', async () => {
    const twin = await start(startZai, { concurrency: 1 })
    twin.next(silent('nothing'))
    const first = ask(twin, { model: 'glm-5.3' }, bearer).catch(() => 'cut off')
    await expect.poll(() => twin.log.length).toBe(1)
    expect((await ask(twin, { model: 'glm-5.3' }, bearer)).text).toContain('"1302"')
    expect(twin.log.map((it) => it.exceeded)).toEqual([null, 'concurrency'])
    await twin.stop()
    expect(await first).toBe('cut off')
  })
})

describe('Ollama’s twin', () => {
  it('needs no key, guesses first, counts last, and knows no cache', async () => {
    const twin = await start(startOllama)
    const reply = await ask(twin, { model: 'qwen3-coder', ...thinking }, {})
    const first = reply.events[0]?.message?.usage
    const end = last(reply)?.usage
    expect(Object.keys(first ?? {})).toEqual(['input_tokens', 'output_tokens'])
    expect(Object.keys(end ?? {})).toEqual(['input_tokens', 'output_tokens'])
    expect(first?.input_tokens).not.toBe(end?.input_tokens)
    expect(reply.text).not.toMatch(
      /signature|event: ping|stop_sequence":null,"usage":{"input_tokens":\d+,"output_tokens":0/,
    )
    expect(reply.headers).not.toHaveProperty('request-id')
  })

  it('has no model that was not pulled', async () => {
    const twin = await start(startOllama)
    const reply = await ask(twin, { model: 'claude-opus-5' }, {})
    expect(reply.status).toBe(404)
    expect(reply.text).toContain('try pulling it first')
  })
})
