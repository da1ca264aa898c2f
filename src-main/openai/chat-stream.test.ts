import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginning, events, gathered, textIn } from '../conversion/testing.ts'
import { translateStream, translateWhole } from '../conversion/translate.ts'
import { chatFormat } from './chat-stream.ts'
import { chunk, told } from './testing.ts'

interface Call {
  id: string
  name: string
  args: string
}

const word = fc.string({ unit: fc.constantFrom('a', 'é', '"', '\\', '{', '}', '漢', '🙂', ' '), maxLength: 20 })
const said = word.filter((it) => it.trim() !== '')
const call: fc.Arbitrary<Call> = fc
  .record({
    id: fc.stringMatching(/^call_[a-zA-Z0-9]{4,12}$/),
    name: fc.stringMatching(/^[A-Z][a-z_]{2,9}$/),
    value: fc.dictionary(word, fc.jsonValue()),
  })
  .map(({ id, name, value }) => ({ id, name, args: JSON.stringify(value) }))
const calls = fc.uniqueArray(call, { maxLength: 4, selector: ({ id }) => id })

/** The text in pieces, at these shares of its length. */
function cut(text: string, shares: readonly number[]): string[] {
  const units = [...text]
  const at = [0, ...shares.map((it) => it % (units.length + 1)).sort((a, b) => a - b), units.length]
  return at.slice(1).map((to, i) => units.slice(at[i], to).join(''))
}

/** The calls' pieces in any order that keeps each call's own. */
function interleaved(list: readonly Call[], shares: readonly number[], order: readonly number[]): object[] {
  const left = list.map(({ id, name, args }, index) =>
    cut(args, shares).map((piece, i) => ({
      index,
      ...(i === 0 && { id, type: 'function' }),
      function: { ...(i === 0 && { name }), arguments: piece },
    })),
  )
  const out: object[] = []
  for (let i = 0; left.some((it) => it.length > 0); i++) {
    const open = left.filter((it) => it.length > 0)
    // Calls appear in the order of their index, as every server sends them.
    const begun = open.filter(
      (it) =>
        left.indexOf(it) <= left.findIndex((other, at) => other.length === cut(list[at]?.args ?? '', shares).length),
    )
    const from = begun.length > 0 ? begun : open
    const pick = from[(order[i % Math.max(1, order.length)] ?? 0) % from.length]
    out.push(pick?.shift() as object)
  }
  return out
}

describe('a stream of chunks', () => {
  it('gives the same message however it is cut and however its calls are interleaved', () => {
    const shape = fc.record({
      thought: fc.option(said, { nil: '' }),
      text: fc.option(said, { nil: '' }),
      calls,
      shares: fc.array(fc.nat(50), { maxLength: 5 }),
      order: fc.array(fc.nat(7), { minLength: 1, maxLength: 8 }),
    })
    fc.assert(
      fc.property(shape, ({ thought, text, calls, shares, order }) => {
        const chunks = [
          chunk({ role: 'assistant', content: '' }),
          ...cut(thought, shares).map((it) => chunk({ reasoning_content: it })),
          ...cut(text, shares).map((it) => chunk({ content: it })),
          ...interleaved(calls, shares, order).map((it) => chunk({ tool_calls: [it] })),
          chunk({}, calls.length > 0 ? 'tool_calls' : 'stop'),
          {
            choices: [],
            usage: { prompt_tokens: 20, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 8 } },
          },
        ]
        const { blocks, stop, usage } = gathered(told(chunks))
        const expected = [
          ...(thought === '' ? [] : [['thinking', thought]]),
          ...(text === '' ? [] : [['text', text]]),
          ...calls.map(({ id, name, args }) => ['tool_use', args, id, name]),
        ]
        expect(blocks.map((it) => [it.type, it.words, ...(it.type === 'tool_use' ? [it.id, it.name] : [])])).toEqual(
          expected,
        )
        expect(stop).toBe(calls.length > 0 ? 'tool_use' : 'end_turn')
        expect(usage).toMatchObject({ input_tokens: 12, cache_read_input_tokens: 8, output_tokens: 5 })
      }),
    )
  })

  it('is the same through bytes cut anywhere, also inside a letter', async () => {
    const bytes = Buffer.from(
      [chunk({ content: 'Größe 漢字 🙂' }), chunk({ content: ' end' }), chunk({}, 'stop')]
        .map((it) => `data: ${JSON.stringify(it)}\n\n`)
        .concat('data: [DONE]\n\n')
        .join(''),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...[...cuts].sort((a, b) => a - b), bytes.length]
        const pieces = at.slice(1).map((to, i) => bytes.subarray(at[i], to))
        const { blocks } = gathered(
          await events(translateStream(Readable.from(pieces.filter((it) => it.length > 0)), chatFormat, beginning())),
        )
        expect(blocks.map((it) => it.words)).toEqual(['Größe 漢字 🙂 end'])
      }),
      { numRuns: 40 },
    )
  })

  it('is the same message when it comes whole', async () => {
    const message = {
      content: 'Here.',
      reasoning_content: 'Hm.',
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'Read', arguments: '{"n":12345678901234567890,"r":1.0}' } },
      ],
    }
    const answer = {
      id: 'c',
      model: 'm',
      choices: [{ message, finish_reason: 'tool_calls' }],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    }
    const body = await textIn(translateWhole(Readable.from([JSON.stringify(answer)]), chatFormat, beginning(), false))
    expect(body).toContain('"input":{"n":12345678901234567890,"r":1.0}')
    expect(JSON.parse(body)).toMatchObject({
      type: 'message',
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: 'Here.' },
        { type: 'tool_use', id: 'call_1', name: 'Read' },
      ],
      usage: { input_tokens: 3, output_tokens: 2 },
    })
  })

  it('comes as a stream where one was asked for and a whole answer came', async () => {
    const answer = { choices: [{ message: { content: 'Hello.' }, finish_reason: 'stop' }] }
    const { blocks, stop } = gathered(
      await events(translateWhole(Readable.from([JSON.stringify(answer)]), chatFormat, beginning(), true)),
    )
    expect([blocks.map((it) => it.words), stop]).toEqual([['Hello.'], 'end_turn'])
  })
})
