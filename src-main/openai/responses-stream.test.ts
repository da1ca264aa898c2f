import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageEvent } from '../conversion/answer.ts'
import { beginning, gathered } from '../conversion/testing.ts'
import { fieldsOf } from '../conversion/values.ts'
import { responsesFormat } from './responses-stream.ts'
import { toResponses } from './to-responses.ts'

const READER = 'openai.a-key'

interface Item {
  kind: 'reasoning' | 'message' | 'function_call'
  words: string
  id: string
  name: string
  secret: string
}

const words = fc.string({
  unit: fc.constantFrom('a', 'é', '"', '\\', '{', '漢', '🙂', '\n'),
  minLength: 1,
  maxLength: 20,
})
const said = words.filter((it) => it.trim() !== '')
const args = fc.dictionary(words, fc.jsonValue()).map((it) => JSON.stringify(it, null, 1))
const about = {
  id: fc.stringMatching(/^[a-zA-Z0-9_.:]{4,12}$/),
  name: fc.stringMatching(/^[A-Z][a-z_]{2,9}$/),
  secret: fc.stringMatching(/^gA[a-zA-Z0-9_=-]{4,20}$/),
}
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ kind: fc.constant('reasoning' as const), words: fc.option(said, { nil: '' }), ...about }),
  fc.record({ kind: fc.constant('message' as const), words: said, ...about }),
  fc.record({ kind: fc.constant('function_call' as const), words: args, ...about }),
)
const items = fc.uniqueArray(item, { minLength: 1, maxLength: 6, selector: ({ id }) => id })

const part = (kind: Item['kind'], text: string) =>
  text === '' ? [] : [{ type: kind === 'reasoning' ? 'summary_text' : 'output_text', text }]

/** The item as it stands in a whole answer. */
function whole({ kind: type, words, id, name, secret }: Item) {
  if (type === 'function_call') return { type, id: `fc_${id}`, call_id: id, name, arguments: words }
  if (type === 'reasoning') return { type, id: `rs_${id}`, encrypted_content: secret, summary: part(type, words) }
  return { type, id: `msg_${id}`, role: 'assistant', content: part(type, words) }
}

const DELTAS = {
  reasoning: 'response.reasoning_summary_text.delta',
  message: 'response.output_text.delta',
  function_call: 'response.function_call_arguments.delta',
}

/** Its events, with its words in pieces at these shares of their length. */
function eventsOf(it: Item, output_index: number, shares: readonly number[]): object[] {
  const units = [...it.words]
  const cuts = [0, ...shares.map((share) => share % (units.length + 1)).sort((a, b) => a - b), units.length]
  const deltas = cuts.slice(1).map((to, i) => units.slice(cuts[i], to).join(''))
  const full = whole(it)
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: { ...full, arguments: '', content: [], summary: [], encrypted_content: 'other' },
    },
    ...deltas.map((delta) => ({ type: DELTAS[it.kind], output_index, delta })),
    { type: 'response.output_item.done', output_index, item: full },
  ]
}

/** Each item's events in their own order, the items begun in theirs; else in any. */
function interleaved(lists: readonly object[][], order: readonly number[]): object[] {
  const left = lists.map((list) => [...list])
  const out: object[] = []
  for (let i = 0; left.some((list) => list.length > 0); i++) {
    const fresh = left.findIndex((list, at) => list.length === lists[at]?.length)
    const ready = left.filter((list, at) => list.length > 0 && (fresh < 0 || at <= fresh))
    out.push(ready[(order[i % order.length] ?? 0) % ready.length]?.shift() as object)
  }
  return out
}

const usage = { input_tokens: 20, input_tokens_details: { cached_tokens: 8 }, output_tokens: 5 }
const response = (output: object[], more: object = {}) => ({
  object: 'response',
  id: 'resp_1',
  model: 'gpt-test',
  status: 'completed',
  output,
  usage,
  ...more,
})

function told(events: readonly object[]): MessageEvent[] {
  const reader = responsesFormat(READER).read(beginning())
  return [...events.flatMap((event) => reader.push(event, '')), ...reader.end(false)]
}

const order = fc.array(fc.nat(7), { minLength: 1, maxLength: 9 })
const shares = fc.array(fc.nat(50), { maxLength: 4 })

describe('an answer of Responses', () => {
  it('is the same however it is cut and however its items are interleaved, and also as a whole', () => {
    fc.assert(
      fc.property(items, shares, order, (items, shares, order) => {
        const full = items.map(whole)
        const stream = told([
          { type: 'response.created', response: response([], { status: 'in_progress', usage: null }) },
          ...interleaved(
            items.map((it, at) => eventsOf(it, at, shares)),
            order,
          ),
          { type: 'response.completed', response: response(full) },
        ])
        const { blocks, stop, usage } = gathered(stream)
        expect(blocks.map((it) => [it.type, it.words])).toEqual(
          items.map((it) => [{ reasoning: 'thinking', message: 'text', function_call: 'tool_use' }[it.kind], it.words]),
        )
        expect(stop).toBe(items.some(({ kind }) => kind === 'function_call') ? 'tool_use' : 'end_turn')
        expect(usage).toMatchObject({ input_tokens: 12, cache_read_input_tokens: 8, output_tokens: 5 })
        expect(gathered(told([response(full)]))).toEqual(expect.objectContaining({ blocks, stop, usage }))
      }),
    )
  })

  it('comes back as it was: every id, every byte of arguments, and every thought with its secret', () => {
    fc.assert(
      fc.property(items, (items) => {
        const { blocks } = gathered(told([response(items.map(whole))]))
        const ids = blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => id)
        const content = blocks.map((it) => {
          if (it.type === 'text') return `{"type":"text","text":${JSON.stringify(it.words)}}`
          if (it.type === 'thinking')
            return JSON.stringify({ type: 'thinking', thinking: it.words, signature: it.signature })
          return `{"type":"tool_use","id":${JSON.stringify(it.id)},"name":${JSON.stringify(it.name)},"input":${String(it.words)}}`
        })
        const results = ids.map((tool_use_id) => ({ type: 'tool_result', tool_use_id, content: 'done' }))
        const asked = `{"model":"gpt-5","messages":[{"role":"assistant","content":[${content.join(',')}]},{"role":"user","content":${JSON.stringify([...results, { type: 'text', text: 'Go on.' }])}}]}`
        const sent = toResponses(
          Buffer.from(asked),
          { name: 'OpenAI', plainSchemas: false, reasons: () => true, thinksHardest: () => false, cacheKey: true },
          READER,
        )
        const { input } = JSON.parse(String(sent?.body)) as { input: Record<string, unknown>[] }
        const calls = items.filter(({ kind }) => kind === 'function_call')
        expect(input.filter(({ type }) => type === 'function_call').map((it) => [it.call_id, it.arguments])).toEqual(
          calls.map(({ id, words }) => [id, words]),
        )
        expect(input.filter(({ type }) => type === 'function_call_output').map((it) => it.call_id)).toEqual(
          calls.map(({ id }) => id),
        )
        // A thought that nothing came of is not handed back.
        const last = items.findLastIndex(({ kind }) => kind !== 'reasoning')
        const thoughts = items.slice(0, last + 1).filter(({ kind }) => kind === 'reasoning')
        expect(input.filter(({ type }) => type === 'reasoning')).toEqual(thoughts.map((it) => whole(it)))
      }),
    )
  })

  it('that ends without its last event was cut off, and no end is made up', () => {
    const [it] = fc.sample(item, 1)
    const heard = told([{ type: 'response.created', response: response([]) }, ...(it ? eventsOf(it, 0, []) : [])])
    expect(heard.some(({ type }) => type === 'message_stop' || type === 'message_delta')).toBe(false)
  })

  it('loses nothing of a text that ends as a stop word begins', () => {
    const reader = responsesFormat(READER).read(beginning(undefined, ['</end>']))
    const item = { kind: 'message' as const, words: 'a < b', id: 'm', name: 'N', secret: 'g' }
    const tail = { ...item, words: 'so </e', id: 'n' }
    const heard = [
      ...eventsOf(item, 0, []),
      ...eventsOf(tail, 1, []),
      { type: 'response.completed', response: response([]) },
    ]
    const { blocks, stop } = gathered(heard.flatMap((event) => reader.push(event, '')))
    expect([blocks.map(({ words }) => words), stop]).toEqual([['a < b', 'so </e'], 'end_turn'])
  })

  it('is told as it grows', () => {
    const reader = responsesFormat(READER).read(beginning())
    const piece = (delta: string) =>
      reader
        .push({ type: 'response.output_text.delta', output_index: 0, delta }, '')
        .map((event) => fieldsOf(event.delta).text)
    expect([piece('One'), piece(' two')]).toEqual([[undefined, undefined, 'One'], [' two']])
  })
})
