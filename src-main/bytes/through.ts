import { type Readable, Transform } from 'node:stream'

/** One stream of two: an error, an early end or a reader that leaves, on either side, ends the other. */
export function joined(body: Readable, through: Transform): Readable {
  body.on('error', (error) => through.destroy(error))
  body.on('close', () => {
    if (!body.readableEnded) through.destroy(new Error('broken off'))
  })
  through.on('close', () => body.destroy())
  return body.pipe(through)
}

/** A body that is read to its end and handed on as `change` makes it; for what makes sense only as a whole. */
export function asWhole(body: Readable, change: (whole: Buffer) => Buffer | string): Readable {
  const chunks: Buffer[] = []
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      done(null, change(Buffer.concat(chunks)))
    },
  })
  return joined(body, through)
}
