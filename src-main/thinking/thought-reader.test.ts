import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EventCutter, eventsIn } from '../bytes/sse.ts'
import { ThoughtReader } from './thought-reader.ts'

const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`
const begin = (index: number, content_block: object) => event('content_block_start', { index, content_block })
const delta = (index: number, it: object) => event('content_block_delta', { index, delta: it })
const end = (index: number) => event('content_block_stop', { index })
const signed = (index: number, ...parts: string[]) =>
  begin(index, { type: 'thinking', thinking: '', signature: '' }) +
  delta(index, { type: 'thinking_delta', thinking: 'about a signature' }) +
  parts.map((signature) => delta(index, { type: 'signature_delta', signature })).join('') +
  end(index)
const words = (index: number, text: string) =>
  begin(index, { type: 'text', text: '' }) + delta(index, { type: 'text_delta', text }) + end(index)

function read(...chunks: readonly Buffer[]): string[] {
  const found: string[] = []
  const reader = new ThoughtReader((signature) => found.push(signature))
  const cutter = new EventCutter()
  for (const chunk of chunks) {
    const bytes = cutter.push(chunk)
    if (bytes.length > 0) reader.read(eventsIn(bytes))
  }
  return found
}

it('finds every signature, however the stream is cut into chunks', () => {
  const stream = Buffer.from(
    signed(0, 'first') +
      words(1, 'I will put "signature_delta" and signature into words') +
      begin(2, { type: 'redacted_thinking', data: 'hidden' }) +
      end(2) +
      begin(3, { type: 'thinking', thinking: 'whole', signature: 'at once' }) +
      end(3) +
      signed(4, 'in ', 'two parts') +
      begin(5, { type: 'thinking', thinking: '' }) +
      end(5),
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      const chunks = at.slice(1).map((to, i) => stream.subarray(at[i], to))
      expect(read(...chunks)).toEqual(['first', 'hidden', 'at once', 'in two parts'])
    }),
  )
})

it('reads one whose block is never closed, at the end of the message', () => {
  const open = begin(0, { type: 'thinking', thinking: '', signature: '' })
  const stream = open + delta(0, { type: 'signature_delta', signature: 's' }) + event('message_stop', {})
  expect(read(Buffer.from(stream))).toEqual(['s'])
})

it('reads answers in one piece', () => {
  const found: string[] = []
  const content = [
    { type: 'thinking', thinking: 'a', signature: 'one' },
    { type: 'text', text: 'signature' },
    { type: 'redacted_thinking', data: 'two' },
    { type: 'thinking', thinking: 'unsigned' },
    7,
  ]
  new ThoughtReader((it) => found.push(it)).readWhole(Buffer.from(JSON.stringify({ content })))
  new ThoughtReader((it) => found.push(it)).readWhole(Buffer.from('nothing'))
  expect(found).toEqual(['one', 'two'])
})

it('never throws, whatever passes', () => {
  const piece = fc.constantFrom('signature_delta', '{"delta":', 'null', '{"type":"signature_delta"}', '}', '[1]', '"x"')
  fc.assert(
    fc.property(
      fc.constantFrom('content_block_start', 'content_block_delta', 'content_block_stop'),
      fc.array(piece),
      (name, it) => {
        expect(read(Buffer.from(`event: ${name}\ndata: ${it.join('')}signature\n\n`))).toEqual([])
        expect(read(Buffer.from(`event: ${name}\ndata: ${it.join('')}\n\n`))).toEqual([])
      },
    ),
  )
})
