import { describe, expect, it } from 'vitest'
import { nextMonth, timeIn, waitMs } from './server-time.ts'

const waits = (from: Record<string, string>) => waitMs((name) => from[name])

describe('waitMs', () => {
  it.each([
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': ' 12 ' }, 12_000],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': '-1' }, null],
    [{ 'retry-after': '99999999999' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '2026-11-23' }, null],
    [{}, null],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:00:10 GMT' }, null],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:00:10 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 10_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 0],
  ])('%j is %s', (from, wait) => {
    expect(waits(from as Record<string, string>)).toBe(wait)
  })
})

describe('timeIn', () => {
  it.each([
    ['on 2026-12-01 at 00:00 UTC', 0, '2026-12-01T00:00:00Z'],
    ['on 2026-12-01', 0, '2026-12-01T00:00:00Z'],
    ['at 2026-11-24 07:41:44.', 8, '2026-11-23T23:41:44Z'],
    ['at 2026-11-24T07:41:44', 0, '2026-11-24T07:41:44Z'],
  ])('%s', (text, offset, iso) => {
    expect(timeIn(text, offset)).toBe(Date.parse(iso))
  })

  it.each(['', 'tomorrow', '2026-13-01', '2026-00-10', '0000-00-00'])('finds none in %j', (text) => {
    expect(timeIn(text, 0)).toBeNull()
  })
})

it('a month ends in UTC, also in December', () => {
  expect(nextMonth(Date.parse('2026-12-31T23:59:59Z'))).toBe(Date.parse('2027-01-01T00:00:00Z'))
})
