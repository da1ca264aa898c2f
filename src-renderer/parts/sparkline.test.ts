import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pathOf } from './sparkline.tsx'

it('stays in its frame, whatever it is given', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 }), (values) => {
      const points = [...pathOf(values).matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
      expect(points).toHaveLength(values.length)
      for (const [x, y] of points as [number, number][]) {
        expect(x).toBeLessThanOrEqual(240)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(28)
      }
    }),
  )
})

it('of nothing is the ground', () => expect(pathOf([0, 0])).toBe('M0.0 27.0h120.0L120.0 27.0h120.0'))
