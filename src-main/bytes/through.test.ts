import { once } from 'node:events'
import { PassThrough, Transform } from 'node:stream'
import { expect, it } from 'vitest'
import { asWhole, joined } from './through.ts'

const plain = () => new PassThrough()

it('a body that is broken off is an error to whoever reads behind it', async () => {
  const body = plain()
  const behind = joined(body, new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) }))
  const failed = once(behind, 'error')
  body.write('half')
  body.destroy()
  expect(String((await failed)[0])).toContain('broken off')
})

it('whoever leaves ends the body as well', async () => {
  const body = plain()
  const left = once(body, 'close')
  asWhole(body, (whole) => whole).destroy()
  await left
  expect(body.destroyed).toBe(true)
})

it('a whole is changed once, however it was cut', async () => {
  const body = plain()
  const behind = asWhole(body, (whole) => `${whole}!`)
  for (const part of ['{"in', '', 'put"', ':7}']) body.write(part)
  body.end()
  expect(String(Buffer.concat(await behind.toArray()))).toBe('{"input":7}!')
})
