import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { beginning, events, gathered, textIn } from '../conversion/testing.ts'
import { ToolNames } from '../conversion/tool-names.ts'
import { translateStream, translateWhole } from '../conversion/translate.ts'
import { ChatStream, chatFormat } from './chat-stream.ts'
import { chunk, told } from './testing.ts'

describe('servers in their own way', () => {
  const callPiece = (index: number, more: object) => chunk({ tool_calls: [{ index, ...more }] })

  it('tell each call as it grows, not only at the end', () => {
    const stream = new ChatStream(beginning())
    stream.push(callPiece(0, { id: 'call_a', function: { name: 'Read', arguments: '{"pa' } }))
    const next = stream.push(callPiece(0, { function: { arguments: 'th":1}' } }))
    expect(next).toEqual([
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: 'th":1}' } },
    ])
  })

  it('send a call’s id and name late', () => {
    const { blocks } = gathered(
      told([
        callPiece(0, { function: { arguments: '{"a":' } }),
        callPiece(0, { id: 'call_z', function: { name: 'Ls', arguments: '1}' } }),
        chunk({}, 'tool_calls'),
      ]),
    )
    expect(blocks).toMatchObject([{ id: 'call_z', name: 'Ls', words: '{"a":1}' }])
  })

  it('name calls as Anthropic would not, and get their own name back', () => {
    const { blocks } = gathered(
      told([callPiece(0, { id: 'functions.Read:0', function: { name: 'Read', arguments: '{}' } }), chunk({}, 'stop')]),
    )
    expect(blocks[0]?.id).toMatch(/^[a-zA-Z0-9_-]+$/)
  })

  it('say stop although they called a tool, and call with no arguments at all', () => {
    const { blocks, stop } = gathered(
      told([callPiece(0, { id: 'call_a', function: { name: 'Ls' } }), chunk({}, 'stop')]),
    )
    expect([blocks[0]?.words, stop]).toEqual(['{}', 'tool_use'])
  })

  it('finish twice; the first reason holds and there is one end', () => {
    const { names, stop } = gathered(told([chunk({ content: 'x' }), chunk({}, 'length'), chunk({}, 'stop')]))
    expect(stop).toBe('max_tokens')
    expect(names.filter((it) => it === 'message_delta' || it === 'message_stop')).toHaveLength(2)
  })

  it('filter an answer', () => {
    expect(gathered(told([chunk({ content: 'x' }), chunk({}, 'content_filter')])).stop).toBe('refusal')
  })

  it('break off without a reason, and no end is made up', () => {
    expect(told([chunk({ content: 'x' })], false).map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
    ])
  })

  it('send an error in the middle, and its own code is kept', () => {
    const heard = told([
      chunk({ content: 'x' }),
      { error: { message: 'Quota gone', code: 'insufficient_quota', type: 'insufficient_quota' } },
      chunk({ content: 'y' }, 'stop'),
    ])
    expect(heard.at(-1)).toEqual({
      type: 'error',
      error: { type: 'billing_error', message: 'Quota gone', details: { error_code: 'insufficient_quota' } },
    })
  })

  it('let a call run away into spaces, which is stopped', () => {
    const runaway = callPiece(0, { function: { arguments: ' '.repeat(400) } })
    const heard = told([
      callPiece(0, { id: 'call_a', function: { name: 'Ls', arguments: '{"a":' } }),
      runaway,
      runaway,
      runaway,
    ])
    expect(heard.at(-1)?.type).toBe('error')
  })

  it('put empty lines before a call, which make no block', () => {
    const { blocks } = gathered(
      told([
        chunk({ content: '\n\n' }),
        callPiece(0, { id: 'call_a', function: { name: 'Ls', arguments: '{}' } }),
        chunk({}, 'tool_calls'),
      ]),
    )
    expect(blocks.map((it) => it.type)).toEqual(['tool_use'])
  })

  it('answer a tool that went out under a shortened name; the client hears its own', () => {
    const names = new ToolNames()
    const long = `mcp__${'server'.repeat(12)}__read`
    const there = names.out(long)
    expect(there).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
    const { blocks } = gathered(
      told(
        [callPiece(0, { id: 'call_a', function: { name: there, arguments: '{}' } }), chunk({}, 'tool_calls')],
        true,
        names,
      ),
    )
    expect(blocks[0]?.name).toBe(long)
  })

  it('answer a whole request with something that is no message: an error, and nothing invented', async () => {
    for (const answer of [
      '{"choices":[]}',
      '[]',
      'oops',
      '{"choices":[{"message":{"tool_calls":[{"id":"a","function":{"name":"x","arguments":"{oops"}}]}}]}',
    ])
      expect(
        JSON.parse(await textIn(translateWhole(Readable.from([answer]), chatFormat, beginning(), false))),
      ).toMatchObject({
        type: 'error',
      })
  })

  it('answer 200 with an error in it, whose words and code are kept', async () => {
    const answer = '{"error":{"message":"Quota gone","code":"insufficient_quota"}}'
    const failed = { type: 'error', error: { type: 'billing_error', message: 'Quota gone' } }
    expect(
      JSON.parse(await textIn(translateWhole(Readable.from([answer]), chatFormat, beginning(), false))),
    ).toMatchObject(failed)
    expect(await events(translateWhole(Readable.from([answer]), chatFormat, beginning(), true))).toMatchObject([failed])
  })

  it('break the connection: so does ours', async () => {
    const broken = new Readable({ read() {} })
    broken.push(`data: ${JSON.stringify(chunk({ content: 'x' }))}\n\n`)
    const through = translateStream(broken, chatFormat, beginning())
    const read = textIn(through)
    broken.destroy(new Error('reset'))
    await expect(read).rejects.toThrow('reset')
  })
})

describe('words at which a text is to end', () => {
  const asked = (...stops: string[]) => new ChatStream(beginning(undefined, stops))

  it('end it here where the server knows none of them; what it used is still counted', () => {
    const stream = asked('</end>')
    const heard = [
      ...stream.push(chunk({ content: 'One </e' })),
      ...stream.push(chunk({ content: 'nd> two' })),
      ...stream.push(chunk({ tool_calls: [{ index: 0, id: 'call_a', function: { name: 'Ls', arguments: '{}' } }] })),
      ...stream.push({ ...chunk({}, 'stop'), usage: { prompt_tokens: 4, completion_tokens: 9 } }),
      ...stream.end(true),
    ]
    expect(gathered(heard)).toMatchObject({
      blocks: [{ type: 'text', words: 'One ' }],
      stop: 'stop_sequence',
      usage: { input_tokens: 4, output_tokens: 9 },
    })
    expect(heard.at(-2)?.delta).toEqual({ stop_reason: 'stop_sequence', stop_sequence: '</end>' })
  })

  it('that never come take nothing away', () => {
    const stream = asked('</end>')
    const call = { index: 0, id: 'call_a', function: { name: 'Ls', arguments: '{}' } }
    const heard = [
      ...stream.push(chunk({ content: 'One </e' })),
      ...stream.push(chunk({ tool_calls: [call] }, 'tool_calls')),
      ...stream.end(true),
    ]
    expect(gathered(heard).blocks.map(({ words }) => words)).toEqual(['One </e', '{}'])
  })
})
