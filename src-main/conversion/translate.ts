import { type Readable, Transform } from 'node:stream'
import { text } from '../../src-shared/text/text.ts'
import { EventCutter, eventsIn, parsed } from '../bytes/sse.ts'
import type { Beginning, MessageEvent } from './answer.ts'
import { toError } from './error.ts'
import { toMessage } from './message.ts'
import { type Fields, fieldsOf, isFields } from './values.ts'

/** Reads one answer, event by event as it comes, into events of the Messages API. */
export interface Reader {
  /** An event's data, parsed and as it was written, or a whole answer. After the end, or after an error, nothing more comes. */
  push(data: unknown, written: string): MessageEvent[]
  /** The end of the bytes; `done`: the server said so. */
  end(done: boolean): MessageEvent[]
}

/** A format that answers come in. */
export interface Format {
  read(beginning: Beginning): Reader
  /** Whether this is a whole answer of the format. */
  isAnswer(json: Fields): boolean
}

/** A stream as a Messages stream, event by event as it comes. */
export function translateStream(body: Readable, format: Format, beginning: Beginning): Readable {
  const cutter = new EventCutter()
  const reader = format.read(beginning)
  const read = (whole: Buffer): MessageEvent[] =>
    eventsIn(whole).flatMap((event) => {
      const data = event.data()
      return data === '[DONE]' ? reader.end(true) : reader.push(parsed(data), data)
    })
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, written(read(cutter.push(chunk))))
    },
    flush(done) {
      // The last event may lack its blank line.
      done(null, written([...read(Buffer.concat([cutter.takeRest(), Buffer.from('\n\n')])), ...reader.end(false)]))
    },
  })
  return joined(body, through)
}

/** A whole answer as a message; `asStream`: as the stream that the client had asked for. */
export function translateWhole(body: Readable, format: Format, beginning: Beginning, asStream: boolean): Readable {
  const chunks: Buffer[] = []
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      const words = Buffer.concat(chunks).toString('utf8')
      const answer = parsed(words)
      const events = eventsOf(answer, words, format, beginning)
      const message = toMessage(events)
      const failed = message === null ? noMessage(answer, events, beginning) : ''
      if (asStream) done(null, message === null ? `event: error\ndata: ${failed}\n\n` : written(events))
      else done(null, message ?? failed)
    },
  })
  return joined(body, through)
}

function eventsOf(answer: unknown, words: string, format: Format, beginning: Beginning): readonly MessageEvent[] {
  if (!isFields(answer) || !format.isAnswer(answer)) return []
  const reader = format.read(beginning)
  return [...reader.push(answer, words), ...reader.end(true)]
}

/** An error behind a 200 keeps its own words and code, by which it is judged. */
function noMessage(answer: unknown, events: readonly MessageEvent[], { called }: Beginning): string {
  const otherwise = text.openai.noMessage(called)
  const failed = fieldsOf(answer).error !== undefined && fieldsOf(answer).error !== null
  const told = events.find(({ type }) => type === 'error')
  return JSON.stringify(told ?? toError(failed ? JSON.stringify(answer) : '', otherwise))
}

function written(events: readonly MessageEvent[]): Buffer {
  return Buffer.from(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}

/** A break of the one is a break of the other, in both directions. */
export function joined(body: Readable, through: Transform): Readable {
  body.on('error', (error) => through.destroy(error))
  body.on('close', () => {
    if (!body.readableEnded) through.destroy(new Error('broken off'))
  })
  through.on('close', () => body.destroy())
  return body.pipe(through)
}
