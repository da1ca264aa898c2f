import { expect, it } from 'vitest'
import { gate } from './gate.ts'

it('lets so many in at a time, in their order, and the next one after a failure too', async () => {
  const inTurn = gate(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const task = async (n: number) => {
    begun.push(n)
    most = Math.max(most, ++running)
    await new Promise(setImmediate)
    running--
    if (n === 1) throw new Error('no')
    return n
  }
  const ended = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => inTurn(() => task(n))))
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(await inTurn(() => task(5))).toBe(5)
})
