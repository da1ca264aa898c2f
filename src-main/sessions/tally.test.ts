import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nothing, type Price, tallied } from './tally.ts'

const count = fc.nat(1_000_000)
const usage = fc.option(fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count }))
const price: fc.Arbitrary<Price | null> = fc.option(
  fc.record({ micros: count, asOf: fc.option(fc.constantFrom('2026-09-01', '2026-10-01')) }),
)

it('adds up whatever is known, and counts whatever is not', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(usage, price)), (all) => {
      const sum = all.reduce((so, [used, costs]) => tallied(so, used, costs), nothing)
      const used = all.filter(([it]) => it !== null)
      expect(sum.requests).toBe(all.length)
      expect(sum.usage.output).toBe(used.reduce((so, [it]) => so + (it?.output ?? 0), 0))
      expect(sum.cost.micros).toBe(used.reduce((so, [, it]) => so + (it?.micros ?? 0), 0))
      expect(sum.cost.priced + sum.cost.unpriced).toBe(used.length)
      expect(sum.cost.unpriced).toBe(used.filter(([, it]) => it === null).length)
    }),
  )
})

it('dates a sum by its oldest price', () => {
  const one = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }
  const sum = ['2026-10-01', '2026-09-01', '2026-11-01'].reduce(
    (so, asOf) => tallied(so, one, { micros: 1, asOf }),
    nothing,
  )
  expect(sum.cost.asOf).toBe('2026-09-01')
})
