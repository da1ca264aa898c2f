import { describe, expect, it } from 'vitest'
import { sealed } from '../conversion/sealed.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import type { ResponsesDialect } from './responses-dialect.ts'
import { toResponses } from './to-responses.ts'

const READER = 'openai.a-key'
const dialect: ResponsesDialect = {
  name: 'OpenAI',
  plainSchemas: false,
  reasons: (model) => model.startsWith('gpt-5'),
  thinksHardest: (model) => model === 'gpt-5.6',
  cacheKey: true,
}
const sent = (body: object) => {
  const asked = Buffer.from(JSON.stringify({ model: 'gpt-5', max_tokens: 100, messages: [], ...body }))
  return JSON.parse(String(toResponses(asked, dialect, READER)?.body)) as Record<string, unknown> & {
    input: Record<string, unknown>[]
  }
}
const input = (...messages: object[]) => sent({ messages }).input
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const pdf = {
  type: 'document',
  source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
  title: 'a.pdf',
}
const secret = { id: 'rs_1', encrypted_content: 'gAAAA' }
const thought = (signature: string) => ({ type: 'thinking', thinking: 'Hm.', signature })
const mine = thought(sealed(READER, JSON.stringify(secret)))
const call = { type: 'tool_use', id: 'call_1', name: 'Ls', input: { a: 1 } }

describe('the conversation', () => {
  it('keeps nothing there, and leaves the accounting line out', () => {
    const system = [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=1' },
      { type: 'text', text: 'Be calm.' },
    ]
    expect(sent({ system })).toMatchObject({ instructions: 'Be calm.', store: false })
    expect(input({ role: 'system', content: 'Now in French.' })).toEqual([
      { role: 'developer', content: 'Now in French.' },
    ])
  })

  it('shows what a tool has shown with its answer, and says which one failed', () => {
    const content = [
      { type: 'text', text: 'And now?' },
      { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'shot' }, image] },
      { type: 'tool_result', tool_use_id: 'call_2', content: 'no such file', is_error: true },
    ]
    expect(input({ role: 'user', content })).toEqual([
      {
        type: 'function_call_output',
        call_id: 'call_1',
        output: [
          { type: 'input_text', text: 'shot' },
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
        ],
      },
      { type: 'function_call_output', call_id: 'call_2', output: 'Error: no such file' },
      { role: 'user', content: [{ type: 'input_text', text: 'And now?' }] },
    ])
  })

  it('carries a PDF, as a file or by its address', () => {
    const there = { type: 'document', source: { type: 'url', url: 'https://a.example/b.pdf' } }
    expect(input({ role: 'user', content: [pdf, there] })).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
          { type: 'input_file', file_url: 'https://a.example/b.pdf' },
        ],
      },
    ])
  })

  it('hands a thought back before what came of it', () => {
    expect(input({ role: 'assistant', content: [mine, call] })).toEqual([
      { type: 'reasoning', ...secret, summary: [{ type: 'summary_text', text: 'Hm.' }] },
      { type: 'function_call', call_id: 'call_1', name: 'Ls', arguments: '{"a":1}' },
    ])
  })

  it.each([
    ['one that nothing came of', [call, mine]],
    ['one that another key had', [thought(sealed('openai.other', JSON.stringify(secret))), call]],
    ['one that Gemini had signed', [thought(sealed('gemini', 'sig')), call]],
    ['one that Anthropic had signed', [thought('EqkECqYE'), call]],
    ['one that nobody had', [thought(''), call]],
  ])('leaves out %s', (_title, content) => {
    expect(input({ role: 'assistant', content }).map(({ type }) => type)).toEqual(['function_call'])
  })

  it('refuses a block it has no place for', () => {
    expect(() => input({ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] })).toThrow(CannotCarry)
  })
})

describe('the rest of it', () => {
  const tool = { name: 'Read', description: 'Reads.', input_schema: { type: 'object', properties: {} } }

  it('asks for tools that need not be strict', () => {
    const asked = sent({ tools: [tool], tool_choice: { type: 'tool', name: 'Read', disable_parallel_tool_use: true } })
    expect(asked.tools).toEqual([
      { type: 'function', strict: false, name: 'Read', description: 'Reads.', parameters: tool.input_schema },
    ])
    expect(asked).toMatchObject({ tool_choice: { type: 'function', name: 'Read' }, parallel_tool_calls: false })
  })

  it('asks models that think for an effort, a summary and what is encrypted, others for a style', () => {
    const asked = { thinking: { type: 'adaptive' }, output_config: { effort: 'low' }, temperature: 1 }
    expect(sent(asked)).toMatchObject({
      reasoning: { effort: 'low', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    })
    expect(sent(asked)).not.toHaveProperty('temperature')
    const other = sent({ ...asked, model: 'gpt-4.1' })
    expect(other.temperature).toBe(1)
    for (const name of ['reasoning', 'include']) expect(other).not.toHaveProperty(name)
  })

  it('asks for as much effort as there is', () => {
    const effort = (model: string, effort: string) => sent({ model, output_config: { effort } }).reasoning
    expect([effort('gpt-5', 'max'), effort('gpt-5.6', 'max'), effort('gpt-5.6', 'xhigh')]).toEqual([
      { effort: 'high' },
      { effort: 'xhigh' },
      { effort: 'xhigh' },
    ])
  })

  it('asks for as many tokens as are taken at least', () => {
    expect([sent({ max_tokens: 1 }).max_output_tokens, sent({ max_tokens: 40 }).max_output_tokens]).toEqual([16, 40])
  })

  it('asks for JSON of a shape', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } }
    expect(sent({ output_config: { format } }).text).toMatchObject({ format: { ...format, name: 'answer' } })
  })

  it('ends the text at stop words itself', () => {
    const body = Buffer.from('{"model":"gpt-5","messages":[],"stop_sequences":["</end>"]}')
    const carried = toResponses(body, dialect, READER)
    expect(carried?.stops).toEqual(['</end>'])
    expect(JSON.parse(String(carried?.body))).not.toHaveProperty('stop')
  })

  it('is no request where the body is no object', () => {
    expect(toResponses(Buffer.from('[1]'), dialect, READER)).toBeNull()
  })
})
