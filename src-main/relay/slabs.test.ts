import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Slabs } from './slabs.ts'

describe('memory for bodies', () => {
  it('is never lent twice at the same time', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 80 }), { maxLength: 30 }), (bodies) => {
        const slabs = new Slabs()
        const held: { body: Buffer; was: Uint8Array }[] = []
        for (const [i, was] of bodies.entries()) {
          const body = slabs.take(was.length)
          body.set(was)
          held.push({ body, was })
          for (const one of held) expect(one.body.equals(one.was)).toBe(true)
          if (i % 3 === 2) slabs.give(held.shift()?.body as Buffer)
        }
      }),
    )
  })

  it('is used again', () => {
    const slabs = new Slabs()
    const first = slabs.take(200)
    slabs.give(first)
    expect(slabs.take(150).buffer).toBe(first.buffer)
    expect(slabs.take(150).buffer).not.toBe(first.buffer)
  })

  it('is not kept without end', () => {
    const slabs = new Slabs()
    const large = Array.from({ length: 5 }, () => slabs.take(8 * 1024 * 1024))
    for (const body of large) slabs.give(body)
    const again = Array.from({ length: 5 }, () => slabs.take(8 * 1024 * 1024).buffer)
    expect(large.filter(({ buffer }) => again.includes(buffer))).toHaveLength(4)
  })
})
