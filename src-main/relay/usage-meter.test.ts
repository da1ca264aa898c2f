import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EventCutter, eventsIn } from '../bytes/sse.ts'
import { event } from './testing/upstream.ts'
import { UsageMeter } from './usage-meter.ts'

function metered(bytes: Buffer, cuts: readonly number[] = []) {
  const told: unknown[] = []
  const meter = new UsageMeter({ input: (usage) => void told.push(usage), output: (n) => void told.push(n) })
  const cutter = new EventCutter()
  const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  for (const [i, to] of at.slice(1).entries()) meter.read(eventsIn(cutter.push(bytes.subarray(at[i], to))))
  return { meter, told }
}

const count = fc.oneof(fc.constant(null), fc.constant(undefined), fc.nat(100_000))
const usage = fc.record({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
})

it('reads the same however the stream is cut, and the last word about each figure counts', () => {
  fc.assert(
    fc.property(
      usage,
      fc.array(usage, { maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: 10 }),
      (first, later, cuts) => {
        const parts = [
          event('message_start', { message: { usage: first } }),
          ...later.map((it) => event('message_delta', { usage: it })),
        ]
        const bytes = Buffer.from(parts.join(event('ping', {})) + event('message_stop', {}))
        const { meter } = metered(bytes, cuts)
        const last = (name: keyof typeof first) => [first, ...later].reduce((sum, it) => it[name] || sum, 0)
        expect(meter.usage).toEqual({
          input: last('input_tokens'),
          output: last('output_tokens'),
          cacheRead: last('cache_read_input_tokens'),
          cacheWrite: last('cache_creation_input_tokens'),
        })
        expect(meter.stopped).toBe(true)
      },
    ),
  )
})

it('tells the input at message_start and the output as it grows', () => {
  const { told } = metered(
    Buffer.from(
      event('message_start', {
        message: { usage: { input_tokens: 5, cache_read_input_tokens: 9, output_tokens: 1 } },
      }) +
        event('message_delta', { usage: { output_tokens: 4 } }) +
        event('message_delta', { usage: { output_tokens: 7 } }),
    ),
  )
  expect(told).toEqual([{ input: 5, cacheWrite: 0, cacheRead: 9 }, 1, 4, 7])
})

it('takes the input from the end where the beginning says nothing', () => {
  const { told, meter } = metered(
    Buffer.from(
      event('message_start', { message: { usage: { input_tokens: 0, output_tokens: 0 } } }) +
        event('message_delta', { usage: { input_tokens: 12, output_tokens: 3 } }),
    ),
  )
  expect(told).toEqual([{ input: 12, cacheWrite: 0, cacheRead: 0 }, 3])
  expect(meter.usage).toMatchObject({ input: 12, output: 3 })
})

it('reads a whole answer', () => {
  const { meter } = metered(Buffer.alloc(0))
  meter.readWhole(
    Buffer.from('{"type":"message","usage":{"input_tokens":3,"output_tokens":2,"service_tier":"standard"}}'),
  )
  expect(meter.usage).toEqual({ input: 3, output: 2, cacheRead: 0, cacheWrite: 0 })
})

it('is not put out by nonsense', () => {
  const bytes = Buffer.from(
    'event: message_start\ndata: {oops\n\nevent: message_delta\ndata: {"usage":{"output_tokens":-1}}\n\n',
  )
  expect(metered(bytes).meter.usage).toEqual({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0 })
})

it('counts of a stream that broke what was seen of it, where the end would have told more', () => {
  const piece = event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'word ' } })
  const begun = event('message_start', { message: { usage: { input_tokens: 5, output_tokens: 1 } } }) + piece.repeat(7)
  expect(metered(Buffer.from(begun)).meter.usage).toMatchObject({ input: 5, output: 7 })
  const ended = `${begun}${event('message_delta', { usage: { output_tokens: 3 } })}${event('message_stop', {})}`
  expect(metered(Buffer.from(ended)).meter.usage).toMatchObject({ output: 3 })
})
