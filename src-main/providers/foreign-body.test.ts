import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adaptForeign } from './foreign-body.ts'
import type { Draft } from './provider.ts'
import { providers } from './registry.ts'

const billing = { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.197; cc_entrypoint=cli;' }
const prompt = { type: 'text', text: 'You are…', cache_control: { type: 'ephemeral' } }

const draft = (body: unknown, headers: Draft['headers'] = {}): Draft => ({
  path: '/v1/messages',
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
const adapted = (body: unknown, drop?: ReadonlySet<string>): string => {
  const it = draft(body)
  adaptForeign(it, drop)
  return it.body.toString()
}

describe('adaptForeign', () => {
  it('takes the attribution block out and no other byte', () => {
    const body = `{ "model":"m", "big":12345678901234567890, "system" : [ ${JSON.stringify(billing)} , ${JSON.stringify(prompt)} ] }`
    expect(adapted(body)).toBe(`{ "model":"m", "big":12345678901234567890, "system" : [ ${JSON.stringify(prompt)} ] }`)
  })

  it('takes an attribution that stands alone out with its member', () => {
    expect(adapted({ model: 'm', system: [billing], messages: [] })).toBe('{"model":"m","messages":[]}')
  })

  it.each([
    ['a system prompt in one string', { system: `${billing.text}\nYou are…` }],
    ['a block merged with a prompt', { system: [{ type: 'text', text: `${billing.text}\nYou are…` }] }],
    ['a block that is not first', { system: [prompt, billing] }],
    ['the same words in a message', { messages: [{ role: 'user', content: [billing] }] }],
    ['no system prompt', { model: 'm' }],
  ])('leaves %s alone', (_title, body) => {
    expect(adapted(body)).toBe(JSON.stringify(body))
  })

  it('leaves a body it does not understand alone', () => {
    expect(adapted('{"system":[{"text":"x-anthropic-billing-header: a"}],')).toBe(
      '{"system":[{"text":"x-anthropic-billing-header: a"}],',
    )
  })

  it('never writes into the client’s own bytes', () => {
    const it = draft({ system: [billing, prompt], metadata: {} })
    const before = it.body
    const copy = Buffer.from(before)
    adaptForeign(it, new Set(['metadata']))
    expect(before.equals(copy)).toBe(true)
    expect(it.body).not.toBe(before)
  })

  it('changes nothing but what it takes out, in any request', () => {
    const blocks = fc.array(fc.constantFrom<unknown>(billing, prompt, 'text', 1), { maxLength: 3 })
    const bodies = fc.record({
      model: fc.string(),
      system: fc.oneof(blocks, fc.string()),
      metadata: fc.jsonValue(),
      messages: fc.array(fc.jsonValue()),
    })
    fc.assert(
      fc.property(bodies, fc.constantFrom(0, 1, 2), (body, indent) => {
        const system = body.system[0] === billing ? body.system.slice(1) : body.system
        const { metadata: _, ...rest } = body
        const expected: Record<string, unknown> = { ...rest, system }
        if (body.system[0] === billing && system.length === 0) delete expected.system
        const sent: unknown = JSON.parse(adapted(JSON.stringify(body, null, indent), new Set(['metadata'])))
        expect(sent).toEqual(JSON.parse(JSON.stringify(expected)))
      }),
    )
  })

  it('pins the API version, where one is sent', () => {
    const it = draft({}, { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'a' })
    adaptForeign(it)
    expect(it.headers).toEqual({ 'anthropic-version': '2023-06-01', 'anthropic-beta': 'a' })
  })
})

describe('prepare', () => {
  const body = {
    system: [billing, prompt],
    tool_choice: { type: 'auto' },
    metadata: {},
    context_management: {},
    messages: [],
  }
  const headers = { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'context-management-2025-06-27' }

  it.each(['anthropic', 'practice'] as const)('%s gets every byte and header as they came', (type) => {
    const it = draft(body, { ...headers })
    const before = it.body
    providers[type].prepare(it)
    expect(it.body).toBe(before)
    expect(it.headers).toEqual(headers)
  })

  it('Z.AI gets all but the attribution', () => {
    const it = draft(body, { ...headers })
    providers.zai.prepare(it)
    expect(JSON.parse(it.body.toString())).toEqual({ ...body, system: [prompt] })
    expect(it.headers['anthropic-beta']).toBe(headers['anthropic-beta'])
  })

  it('Ollama gets no member it does not support, and no beta', () => {
    const it = draft(body, { ...headers })
    providers.ollama.prepare(it)
    expect(JSON.parse(it.body.toString())).toEqual({ system: [prompt], messages: [] })
    expect(it.headers).toEqual({ 'anthropic-version': '2023-06-01' })
  })
})

describe('reword', () => {
  it('says in Anthropic’s words what Claude Code listens for', () => {
    const body = providers.zai.reword(400, '{"error":{"code":"1261","message":"Prompt exceeds max length"}}')
    expect(JSON.parse(body ?? '')).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'prompt is too long' },
    })
  })

  it('gives a foreign error Anthropic’s shape and keeps its words', () => {
    const body = providers.ollama.reword(404, '404 page not found')
    expect(JSON.parse(body ?? '')).toEqual({
      type: 'error',
      error: { type: 'not_found_error', message: '404 page not found' },
    })
  })

  it('leaves Anthropic’s own shape, pages and empty bodies alone', () => {
    const own = '{"type":"error","error":{"type":"invalid_request_error","message":"no"}}'
    for (const body of [own, '<html></html>', '']) expect(providers.zai.reword(400, body)).toBeNull()
    expect(providers.anthropic.reword(400, '{"error":{"message":"x"}}')).toBeNull()
  })
})
