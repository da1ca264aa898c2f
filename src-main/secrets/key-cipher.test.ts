import { expect, it } from 'vitest'
import { sealer } from './key-cipher.ts'

const cipher = sealer(async () => Buffer.alloc(32, 9))

it('does not open when any single bit of it was changed', async () => {
  const sealed = Buffer.from(await cipher.encrypt('sk-ant-a-key-of-some-length'), 'base64')
  const opened: number[] = []
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const other = Buffer.from(sealed)
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await cipher.decrypt(other.toString('base64')).then(
      () => opened.push(bit),
      () => {},
    )
  }
  expect(opened).toEqual([])
  expect(await cipher.decrypt(sealed.toString('base64'))).toBe('sk-ant-a-key-of-some-length')
})

it('does not open when it was cut short anywhere', async () => {
  const sealed = Buffer.from(await cipher.encrypt('sk-ant-a-key-of-some-length'), 'base64')
  for (let length = 0; length < sealed.length; length++)
    await expect(cipher.decrypt(sealed.subarray(0, length).toString('base64'))).rejects.toThrow()
})

it('never looks the same twice', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => cipher.encrypt('the same')))
  expect(new Set(all).size).toBe(50)
})
