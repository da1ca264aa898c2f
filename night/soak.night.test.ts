import { afterEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../src-main/relay/testing/house.ts'
import { everyFailure, good, mostTries, soak, triesOf } from '../src-main/relay/testing/soak.ts'
import { hangs } from '../src-main/relay/testing/upstream.ts'

const REQUESTS = 20_000
const AT_ONCE = 20
/** Silence is told from an answer after this long, so that a night is long enough. */
const SOON = { timings: { elsewhereMs: 1_000 } }

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})

describe('20,000 requests', () => {
  const kinds = [...everyFailure, ['silence', hangs] as const]
  it.each(kinds)('of which one key of five fails each with %s: 99.99 % succeed', async (_name, script) => {
    house = await openHouse({ anthropic: { keys: { bad: script, a: good, b: good, c: good, d: good } } }, SOON)
    const began = performance.now()
    const { succeeded, failed } = await soak(house, REQUESTS, AT_ONCE)
    expect(succeeded, failed[0]).toBeGreaterThanOrEqual(0.9999 * REQUESTS)
    expect(triesOf(house, 'bad')).toBeLessThanOrEqual(mostTries(performance.now() - began))
  })

  it.each(everyFailure)('that every key fails with %s: at most 1.2 attempts each', async (_name, script) => {
    house = await openHouse({ anthropic: { keys: { a: script, b: script, c: script, d: script, e: script } } })
    const { succeeded, attempts } = await soak(house, REQUESTS, AT_ONCE)
    expect(succeeded).toBe(0)
    expect(attempts).toBeLessThanOrEqual(1.2 * REQUESTS)
  })
})
