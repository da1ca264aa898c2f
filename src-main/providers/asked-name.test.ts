import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerAsAsked } from './asked-name.ts'
import { deepseek } from './deepseek.ts'
import { kimi, kimiCode } from './kimi.ts'
import type { Draft, Provider } from './provider.ts'
import { textIn } from './testing/here.ts'

const draft = (body: object, asked = 'claude-opus-5'): Draft => ({
  path: '/v1/messages?beta=true',
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
  asked,
})

describe('an answer that bears the name it was asked for', () => {
  const renamed = async (contentType: string, chunks: readonly Buffer[]) => {
    const it = draft({})
    answerAsAsked(it)
    const come = it.translate?.(contentType, Readable.from(chunks.filter(({ length }) => length > 0)))
    return come ? await textIn(come.body) : null
  }
  const stream = (model: string) =>
    `: waiting\n\nevent: message_start\r\ndata: {"type":"message_start","message":{"model":${model},"id" : "m"}}\r\n\r\nevent: content_block_delta\ndata: {"type":"content_block_delta","delta":{"text":"\\"model\\":\\"x\\" 漢"}}\n\nevent: message_stop\ndata: {"type":"message_stop"}`

  it('is otherwise what came, byte for byte and however it was cut', async () => {
    const bytes = Buffer.from(stream('"deepseek-v4-pro"'))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 6 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = at.slice(1).map((to, i) => bytes.subarray(at[i], to))
        expect(await renamed('text/event-stream', chunks)).toBe(stream('"claude-opus-5"'))
      }),
    )
  })

  it('may be whole, or none at all', async () => {
    const whole = (model: string) => `{"id":"m","model": "${model}","content":[{"type":"text","text":"\\"model\\":1"}]}`
    expect(await renamed('application/json', [Buffer.from(whole('other'))])).toBe(whole('claude-opus-5'))
    expect(await renamed('application/json', [Buffer.from('oops')])).toBe('oops')
  })
})

describe('a server that wants thoughts back', () => {
  const sent = (provider: Provider, thinking: object | undefined, ...content: object[]) => {
    const it = draft({ model: 'm', max_tokens: 4_000, thinking, messages: [{ role: 'assistant', content }] })
    provider.prepare(it)
    return (JSON.parse(String(it.body)) as { thinking?: { type: string } }).thinking?.type
  }
  const on = { type: 'enabled', budget_tokens: 1_024 }
  const thought = { type: 'thinking', thinking: 'Hm.', signature: '' }
  const call = { type: 'tool_use', id: 'a', name: 'Ls', input: {} }
  const said = { type: 'text', text: '"thinking"' }

  it.each([deepseek, kimi, kimiCode])('$name is asked to think where the history has them', (provider) => {
    expect(sent(provider, on, thought, call)).toBe('enabled')
  })

  it.each([deepseek, kimi, kimiCode])('$name is not where a call has none', (provider) => {
    expect([sent(provider, on, said, call), sent(provider, undefined, call)]).toEqual(['disabled', 'disabled'])
  })

  it('DeepSeek wants that of a text too', () => {
    expect([deepseek, kimi].map((provider) => sent(provider, on, said))).toEqual(['disabled', 'enabled'])
  })
})
