import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventCutter, eventsIn, withNames } from './sse.ts'

const line = fc.string({ unit: fc.constantFrom('a', 'é', '"', ':', ' ', '{', '}'), maxLength: 12 })
const eol = fc.constantFrom('\n', '\r\n')
const block = fc
  .tuple(
    fc.array(
      fc.oneof(
        line.map((it) => `data: ${it}`),
        line.map((it) => `event:${it}`),
        line.map((it) => `:${it}`),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    eol,
  )
  .map(([lines, end]) => `${lines.join(end)}${end}${end}`)
const streamOf = fc.array(block, { maxLength: 6 }).map((blocks) => Buffer.from(blocks.join('')))

/** The bytes in pieces, cut where `cuts` say. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((to, i) => bytes.subarray(at[i], to))
}

describe('the cutter', () => {
  it('gives back the same bytes in whole events, however they come in', () => {
    fc.assert(
      fc.property(streamOf, fc.array(fc.nat(), { maxLength: 12 }), (bytes, cuts) => {
        const cutter = new EventCutter()
        const out = pieces(bytes, cuts).map((piece) => cutter.push(piece))
        for (const part of out) expect(part.length === 0 || /\r?\n\r?\n$/.test(part.toString())).toBe(true)
        expect(Buffer.concat([...out, cutter.takeRest()])).toEqual(bytes)
      }),
    )
  })

  it('does so byte by byte', () => {
    fc.assert(
      fc.property(streamOf, (bytes) => {
        const cutter = new EventCutter()
        const out = [...bytes].map((byte) => cutter.push(Buffer.from([byte])))
        expect(Buffer.concat(out)).toEqual(bytes)
        expect(cutter.heldBytes).toBe(0)
      }),
    )
  })

  it('holds back an event that has only begun', () => {
    const cutter = new EventCutter()
    expect(cutter.push(Buffer.from('data: 1\n\ndata: 2\n')).toString()).toBe('data: 1\n\n')
    expect(cutter.heldBytes).toBe(8)
    expect(cutter.push(Buffer.from('\n')).toString()).toBe('data: 2\n\n')
  })
})

describe('events', () => {
  it('are read with either line ending, comments left out', () => {
    const events = eventsIn(Buffer.from(': hi\n\nevent: ping\r\ndata: {"a":1}\r\n\r\ndata: x\ndata:y\n\n'))
    expect(events.map((it) => [it.name, it.named, it.data()])).toEqual([
      ['ping', true, '{"a":1}'],
      [null, false, 'x\ny'],
    ])
  })

  it('without a name are called what their data says, and get the line that is missing', () => {
    const bytes = Buffer.from(
      ': c\n\ndata: {"message":{"type":"m"},"type":"message_start"}\n\nevent: ping\ndata: {}\n\n',
    )
    const events = eventsIn(bytes)
    expect(events.map((it) => it.name)).toEqual(['message_start', 'ping'])
    expect(withNames(bytes, events).toString()).toBe(
      ': c\n\nevent: message_start\ndata: {"message":{"type":"m"},"type":"message_start"}\n\nevent: ping\ndata: {}\n\n',
    )
  })

  it('that are complete are not copied', () => {
    const bytes = Buffer.from('event: ping\ndata: {}\n\n')
    expect(withNames(bytes, eventsIn(bytes))).toBe(bytes)
  })
})
