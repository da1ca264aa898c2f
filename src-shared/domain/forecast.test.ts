import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstOut, PACE_MS, runsOutIn, usualFitsAt } from './forecast.ts'
import { freeAt, type LimitWindow } from './limits.ts'

const window = fc
  .record({
    limit: fc.integer({ min: 1, max: 10_000_000 }),
    share: fc.double({ min: -1, max: 1, noNaN: true }),
    lent: fc.double({ min: 0, max: 1, noNaN: true }),
    burn: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
  })
  .map(
    ({ limit, share, lent, burn }): LimitWindow => ({
      ...{ limit, free: limit * share, reserved: limit * lent, at: 1000, source: 'headers', seenAt: 1000 },
      ...(burn !== undefined && { burn }),
    }),
  )
const later = fc.integer({ min: 1000, max: 1000 + 600_000 })
const reserve = fc.double({ min: 0, max: 0.9, noNaN: true })

describe('a forecast', () => {
  it('is a time from now or nothing, never anything else', () => {
    fc.assert(
      fc.property(window, later, reserve, (one, now, kept) => {
        const inMs = runsOutIn(one, now, kept)
        if (inMs !== null) expect(inMs).toBeGreaterThan(0)
        expect(inMs).not.toBeNaN()
      }),
    )
  })

  it('says nothing where the limit refills as fast as it is used', () => {
    fc.assert(
      fc.property(window, later, fc.double({ min: 0, max: 1, noNaN: true }), (one, now, pace) => {
        expect(runsOutIn({ ...one, burn: (one.limit / 60) * pace }, now)).toBeNull()
      }),
    )
  })

  it('says nothing where nothing was seen', () => {
    fc.assert(
      fc.property(window, later, (one, now) => {
        const { burn: _, ...unseen } = one
        expect(runsOutIn(unseen, now)).toBeNull()
      }),
    )
  })

  it('is true of a pace that holds', () => {
    fc.assert(
      fc.property(window, fc.double({ min: 1.01, max: 50, noNaN: true }), (one, pace) => {
        const burn = (one.limit / 60) * pace
        const inMs = runsOutIn({ ...one, burn }, one.at)
        if (inMs === null) return
        const net = burn - one.limit / 60
        expect(freeAt(one, one.at) - (net * inMs) / 1000).toBeCloseTo(0, 3)
      }),
    )
  })

  it('comes sooner the more is used and the more is kept back', () => {
    const one: LimitWindow = { limit: 600, free: 300, reserved: 0, at: 0, source: 'headers', seenAt: 0, burn: 20 }
    expect(runsOutIn(one, 0)).toBe(30_000)
    expect(runsOutIn({ ...one, burn: 40 }, 0)).toBe(10_000)
    expect(runsOutIn(one, 0, 0.25)).toBe(15_000)
  })

  it('fades without news', () => {
    const one: LimitWindow = { limit: 600, free: 300, reserved: 0, at: 0, source: 'headers', seenAt: 0, burn: 20 }
    expect(runsOutIn(one, PACE_MS)).toBeNull()
  })

  it('names what runs out first', () => {
    const of = (burn: number): LimitWindow => ({
      ...{ limit: 600, free: 300, reserved: 0, at: 0, source: 'headers', seenAt: 0, burn },
    })
    expect(firstOut({ rpm: of(11), itpm: of(20), otpm: of(5) }, 0)).toEqual({ dimension: 'itpm', inMs: 30_000 })
    expect(firstOut({}, 0)).toBeNull()
  })
})

describe('the usual request', () => {
  const itpm: LimitWindow = { limit: 600, free: 100, reserved: 0, at: 0, source: 'headers', seenAt: 0 }
  const lane = (more: object) => ({ group: '*', windows: { itpm }, coolingUntil: null, ...more })

  it('has room once enough has been refilled', () => {
    expect(usualFitsAt(lane({ usual: { rpm: 1, itpm: 200, otpm: 0 } }), 0)).toBe(10_000)
    expect(usualFitsAt(lane({ usual: { rpm: 1, itpm: 200, otpm: 0 } }), 0, 0.2)).toBe(22_000)
    expect(usualFitsAt(lane({ usual: { rpm: 1, itpm: 200, otpm: 0 } }), 10_000)).toBeNull()
  })

  it('is not spoken of while it is not known', () => {
    expect(usualFitsAt(lane({}), 0)).toBeNull()
  })
})
