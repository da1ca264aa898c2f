import { type Readable, Transform } from 'node:stream'
import { text } from '../../src-shared/text/text.ts'
import { EventCutter, eventsIn, parsed } from '../bytes/sse.ts'
import { asWhole, joined } from '../bytes/through.ts'
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
  return asWhole(body, (bytes) => {
    const words = bytes.toString('utf8')
    const answer = parsed(words)
    const events = eventsOf(answer, words, format, beginning)
    const message = toMessage(events)
    const failed = message === null ? noMessage(answer, events, beginning) : ''
    if (asStream) return message === null ? `event: error\ndata: ${failed}\n\n` : written(events)
    return message ?? failed
  })
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
