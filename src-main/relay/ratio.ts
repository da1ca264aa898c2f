import { Transform } from 'node:stream'

/** Text shrinks to a tenth, the most repetitive of answers to a fiftieth; only what is made to burst does more. */
const MOST_RATIO = 100
/** Below this nothing is said by a ratio, in bytes. */
const FIRST_BYTES = 64 * 1024

/** Passes on what comes out of a decoder, and breaks off where that is far more than went in. */
export function ratioOf(decoder: { readonly bytesWritten: number }): Transform {
  let out = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      out += chunk.length
      const isBomb = out > FIRST_BYTES && out > MOST_RATIO * decoder.bytesWritten
      done(isBomb ? new Error('an answer that unpacks to far more than it is') : null, chunk)
    },
  })
}
