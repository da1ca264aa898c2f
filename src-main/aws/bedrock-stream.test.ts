import { Readable } from 'node:stream'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textIn } from '../providers/testing/here.ts'
import { translateFrames } from './bedrock-stream.ts'

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text),
)
type Headers = Parameters<typeof codec.encode>[0]['headers']
const text = (value: string) => ({ type: 'string', value }) as const

/** Frames as AWS's own library writes them. */
const framed = (headers: Headers, payload: string): Buffer =>
  Buffer.from(codec.encode({ headers, body: Buffer.from(payload) }))
const chunk = (json: string, p = 'abcdefgh'): Buffer =>
  framed(
    {
      ':message-type': text('event'),
      ':event-type': text('chunk'),
      ':content-type': text('application/json'),
      'x-number': { type: 'integer', value: 7 },
      'x-yes': { type: 'boolean', value: true },
      'x-at': { type: 'timestamp', value: new Date(0) },
    },
    JSON.stringify({ bytes: Buffer.from(json).toString('base64'), p }),
  )
const exception = (name: string, message: string): Buffer =>
  framed({ ':message-type': text('exception'), ':exception-type': text(name) }, JSON.stringify({ message }))

const events = ['{"type":"message_start","message":{"id":"msg_ü界"}}', '{"type":"content_block_stop","index":0}']
const asSse = events.map((json) => `event: ${JSON.parse(json).type}\ndata: ${json}\n\n`).join('')
const through = (...chunks: Buffer[]) => textIn(translateFrames(Readable.from(chunks)))

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length]
  return places.slice(1).flatMap((end, i) => {
    const piece = bytes.subarray(places[i], end)
    return piece.length === 0 ? [] : [piece]
  })
}

describe('Bedrock’s frames become events', () => {
  const stream = Buffer.concat(events.map((json) => chunk(json)))

  it('whole, byte for byte', async () => {
    expect(await through(stream)).toBe(asSse)
  })

  it('cut at every single byte', async () => {
    for (let at = 1; at < stream.length; at += 1)
      expect(await through(stream.subarray(0, at), stream.subarray(at))).toBe(asSse)
  })

  it('however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 12 }), async (cuts) => {
        expect(await through(...cutAt(stream, cuts))).toBe(asSse)
      }),
    )
  })

  it('of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), fc.nat(40), async (said, size) => {
        const all = said.map((it) => JSON.stringify({ type: 'content_block_delta', delta: { text: it } }))
        const bytes = Buffer.concat(all.map((json) => chunk(json)))
        const pieces = cutAt(
          bytes,
          Array.from({ length: size }, (_, i) => i * 61).filter((at) => at < bytes.length),
        )
        const come = await through(...pieces)
        expect(come).toBe(all.map((json) => `event: content_block_delta\ndata: ${json}\n\n`).join(''))
      }),
    )
  })

  it('what keeps the connection alive is none', async () => {
    const quiet = framed({ ':message-type': text('event'), ':event-type': text('chunk') }, '{"p":"abc"}')
    expect(await through(quiet, stream, chunk('{"no":"type"}'))).toBe(asSse)
  })

  it('JSON over several lines stays one event', async () => {
    expect(await through(chunk('{\n  "type": "ping"\r\n}'))).toBe('event: ping\ndata: {"type":"ping"}\n\n')
  })

  it.each([
    ['throttlingException', 'rate_limit_error'],
    ['serviceUnavailableException', 'overloaded_error'],
    ['modelStreamErrorException', 'api_error'],
    ['internalServerException', 'api_error'],
    ['validationException', 'invalid_request_error'],
    ['modelTimeoutException', 'timeout_error'],
  ])('%s is said as %s', async (name, type) => {
    const error = JSON.stringify({ type: 'error', error: { type, message: 'Too many.' } })
    expect(await through(exception(name, 'Too many.'))).toBe(`event: error\ndata: ${error}\n\n`)
  })

  it('an error of the transport is one as well', async () => {
    const headers = {
      ':message-type': text('error'),
      ':error-code': text('Lost'),
      ':error-message': text('It is gone.'),
    }
    expect(await through(framed(headers, ''))).toContain('"api_error","message":"It is gone."')
  })

  it('breaks off where a single bit is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(stream.length - 1), fc.nat(7), async (at, bit) => {
        const bad = Buffer.from(stream)
        bad[at] = (bad[at] ?? 0) ^ (1 << bit)
        await expect(through(bad)).rejects.toThrow()
      }),
    )
  })

  it('breaks off where the stream does', async () => {
    await expect(through(stream.subarray(0, -1))).rejects.toThrow('cut off')
  })
})
