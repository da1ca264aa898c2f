import { expect, it } from 'vitest'
import { isQuiet, QuietHours } from './notice.ts'

it('is quiet from the first minute on, and no longer at the last', () => {
  const lunch = { from: '12:00', to: '13:00' }
  expect(['11:59', '12:00', '12:59', '13:00'].map((time) => isQuiet(lunch, time))).toEqual([false, true, true, false])
})

it('is quiet past midnight where the end comes before the beginning', () => {
  const night = { from: '22:30', to: '07:00' }
  expect(['22:29', '22:30', '00:00', '06:59', '07:00'].map((time) => isQuiet(night, time))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

it('is quiet all day where both are the same', () => {
  expect(isQuiet({ from: '08:00', to: '08:00' }, '03:00')).toBe(true)
})

it('knows no hour 24', () => {
  expect(QuietHours.safeParse({ from: '24:00', to: '07:00' }).success).toBe(false)
})
