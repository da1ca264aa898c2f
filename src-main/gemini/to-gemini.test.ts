import { describe, expect, it } from 'vitest'
import { sealed } from '../conversion/sealed.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { toGemini } from './to-gemini.ts'

interface Sent extends Record<string, unknown> {
  contents: { role: string; parts: Record<string, unknown>[] }[]
}
const sent = (body: object): Sent => {
  const asked = Buffer.from(JSON.stringify({ model: 'gemini-3-pro', max_tokens: 100, messages: [], ...body }))
  return JSON.parse(String(toGemini(asked, 'Gemini')?.body))
}
const contents = (...messages: object[]) => sent({ messages }).contents
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const call = (id: string, input: object = {}) => ({ type: 'tool_use', id, name: 'Ls', input })
const thought = (signature: string) => ({ type: 'thinking', thinking: 'Hm.', signature })
const SKIP = 'skip_thought_signature_validator'

describe('the conversation', () => {
  it('names the tool whose answer it brings, alone and before what the user says', () => {
    const answers = [
      { type: 'text', text: 'And now?' },
      { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'shot' }, image] },
      { type: 'tool_result', tool_use_id: 'b', content: 'no such file', is_error: true },
    ]
    const seen = contents({ role: 'assistant', content: [call('a'), call('b')] }, { role: 'user', content: answers })
    expect(seen).toEqual([
      {
        role: 'model',
        parts: [
          { functionCall: { name: 'Ls', args: {} }, thoughtSignature: SKIP },
          { functionCall: { name: 'Ls', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'Ls', response: { output: 'shot\n[see the picture below]' } } },
          { functionResponse: { name: 'Ls', response: { error: 'no such file' } } },
        ],
      },
      { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }, { text: 'And now?' }] },
    ])
  })

  it('hands a signature back with the part it vouches for, and another’s thinking not at all', () => {
    const content = [
      thought(sealed('gemini', 'Sig1')),
      call('a'),
      thought('EqkE'),
      thought(sealed('openai.k', '{}')),
      call('b'),
    ]
    expect(contents({ role: 'assistant', content })[0]?.parts).toEqual([
      { functionCall: { name: 'Ls', args: {} }, thoughtSignature: 'Sig1' },
      { functionCall: { name: 'Ls', args: {} } },
    ])
  })

  it('tells the system apart, without the accounting line', () => {
    const system = [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=1' },
      { type: 'text', text: 'Be calm.' },
    ]
    expect(sent({ system }).systemInstruction).toEqual({ parts: [{ text: 'Be calm.' }] })
  })

  it('refuses a picture by its address, and a block it has no place for', () => {
    const there = { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } }
    expect(() => contents({ role: 'user', content: [there] })).toThrow(/by its address/)
    expect(() => contents({ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] })).toThrow(CannotCarry)
  })
})

describe('the rest of it', () => {
  const tool = {
    name: 'Read',
    description: 'Reads.',
    input_schema: { $schema: 'x', type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
  }

  it('declares tools by their JSON schema', () => {
    expect(sent({ tools: [tool] }).tools).toEqual([
      {
        functionDeclarations: [
          {
            name: 'Read',
            description: 'Reads.',
            parametersJsonSchema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          },
        ],
      },
    ])
  })

  it.each([
    [{ type: 'auto' }, { mode: 'AUTO' }],
    [{ type: 'any' }, { mode: 'ANY' }],
    [{ type: 'none' }, { mode: 'NONE' }],
    [
      { type: 'tool', name: 'Read' },
      { mode: 'ANY', allowedFunctionNames: ['Read'] },
    ],
  ])('chooses among them likewise: %j', (tool_choice, functionCallingConfig) => {
    expect(sent({ tools: [tool], tool_choice }).toolConfig).toEqual({ functionCallingConfig })
  })

  it('refuses to promise one call at a time', () => {
    expect(() => sent({ tools: [tool], tool_choice: { type: 'auto', disable_parallel_tool_use: true } })).toThrow(
      /only one tool call/,
    )
  })

  const enabled = { thinking: { type: 'enabled', budget_tokens: 50_000 } }
  it.each([
    ['gemini-3-pro', { ...enabled, output_config: { effort: 'low' } }, { includeThoughts: true, thinkingLevel: 'low' }],
    ['gemini-3.6-flash', { thinking: { type: 'adaptive' } }, { includeThoughts: true }],
    ['gemini-3.6-flash', { ...enabled, output_config: { effort: 'medium' } }, { includeThoughts: true }],
    ['gemini-2.5-pro', enabled, { includeThoughts: true, thinkingBudget: 24_576 }],
    ['gemini-2.0-flash', enabled, undefined],
    ['gemma-4', enabled, undefined],
    ['gemini-3-pro', {}, undefined],
  ])('asks %s for thinking as it takes it', (model, asked, thinkingConfig) => {
    expect((sent({ model, ...asked }).generationConfig as { thinkingConfig?: unknown }).thinkingConfig).toEqual(
      thinkingConfig,
    )
  })

  it('ends at stop words, there as far as they are taken and here at all of them', () => {
    const stop_sequences = ['a', 'b', 'c', 'd', 'e', 'f']
    const body = Buffer.from(JSON.stringify({ model: 'm', messages: [], stop_sequences, max_tokens: 9, top_k: 3 }))
    const carried = toGemini(body, 'Gemini')
    expect(carried?.stops).toEqual(stop_sequences)
    expect(JSON.parse(String(carried?.body)).generationConfig).toEqual({
      maxOutputTokens: 9,
      topK: 3,
      stopSequences: ['a', 'b', 'c', 'd', 'e'],
    })
  })

  it('asks for JSON of a shape', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } }
    expect(sent({ output_config: { format } }).generationConfig).toMatchObject({
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object' },
    })
  })

  it('is no request where the body is no object', () => {
    expect(toGemini(Buffer.from('[1]'), 'Gemini')).toBeNull()
  })
})
