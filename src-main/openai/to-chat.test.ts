import { describe, expect, it } from 'vitest'
import { idHere } from '../conversion/tool-names.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { plainDialect } from './testing.ts'
import { toChat } from './to-chat.ts'

const sent = (body: object | string, dialect = plainDialect) => {
  const text =
    typeof body === 'string' ? body : JSON.stringify({ model: 'gpt-test', max_tokens: 100, messages: [], ...body })
  const chat = toChat(Buffer.from(text), dialect)
  return JSON.parse(chat?.body.toString() ?? 'null')
}
const messages = (...list: object[]) => sent({ messages: list }).messages
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }

describe('the conversation', () => {
  it('has one system message, without the accounting line', () => {
    const system = [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=1' },
      { type: 'text', text: 'Be calm.' },
      { type: 'text', text: 'Be short.' },
    ]
    expect(sent({ system }).messages).toEqual([{ role: 'system', content: 'Be calm.\n\nBe short.' }])
  })

  it('keeps a system message in its middle', () => {
    expect(messages({ role: 'user', content: 'a' }, { role: 'system', content: 'Now in French.' })).toEqual([
      { role: 'user', content: 'a' },
      { role: 'system', content: 'Now in French.' },
    ])
  })

  it('puts what tools answered before what the user says, in the order of the calls', () => {
    const content = [
      { type: 'text', text: 'And now?' },
      { type: 'tool_result', tool_use_id: 'call_1', content: 'one' },
      { type: 'tool_result', tool_use_id: 'call_2', content: [{ type: 'text', text: 'two' }], is_error: true },
    ]
    expect(messages({ role: 'user', content })).toEqual([
      { role: 'tool', tool_call_id: 'call_1', content: 'one' },
      { role: 'tool', tool_call_id: 'call_2', content: 'Error: two' },
      { role: 'user', content: 'And now?' },
    ])
  })

  it('shows a tool’s picture as the user’s', () => {
    const content = [{ type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'shot' }, image] }]
    expect(messages({ role: 'user', content })).toEqual([
      { role: 'tool', tool_call_id: 'call_1', content: 'shot\n[see the picture below]' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] },
    ])
  })

  it('keeps every byte of a call’s arguments, and its id', () => {
    const input = '{"n": 12345678901234567890, "f":1.0,"2":"b","1":"a"}'
    const body = `{"model":"m","messages":[{"role":"assistant","content":[{"type":"text","text":"Hm."},{"type":"tool_use","id":"${idHere('functions.Read:0')}","name":"Read","input":${input}}]}]}`
    expect(sent(body).messages).toEqual([
      {
        role: 'assistant',
        content: 'Hm.',
        tool_calls: [{ id: 'functions.Read:0', type: 'function', function: { name: 'Read', arguments: input } }],
      },
    ])
  })

  it('leaves thinking out, unless the server wants it back beside its calls', () => {
    const content = [
      { type: 'thinking', thinking: 'Deep.', signature: 's' },
      { type: 'tool_use', id: 'a', name: 'Ls', input: {} },
    ]
    expect(messages({ role: 'assistant', content })[0]).not.toHaveProperty('reasoning_content')
    const back = sent(
      { messages: [{ role: 'assistant', content }] },
      { ...plainDialect, thinking: 'reasoning_content' },
    )
    expect(back.messages[0].reasoning_content).toBe('Deep.')
  })

  it('goes on where another provider’s own tools had been at work', () => {
    const content = [
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      {
        type: 'web_search_tool_result',
        tool_use_id: 's',
        content: [{ type: 'web_search_result', title: 'A page', url: 'https://a.example' }],
      },
      { type: 'text', text: 'Found it.' },
    ]
    expect(messages({ role: 'assistant', content })).toEqual([
      { role: 'assistant', content: 'A page https://a.example\nFound it.' },
    ])
  })

  it('carries a PDF as a file where that is known, and says so where it is not', () => {
    const document = {
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
      title: 'a.pdf',
    }
    expect(messages({ role: 'user', content: [document] })[0].content).toEqual([
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
    ])
    expect(() =>
      sent({ messages: [{ role: 'user', content: [document] }] }, { ...plainDialect, files: false }),
    ).toThrow(CannotCarry)
  })

  it('refuses a block it has no place for', () => {
    expect(() => messages({ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] })).toThrow(
      /container_upload/,
    )
  })
})

describe('tools', () => {
  const tool = {
    name: 'Read',
    description: 'Reads.',
    input_schema: { $schema: 'x', type: 'object', properties: { url: { type: 'string', format: 'uri' } } },
  }

  it('become functions', () => {
    expect(sent({ tools: [tool] }).tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'Read',
          description: 'Reads.',
          parameters: { type: 'object', properties: { url: { type: 'string', format: 'uri' } } },
        },
      },
    ])
  })

  it('lose words that a picky server refuses, but no property of that name', () => {
    const odd = {
      ...tool,
      input_schema: {
        type: 'object',
        properties: { $schema: { type: 'string' }, format: { type: 'string', format: 'uri' } },
      },
    }
    expect(sent({ tools: [odd] }, { ...plainDialect, plainSchemas: true }).tools[0].function.parameters).toEqual({
      type: 'object',
      properties: { $schema: { type: 'string' }, format: { type: 'string' } },
    })
  })

  it.each([
    [{ type: 'auto' }, 'auto'],
    [{ type: 'any' }, 'required'],
    [{ type: 'none' }, 'none'],
    [
      { type: 'tool', name: 'Read' },
      { type: 'function', function: { name: 'Read' } },
    ],
  ])('are chosen likewise: %j', (tool_choice, there) => {
    expect(sent({ tools: [tool], tool_choice }).tool_choice).toEqual(there)
  })

  it('are called one at a time where asked', () => {
    expect(
      sent({ tools: [tool], tool_choice: { type: 'auto', disable_parallel_tool_use: true } }).parallel_tool_calls,
    ).toBe(false)
  })

  it('of Anthropic’s own are left out beside others; a request for nothing else is refused', () => {
    const search = { type: 'web_search_20250305', name: 'web_search' }
    expect(sent({ tools: [tool, search] }).tools).toHaveLength(1)
    expect(() => sent({ tools: [search] })).toThrow(CannotCarry)
    expect(() => sent({ tools: [tool, search], tool_choice: { type: 'tool', name: 'web_search' } })).toThrow(
      CannotCarry,
    )
    expect(() => sent({ tools: [tool, { type: 'bash_20250124', name: 'bash' }] })).toThrow(/bash_20250124/)
  })
})

describe('the rest of it', () => {
  it('asks for usage in a stream', () => {
    expect(sent({ stream: true })).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    expect(sent({})).not.toHaveProperty('stream')
  })

  it('speaks of length, effort and style as the model takes them', () => {
    const asked = {
      temperature: 1,
      thinking: { type: 'enabled', budget_tokens: 10_000 },
      stop_sequences: ['a', 'b', 'c', 'd', 'e'],
    }
    expect(sent(asked)).toMatchObject({ max_tokens: 100, temperature: 1, stop: ['a', 'b', 'c', 'd'] })
    const reasoning = sent({ ...asked, model: 'o5' })
    expect(reasoning).toMatchObject({ max_completion_tokens: 100, reasoning_effort: 'medium' })
    for (const name of ['max_tokens', 'temperature', 'top_p', 'stop']) expect(reasoning).not.toHaveProperty(name)
    expect(sent({ model: 'o5', output_config: { effort: 'max' } }).reasoning_effort).toBe('high')
  })

  it('asks for JSON of a shape', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } }
    expect(sent({ output_config: { format } }).response_format.json_schema.schema).toEqual({ type: 'object' })
  })

  it('names a conversation without naming the user', () => {
    const body = sent({ metadata: { user_id: 'user_abc_session_def' } })
    expect(body.prompt_cache_key).toMatch(/^[0-9a-f]{32}$/)
    expect(JSON.stringify(body)).not.toContain('abc')
  })

  it('is no request where the body is no object', () => {
    expect(toChat(Buffer.from('[1]'), plainDialect)).toBeNull()
    expect(toChat(Buffer.from('{oops'), plainDialect)).toBeNull()
  })
})
