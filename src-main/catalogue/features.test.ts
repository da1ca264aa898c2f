import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { members, Words } from '../bytes/json-members.ts'
import { BLOCK_WORDS, featuresOf } from './features.ts'

const read = (text: string) => {
  const body = Buffer.from(text)
  const words = new Words(BLOCK_WORDS)
  const top = members(body, words)
  if (!top) throw new Error('no object')
  return featuresOf(body, top, words)
}
const of = (body: object) => read(JSON.stringify(body))
const saying = (...content: unknown[]) => of({ messages: [{ role: 'user', content }] })
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const document = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }
const nothing = { tools: false, images: false, documents: false, thinking: false, maxTokens: null }

describe('what a request asks of a model', () => {
  it('is nothing much for plain words', () => {
    expect(of({ model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] })).toEqual({
      ...nothing,
      maxTokens: 100,
    })
    expect(of({ messages: 'nonsense', tools: {}, thinking: true, max_tokens: 'many' })).toEqual(nothing)
  })

  it('sees tools that are offered, and tools that were used', () => {
    expect(of({ tools: [{ name: 'Bash' }] }).tools).toBe(true)
    expect(read('{ "tools" : [\n {"name":"Bash"} ] }').tools).toBe(true)
    expect(of({ tools: [] }).tools).toBe(false)
    expect(saying({ type: 'tool_use', id: 'a', name: 'b', input: {} }).tools).toBe(true)
  })

  it('sees images and documents, also among what a tool returned', () => {
    expect(saying(image)).toMatchObject({ images: true, documents: false })
    expect(saying(document)).toMatchObject({ images: false, documents: true })
    expect(saying({ type: 'tool_result', tool_use_id: 'a', content: [document, image] })).toMatchObject({
      images: true,
      documents: true,
    })
    expect(read('{"messages": [ {"content": [ { "source": {}, "type" : "image" } ] } ]}').images).toBe(true)
  })

  it('is not fooled by words that only look like a block', () => {
    expect(saying({ type: 'text', text: JSON.stringify([image, document]) })).toEqual(nothing)
    const used = saying({ type: 'tool_use', id: 'a', name: 'Show', input: { content: [image], type: 'document' } })
    expect(used).toEqual({ ...nothing, tools: true })
    expect(of({ messages: [], metadata: { content: [image] } })).toEqual(nothing)
  })

  it('does not follow nesting that no request has', () => {
    const deep = `${'{"content":['.repeat(100_000)}{"type":"image"}${']}'.repeat(100_000)}`
    expect(read(`{"messages":[${deep}]}`).images).toBe(false)
  })

  it('takes thinking that is switched off for none', () => {
    expect(of({ thinking: { type: 'adaptive' } }).thinking).toBe(true)
    expect(of({ thinking: { budget_tokens: 2000, type: 'enabled' } }).thinking).toBe(true)
    expect(of({ thinking: { type: 'disabled' } }).thinking).toBe(false)
  })

  it('finds what a full parse finds, wherever it stands', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('"image"', '"type":"document"', 'tool_use', '\\"image\\"', '}]'))
    const plain = fc.oneof(
      fc.record({ type: fc.constant('text'), text: word }),
      fc.constantFrom<object>(image, document, { type: 'tool_use', name: 'image', input: { type: 'image' } }),
    )
    const result = fc.record({ type: fc.constant('tool_result'), content: fc.oneof(word, fc.array(plain)) })
    const content = fc.oneof(word, fc.array(fc.oneof(plain, result)))
    const messages: fc.Arbitrary<{ content: unknown }[]> = fc.array(fc.record({ role: fc.constant('user'), content }))
    fc.assert(
      fc.property(messages, fc.integer({ min: 0, max: 2 }), (list, indent) => {
        const blocks = list.flatMap(inside).flatMap((it) => [it, ...inside(it)])
        const has = (type: string) =>
          blocks.some((it) => typeof it === 'object' && (it as { type: string }).type === type)
        expect(read(JSON.stringify({ messages: list }, null, indent))).toEqual({
          ...nothing,
          tools: has('tool_use'),
          images: has('image'),
          documents: has('document'),
        })
      }),
    )
  })
})

function inside(block: unknown): readonly unknown[] {
  const content = typeof block === 'object' && block !== null && 'content' in block ? block.content : []
  return Array.isArray(content) ? content : []
}
