import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayAt, daysTo, midnightAfter } from './day.ts'

const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) })

it('the next midnight is later, begins another day, and is the first moment of it', () => {
  fc.assert(
    fc.property(instant, (now) => {
      const midnight = midnightAfter(now)
      expect(midnight).toBeGreaterThan(now)
      expect(midnight - now).toBeLessThanOrEqual(25 * 3_600_000)
      expect(dayAt(midnight)).not.toBe(dayAt(now))
      expect(dayAt(midnight - 1)).toBe(dayAt(now))
    }),
  )
})

it('counts the days to a day, whatever the hour', () => {
  const evening = new Date(2026, 10, 24, 23, 59).getTime()
  expect(daysTo('2026-11-24', evening)).toBe(0)
  expect(daysTo('2026-11-25', evening)).toBe(1)
  expect(daysTo('2026-12-01', evening)).toBe(7)
  expect(daysTo('2026-11-23', evening)).toBe(-1)
})
