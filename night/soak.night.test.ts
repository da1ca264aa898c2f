import { afterEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../src-main/relay/testing/house.ts'
import { everyFailure, good, soak } from '../src-main/relay/testing/soak.ts'

const REQUESTS = 10_000
const AT_ONCE = 20

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})

describe('10,000 requests', () => {
  it.each(everyFailure)('of which one key of five fails each with %s: 99.99 % succeed', async (_name, script) => {
    house = await openHouse({ anthropic: { keys: { bad: script, a: good, b: good, c: good, d: good } } })
    const { succeeded, failed } = await soak(house, REQUESTS, AT_ONCE)
    expect(succeeded, failed[0]).toBeGreaterThanOrEqual(0.9999 * REQUESTS)
  })

  it.each(everyFailure)('that every key fails with %s: at most 1.2 attempts each', async (_name, script) => {
    house = await openHouse({ anthropic: { keys: { a: script, b: script, c: script, d: script, e: script } } })
    const { succeeded, attempts } = await soak(house, REQUESTS, AT_ONCE)
    expect(succeeded).toBe(0)
    expect(attempts).toBeLessThanOrEqual(1.2 * REQUESTS)
  })
})
