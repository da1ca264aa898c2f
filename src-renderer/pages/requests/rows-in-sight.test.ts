import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { drift, ROW, rowAt, rowsInSight, topOf } from './rows-in-sight.ts'

const opened = fc.option(fc.record({ at: fc.nat(1999), height: fc.integer({ min: 1, max: 900 }) }))
const row = fc.nat(1999)

it('finds each row where it stands, whatever is open', () => {
  fc.assert(
    fc.property(row, opened, fc.nat(ROW - 1), (at, open, into) => {
      expect(rowAt(topOf(at, open) + into, open)).toBe(at)
    }),
  )
})

it('takes what a row opens to for that row', () => {
  const open = { at: 3, height: 200 }
  expect(rowAt(4 * ROW + 199, open)).toBe(3)
  expect(rowAt(4 * ROW + 200, open)).toBe(4)
})

it('draws what is seen, what the keyboard may go to, and little else', () => {
  fc.assert(
    fc.property(row, row, opened, (looked, reachable, open) => {
      const top = topOf(looked, open)
      const drawn = rowsInSight(2000, open, { top, bottom: top + 600 }, reachable)
      const wanted = [0, reachable, Math.max(0, reachable - 1), Math.min(1999, reachable + 1), 1999, looked]
      expect(drawn).toEqual(expect.arrayContaining(wanted))
      expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b))
      expect(drawn.length).toBeLessThan(60)
    }),
  )
})

it('draws nothing of nothing', () => expect(rowsInSight(0, null, { top: 0, bottom: 600 }, -1)).toEqual([]))

it('keeps what one reads in its place while others come in above', () => {
  const ids = ['a', 'b', 'c', 'd']
  const was = { ids, opened: { at: 1, height: 200 } }
  const now = { ids: ['new', 'newer', ...ids], opened: { at: 3, height: 200 } }
  expect(drift(ROW, was, now)).toBe(2 * ROW)
  expect(drift(topOf(3, was.opened), was, now)).toBe(2 * ROW)
})

it('takes no account of a row that is gone', () =>
  expect(drift(0, { ids: ['a'], opened: null }, { ids: ['b'], opened: null })).toBe(0))
