import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pace, paceAt, usualOf, withRecent } from './pace.ts'

const run = (steps: readonly { ms: number; more: number }[]) => {
  let pace = paceAt(undefined, 0, 0)
  let [charged, t] = [0, 0]
  for (const { ms, more } of steps) {
    charged += more
    t += ms
    pace = paceAt(pace, charged, t)
  }
  return pace
}

describe('the pace of a limit', () => {
  it('settles at what is steadily used', () => {
    const steady = Array.from({ length: 600 }, () => ({ ms: 1000, more: 7 }))
    expect(run(steady).perSecond).toBeCloseTo(7, 2)
  })

  it('is the same however often one looks', () => {
    const often = Array.from({ length: 240 }, () => ({ ms: 500, more: 10 }))
    const seldom = Array.from({ length: 12 }, () => ({ ms: 10_000, more: 200 }))
    expect(run(often).perSecond).toBeCloseTo(run(seldom).perSecond, 6)
  })

  it('never is less than nothing, nor not a number, whatever is charged and given back', () => {
    const step = fc.record({ ms: fc.integer({ min: 0, max: 1e6 }), more: fc.integer({ min: -1e6, max: 1e6 }) })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(run(steps).perSecond).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('forgets an estimate that is corrected', () => {
    const pace: Pace = run([
      { ms: 60_000, more: 0 },
      { ms: 0, more: 1660 },
      { ms: 0, more: -660 },
    ])
    expect(pace.perSecond).toBeCloseTo(1000 / 60, 6)
  })
})

describe('the usual request', () => {
  const cost = (itpm: number) => ({ rpm: 1, itpm, otpm: 5 })

  it('is the middle one of the last nine', () => {
    const recent = [900, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(cost).reduce(withRecent, [] as ReturnType<typeof withRecent>)
    expect(recent).toHaveLength(9)
    expect(usualOf(recent)).toEqual(cost(5))
  })

  it('is not known from two', () => {
    expect(usualOf([cost(1), cost(2)])).toBeNull()
  })
})
