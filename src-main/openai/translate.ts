import { type Readable, Transform } from 'node:stream'
import { text } from '../../src-shared/text/text.ts'
import { EventCutter, eventsIn, parsed } from '../bytes/sse.ts'
import { toError } from './chat-error.ts'
import { toMessage } from './chat-message.ts'
import { type Beginning, ChatStream, type MessageEvent } from './chat-stream.ts'
import { fieldsOf } from './values.ts'

/** A Chat Completions stream as a Messages stream, event by event as it comes. */
export function translateStream(body: Readable, beginning: Beginning): Readable {
  const cutter = new EventCutter()
  const stream = new ChatStream(beginning)
  const read = (whole: Buffer): MessageEvent[] =>
    eventsIn(whole).flatMap((event) => {
      const data = event.data()
      return data === '[DONE]' ? stream.end(true) : stream.push(parsed(data))
    })
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, written(read(cutter.push(chunk))))
    },
    flush(done) {
      // The last event may lack its blank line.
      done(null, written([...read(Buffer.concat([cutter.takeRest(), Buffer.from('\n\n')])), ...stream.end(false)]))
    },
  })
  return joined(body, through)
}

/** A whole answer as a message; `asStream`: as the stream that the client had asked for. */
export function translateWhole(body: Readable, beginning: Beginning, asStream: boolean): Readable {
  const chunks: Buffer[] = []
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      const answer = Buffer.concat(chunks).toString('utf8')
      done(
        null,
        asStream ? streamed(answer, beginning) : (toMessage(answer, beginning) ?? noMessage(answer, beginning)),
      )
    },
  })
  return joined(body, through)
}

function streamed(answer: string, beginning: Beginning): Buffer | string {
  if (toMessage(answer, beginning) === null) return `event: error\ndata: ${noMessage(answer, beginning)}\n\n`
  const stream = new ChatStream(beginning)
  return written([...stream.push(parsed(answer)), ...stream.end(true)])
}

/** An error behind a 200 keeps its own words and code, by which it is judged. */
function noMessage(answer: string, { called }: Beginning): string {
  const otherwise = text.openai.noMessage(called)
  const failed = fieldsOf(parsed(answer)).error !== undefined
  return JSON.stringify(failed ? toError(answer, otherwise) : toError('', otherwise))
}

function written(events: readonly MessageEvent[]): Buffer {
  return Buffer.from(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}

/** A break of the one is a break of the other, in both directions. */
function joined(body: Readable, through: Transform): Readable {
  body.on('error', (error) => through.destroy(error))
  body.on('close', () => {
    if (!body.readableEnded) through.destroy(new Error('broken off'))
  })
  through.on('close', () => body.destroy())
  return body.pipe(through)
}
