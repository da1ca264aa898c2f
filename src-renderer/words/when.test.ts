import { expect, it } from 'vitest'
import { shortWhen, when } from './when.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()
const now = at(24, 15, 29)

it.each([
  [at(24, 15, 30), 'in 1:00', 'in 1:00'],
  [at(24, 16, 29), 'in 1:00:00', 'in 1:00:00'],
  [at(24, 22, 15), 'at 22:15', 'at 22:15'],
  [at(25, 0), 'tomorrow, 00:00', 'at 00:00'],
  [at(30, 8), 'on 2026-11-30, 08:00', 'in 6 days'],
  [at(25, 18), 'tomorrow, 18:00', 'tomorrow'],
])('%s is told as a countdown within the hour, else as its time', (until, long, short) => {
  expect(when(until, now)).toBe(long)
  expect(shortWhen(until, now)).toBe(short)
})
