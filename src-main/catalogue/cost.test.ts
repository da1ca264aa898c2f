import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costOf } from './cost.ts'
import { free, type Prices, rates } from './facts.ts'

const sonnet: Prices = { ...rates(3, 15, 0.3, 3.75), long: null }
const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
const usage = fc.record({
  input: fc.nat(9999),
  output: fc.nat(9999),
  cacheRead: fc.nat(9999),
  cacheWrite: fc.nat(9999),
})

describe('the cost of a request', () => {
  it('counts each kind of token at its own rate, in millionths of a USD', () => {
    expect(costOf(sonnet, { ...none, input: 1000 })).toBe(3000)
    expect(costOf(sonnet, { ...none, output: 1000 })).toBe(15_000)
    expect(costOf(sonnet, { ...none, cacheRead: 1000 })).toBe(300)
    expect(costOf(sonnet, { ...none, cacheWrite: 1000 })).toBe(3750)
    expect(costOf(sonnet, { input: 1000, output: 1000, cacheRead: 1000, cacheWrite: 1000 })).toBe(22_050)
  })

  it('is not known where the price is not, even of nothing', () => {
    fc.assert(
      fc.property(usage, (it) => {
        expect(costOf(null, it)).toBeNull()
      }),
    )
  })

  it('is nothing, and known to be, where nothing is billed', () => {
    fc.assert(
      fc.property(usage, (it) => {
        expect(costOf(free, it)).toBe(0)
      }),
    )
  })

  it('takes the rates for long prompts for the whole request, by its input with the cached part', () => {
    const haiku: Prices = { ...rates(0.1, 0.5, 0.01, 0.125), long: { above: 100_000, ...rates(0.5, 2.5, 0.05, 0.625) } }
    expect(costOf(haiku, { ...none, input: 10_000, cacheRead: 90_000 })).toBe(1900)
    expect(costOf(haiku, { ...none, input: 10_000, cacheRead: 90_001 })).toBe(9500)
    expect(costOf(haiku, { ...none, input: 1000, output: 200_000 })).toBe(100_100)
  })
})
