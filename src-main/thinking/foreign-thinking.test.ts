import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splice } from '../bytes/json-members.ts'
import { type Thought, withoutThoughts } from './foreign-thinking.ts'

const own = ({ signature }: Thought) => signature.startsWith('own')
const trimmed = (json: string, keep = own) => {
  const body = Buffer.from(json)
  return splice(body, withoutThoughts(body, keep).edits).toString()
}

/** Written as no printer would: what is kept must come out in the very same spelling. */
const odd = fc.constantFrom(
  '1.0',
  '12345678901234567890',
  '"\\u00e9\\n"',
  '"thinking\\""',
  '{ "a" : [ ] }',
  '1e2',
  'null',
)
interface Block {
  readonly raw: string
  /** It stays where only one's own thinking is kept. */
  readonly stays: boolean
}
const is = (raw: string, stays = true): Block => ({ raw, stays })
const signature = fc.constantFrom('own-1', 'own-2', 'other', '')
const block = fc.oneof(
  odd.map((it) => is(`{"type":"text", "text":"x","odd":${it}}`)),
  odd.map((it) => is(`{ "type" : "tool_use","id":"toolu_1","name":"run","input":{"thinking":${it}} }`)),
  signature.map((it) => is(`{"type":"thinking","thinking":"hm", "signature":"${it}"}`, it.startsWith('own'))),
  fc.constant(is('{"type":"thinking","thinking":"hm"}', false)),
  signature.map((it) => is(`{"data":"${it}","type":"redacted_thinking"}`, it.startsWith('own'))),
)

const space = fc.constantFrom('', ' ', '\n\t')
const assistant = fc.record({ role: fc.constant('assistant'), blocks: fc.array(block, { maxLength: 5 }) })
const user = fc.record({ role: fc.constantFrom('user', 'system'), blocks: fc.array(block, { maxLength: 2 }) })
const talk = fc.array(fc.oneof(assistant, user), { maxLength: 6 })

const written = (messages: readonly { role: string; blocks: readonly Block[] }[], tail: string) =>
  `{"max_tokens":1.0,"messages":[${messages.map((it) => `{"role":"${it.role}","content":[${it.blocks.map(({ raw }) => raw).join(',')}]}`).join(',')}]${tail}}`

describe('the thinking of others', () => {
  it('goes, and every other byte stays as the client wrote it', () => {
    fc.assert(
      fc.property(talk, odd, (messages, tail) => {
        const left = messages
          .map((it) => (it.role === 'assistant' ? { ...it, blocks: it.blocks.filter(({ stays }) => stays) } : it))
          .filter((it, i) => it.blocks.length > 0 || messages[i]?.blocks.length === 0)
        const end = `, "thinking" : {"type":"adaptive"},"x":${tail}`
        const expected = left.length === 0 ? messages : left
        expect(trimmed(written(messages, end))).toBe(written(expected, end))
      }),
    )
  })

  it('never leaves an empty message behind, whatever goes', () => {
    fc.assert(
      fc.property(talk, fc.func(fc.boolean()), (messages, keep) => {
        const once = trimmed(written(messages, ''), (it) => keep(it.kind, it.signature))
        const { messages: after } = JSON.parse(once) as { messages: { role: string; content: unknown[] }[] }
        const before = messages.filter((it) => it.role === 'assistant' && it.blocks.length === 0).length
        const empty = after.filter((it) => it.role === 'assistant' && it.content.length === 0).length
        expect(empty).toBe(before)
      }),
    )
  })

  it('leaves the calls of tools and their results alone, in their order', () => {
    fc.assert(
      fc.property(talk, (messages) => {
        const ids = (json: string) => json.match(/toolu_1|"odd":[^}]*/g)
        expect(ids(trimmed(written(messages, ''), () => false))).toEqual(ids(written(messages, '')))
      }),
    )
  })

  it('is the very same buffer where none of it goes', () => {
    fc.assert(
      fc.property(talk, space, (messages, gap) => {
        const body = Buffer.from(written(messages, gap))
        expect(splice(body, withoutThoughts(body, () => true).edits)).toBe(body)
      }),
    )
  })

  it('is found however the JSON is spaced', () => {
    const json =
      '{ "messages" : [ { "content" : [ { "signature" : "x" , "type" : "thinking" } , 1 ] , "role" : "assistant" } ] }'
    expect(trimmed(json)).toBe('{ "messages" : [ { "content" : [ 1 ] , "role" : "assistant" } ] }')
  })

  it('is counted', () => {
    const body = Buffer.from(
      written([{ role: 'assistant', blocks: [is('{"type":"thinking"}'), is('{"type":"thinking"}'), is('1')] }], ''),
    )
    expect(withoutThoughts(body, own).count).toBe(2)
  })
})

it.each([
  '',
  'no json',
  '{"messages":"thinking\\""}',
  '{"messages":[{"role":"assistant","content":"a text about \\"thinking\\""}]}',
  '{"messages":[{"role":"assistant","content":[{"type":"thinking","type":"thinking"}]}]}',
  '{"messages":[{"role":"assistant","content":[{"type":"thinking"}]',
  '{"messages":[{"role":"assistant","content":[{"type":"thinking"}]}]}',
])('leaves %j as it is', (json) => {
  expect(trimmed(json)).toBe(json)
})
