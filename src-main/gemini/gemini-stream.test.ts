import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageEvent } from '../conversion/answer.ts'
import { beginning, gathered } from '../conversion/testing.ts'
import { geminiFormat } from './gemini-stream.ts'
import { toGemini } from './to-gemini.ts'

type Part =
  | { kind: 'text' | 'thought'; words: string }
  | { kind: 'call'; name: string; id: string; args: string; signature: string }

const words = fc.string({
  unit: fc.constantFrom('a', 'é', '"', '\\', '{', '漢', '🙂', '\n'),
  minLength: 1,
  maxLength: 16,
})
const said = words.filter((it) => it.trim() !== '')
/** Numbers that no double holds, and spaces as nobody prints them. */
const args = fc.constantFrom('{}', '{ "n" : 12345678901234567890 }', '{"f":1.0,"2":"b","1":"a"}', '{"t":"\\u00e9\\n"}')
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'thought' as const), words: said }),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.stringMatching(/^[A-Z][a-z_]{2,9}$/),
    id: fc.option(fc.stringMatching(/^[a-z0-9./:-]{3,10}$/), { nil: '' }),
    args,
    signature: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{4,20}$/), { nil: '' }),
  }),
)

/** Parts of one kind that follow each other are one. */
const parts = fc
  .array(part, { minLength: 1, maxLength: 6 })
  .map((list) => list.filter((it, i) => it.kind === 'call' || it.kind !== list[i - 1]?.kind))

const json = (it: Part): string =>
  it.kind === 'call'
    ? `{"functionCall":{${it.id === '' ? '' : `"id":${JSON.stringify(it.id)},`}"name":"${it.name}","args":${it.args}}${it.signature === '' ? '' : `,"thoughtSignature":"${it.signature}"`}}`
    : JSON.stringify({ text: it.words, ...(it.kind === 'thought' && { thought: true }) })

const USAGE =
  '"usageMetadata":{"promptTokenCount":20,"cachedContentTokenCount":8,"candidatesTokenCount":3,"thoughtsTokenCount":2}'
const chunk = (parts: readonly string[], finish = '') =>
  `{"candidates":[{"content":{"parts":[${parts.join(',')}],"role":"model"}${finish}}],${USAGE},"modelVersion":"gemini-test","responseId":"r1"}`

function told(chunks: readonly string[]): MessageEvent[] {
  const reader = geminiFormat.read(beginning())
  return [...chunks.flatMap((it) => reader.push(JSON.parse(it), it)), ...reader.end(false)]
}

const END = chunk(['{"text":""}'], ',"finishReason":"STOP"')

/** The words of text and thoughts in pieces, some of the parts in one event. */
function cut(parts: readonly Part[], share: number, together: boolean): string[] {
  const pieces = parts.flatMap((it): string[] => {
    if (it.kind === 'call') return [json(it)]
    const units = [...it.words]
    const at = share % (units.length + 1)
    const halves = [units.slice(0, at).join(''), units.slice(at).join('')].filter((half) => half !== '')
    return halves.map((half) => json({ ...it, words: half }))
  })
  return together ? [chunk(pieces), END] : [...pieces.map((it) => chunk([it])), END]
}

/** What the parts are to a client; a signature stands in a thought before its part. */
function wanted(parts: readonly Part[]): string[][] {
  const out: string[][] = []
  for (const it of parts) {
    if (it.kind !== 'call') out.push([it.kind === 'text' ? 'text' : 'thinking', it.words])
    else {
      const open = out.at(-1)?.[0] === 'thinking' && out.at(-1)?.length === 2
      if (it.signature !== '' && open) out.at(-1)?.push('signed')
      else if (it.signature !== '') out.push(['thinking', '', 'signed'])
      out.push(['tool_use', it.args])
    }
  }
  return out
}

describe('an answer of Gemini', () => {
  it('is the same however its words are cut and its parts are put together', () => {
    fc.assert(
      fc.property(parts, fc.nat(40), fc.boolean(), (parts, share, together) => {
        const { blocks, stop, usage } = gathered(told(cut(parts, share, together)))
        const seen = blocks.map((it) => [
          String(it.type),
          String(it.words),
          ...(it.type === 'thinking' && it.signature !== '' ? ['signed'] : []),
        ])
        expect(seen).toEqual(wanted(parts))
        expect(stop).toBe(parts.some(({ kind }) => kind === 'call') ? 'tool_use' : 'end_turn')
        expect(usage).toMatchObject({ input_tokens: 12, cache_read_input_tokens: 8, output_tokens: 5 })
      }),
    )
  })

  it('comes back as it was: ids that were given, every byte of arguments, every signature in its place', () => {
    fc.assert(
      fc.property(parts, (parts) => {
        const { blocks } = gathered(told([chunk(parts.map(json)), END]))
        const ids = blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => String(id))
        expect(new Set(ids).size).toBe(new Set(parts.flatMap((it, i) => (it.kind === 'call' ? [it.id || i] : []))).size)
        for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/)
        const content = blocks.map((it) => {
          if (it.type === 'tool_use')
            return `{"type":"tool_use","id":"${it.id}","name":"${it.name}","input":${String(it.words)}}`
          return it.type === 'text'
            ? JSON.stringify({ type: 'text', text: it.words })
            : JSON.stringify({ type: 'thinking', thinking: it.words, signature: it.signature })
        })
        const results = ids.map((tool_use_id) => ({ type: 'tool_result', tool_use_id, content: 'done' }))
        const asked = `{"model":"gemini-test","messages":[{"role":"assistant","content":[${content.join(',')}]},{"role":"user","content":${JSON.stringify([...results, { type: 'text', text: 'Go on.' }])}}]}`
        const sent = String(toGemini(Buffer.from(asked), 'Gemini')?.body)
        const first = parts.find(({ kind }) => kind === 'call')
        const back = parts
          .filter(({ kind }) => kind !== 'thought')
          .map((it) => (it === first && it.kind === 'call' && it.signature === '' ? { ...it, signature: SKIP } : it))
        const model = back.length === 0 ? '' : `{"role":"model","parts":[${back.map(json).join(',')}]}`
        expect(sent.startsWith(`{"contents":[${model}`)).toBe(true)
      }),
    )
  })

  it('loses nothing of a text that ends as a stop word begins', () => {
    const reader = geminiFormat.read(beginning(undefined, ['</end>']))
    const call = '{"functionCall":{"name":"Ls","args":{}},"thoughtSignature":"Sig"}'
    const chunks = [chunk(['{"text":"so </e"}']), chunk([call]), END]
    const { blocks } = gathered([...chunks.flatMap((it) => reader.push(JSON.parse(it), it)), ...reader.end(false)])
    expect(blocks.map(({ type, words }) => [type, words])).toEqual([
      ['text', 'so </e'],
      ['thinking', ''],
      ['tool_use', '{}'],
    ])
  })

  it('that has no reason to end was cut off, and no end is made up', () => {
    const heard = told([chunk(['{"text":"One"}'])])
    expect(heard.some(({ type }) => type === 'message_stop' || type === 'message_delta')).toBe(false)
  })
})

const SKIP = 'skip_thought_signature_validator'
