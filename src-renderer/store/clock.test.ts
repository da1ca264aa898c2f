import { expect, it } from 'vitest'
import { createPoolClock } from './clock.ts'

it('runs on from the last figure main told', () => {
  let here = 100
  const clock = createPoolClock(() => here)
  clock.sync(5000)
  here = 350
  expect(clock.now()).toBe(5250)
})

it('is not set back by a message that was long on its way', () => {
  let here = 0
  const clock = createPoolClock(() => here)
  clock.sync(1000)
  here = 200
  clock.sync(1150)
  expect(clock.now()).toBe(1200)
})

it('is set ahead by a message that was quicker than the ones before', () => {
  let here = 0
  const clock = createPoolClock(() => here)
  clock.sync(1000)
  here = 200
  clock.sync(1230)
  expect(clock.now()).toBe(1230)
})

it.each([60_000, -60_000])('follows a clock that has really moved, by %i ms', (jump) => {
  let here = 0
  const clock = createPoolClock(() => here)
  clock.sync(100_000)
  here = 10
  clock.sync(100_010 + jump)
  expect(clock.now()).toBe(100_010 + jump)
})
