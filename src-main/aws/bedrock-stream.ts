import { type Readable, Transform } from 'node:stream'
import { field, parsed } from '../bytes/sse.ts'
import { joined } from '../bytes/through.ts'
import { type Frame, FrameCutter } from './frames.ts'

/**
 * What Bedrock breaks a stream off with, as the Messages API calls it ("InvokeModelWithResponseStream", errors in the
 * response stream). Anything else is an error of theirs.
 */
const TYPES: Readonly<Record<string, string>> = {
  throttlingexception: 'rate_limit_error',
  servicequotaexceededexception: 'rate_limit_error',
  serviceunavailableexception: 'overloaded_error',
  modelnotreadyexception: 'overloaded_error',
  modeltimeoutexception: 'timeout_error',
  validationexception: 'invalid_request_error',
  accessdeniedexception: 'permission_error',
}

/** A stream of Bedrock's frames as the stream of events that is in them, as it comes. */
export function translateFrames(body: Readable): Readable {
  const cutter = new FrameCutter()
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, cutter.push(chunk).map(eventIn).join(''))
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      done(cutter.heldBytes === 0 ? null : new Error('cut off within a frame'))
    },
  })
  return joined(body, through)
}

/** The event of the Messages API in a frame, its bytes as they are; empty where there is none. */
function eventIn({ headers, payload }: Frame): string {
  if (headers[':message-type'] !== 'event') return failureIn(headers, payload)
  const bytes = field(parsed(payload.toString('utf8')), 'bytes')
  if (typeof bytes !== 'string') return ''
  const data = Buffer.from(bytes, 'base64').toString('utf8')
  const type = /^\{"type":"(\w+)"/.exec(data)?.[1] ?? field(parsed(data), 'type')
  return typeof type === 'string' ? `event: ${type}\ndata: ${oneLine(data)}\n\n` : ''
}

function failureIn(headers: Frame['headers'], payload: Buffer): string {
  const name = headers[':exception-type'] ?? headers[':error-code'] ?? 'error'
  const said = field(parsed(payload.toString('utf8')), 'message') ?? headers[':error-message']
  const type = TYPES[name.toLowerCase()] ?? 'api_error'
  const message = typeof said === 'string' && said !== '' ? said : name
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message } })}\n\n`
}

/** JSON that was written over several lines is the same in one. */
const oneLine = (json: string): string => (/[\r\n]/.test(json) ? JSON.stringify(parsed(json)) : json)
