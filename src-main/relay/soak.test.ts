import { afterEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from './testing/house.ts'
import { everyFailure, good, mostTries, soak, triesOf } from './testing/soak.ts'
import { hangs } from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})

/** A hundred times as many at night. */
const REQUESTS = 200
const AT_ONCE = 20

describe('one of five keys that fails every time', () => {
  it.each(everyFailure)('with %s is not noticed by a client', { timeout: 120_000 }, async (_name, script) => {
    house = await openHouse({ anthropic: { keys: { bad: script, a: good, b: good, c: good, d: good } } })
    const began = performance.now()
    const { succeeded, failed } = await soak(house, REQUESTS, AT_ONCE)
    expect(failed).toEqual([])
    expect(succeeded).toBe(REQUESTS)
    expect(triesOf(house, 'bad')).toBeGreaterThan(0)
    expect(triesOf(house, 'bad')).toBeLessThanOrEqual(mostTries(performance.now() - began))
  })

  it('with silence neither, where others are asked in time', async () => {
    house = await openHouse(
      { anthropic: { keys: { bad: hangs, a: good, b: good, c: good, d: good } } },
      { timings: { elsewhereMs: 1_000 } },
    )
    const began = performance.now()
    expect((await soak(house, REQUESTS, AT_ONCE)).failed).toEqual([])
    expect(triesOf(house, 'bad')).toBeLessThanOrEqual(mostTries(performance.now() - began))
  })
})

describe('a provider whose keys all fail every time', () => {
  it.each(everyFailure)(
    'with %s is not noticed where another can answer',
    { timeout: 120_000 },
    async (_name, script) => {
      house = await openHouse({ anthropic: { keys: { a: script, b: script } }, other: { keys: { c: good, d: good } } })
      expect((await soak(house, REQUESTS, AT_ONCE)).failed).toEqual([])
    },
  )
})

describe('where every key fails every time', () => {
  it.each(everyFailure)(
    'with %s, hardly more goes upstream than clients asked for',
    { timeout: 120_000 },
    async (_name, script) => {
      house = await openHouse({ anthropic: { keys: { a: script, b: script, c: script, d: script, e: script } } })
      const { succeeded, attempts } = await soak(house, REQUESTS, AT_ONCE)
      expect(succeeded).toBe(0)
      expect(attempts).toBeLessThanOrEqual(1.2 * REQUESTS)
    },
  )
})
