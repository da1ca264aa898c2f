import { type Readable, Transform } from 'node:stream'
import { type Edit, members, membersAt, splice } from '../bytes/json-members.ts'
import { EventCutter, eventsIn, type SseEvent } from '../bytes/sse.ts'
import { asWhole, joined } from '../bytes/through.ts'
import type { Draft } from './provider.ts'

/**
 * Has the answer bear the name that the client asked for, and leaves every other byte as it is. Claude Code hands
 * signed thinking back only to the model it has asked for; for servers that must have it back.
 */
export function answerAsAsked(draft: Draft): void {
  const { asked } = draft
  if (asked === undefined || draft.path.split('?')[0] !== '/v1/messages') return
  const name = JSON.stringify(asked)
  draft.translate = (contentType, body) => ({
    contentType,
    body: /^text\/event-stream\b/i.test(contentType) ? joined(body, inStream(name)) : inWhole(body, name),
  })
}

function inStream(name: string): Transform {
  const cutter = new EventCutter()
  let named = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (named) return done(null, chunk)
      const whole = cutter.push(chunk)
      const start = eventsIn(whole).find((event) => event.name === 'message_start')
      named = start !== undefined
      done(null, start ? Buffer.concat([renamed(whole, start, name), cutter.takeRest()]) : whole)
    },
    flush(done) {
      done(null, cutter.takeRest())
    },
  })
}

function renamed(whole: Buffer, { at }: SseEvent, name: string): Buffer {
  const from = whole.indexOf('{', at)
  const message = from < 0 ? undefined : membersAt(whole, from)?.get('message')
  const edit = message && nameAt(whole, message.valueStart, name)
  return edit ? splice(whole, [edit]) : whole
}

function inWhole(body: Readable, name: string): Readable {
  return asWhole(body, (whole) => {
    const model = members(whole)?.get('model')
    return model ? splice(whole, [{ start: model.valueStart, end: model.valueEnd, text: name }]) : whole
  })
}

function nameAt(body: Buffer, at: number, name: string): Edit | undefined {
  const model = membersAt(body, at)?.get('model')
  return model && { start: model.valueStart, end: model.valueEnd, text: name }
}
