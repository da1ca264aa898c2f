import { dayAt, daysTo } from '../../src-shared/domain/day.ts'
import { countdown, timeOfDay } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.keys.when

/** A countdown of hours reads like a time of day, so from here on the time itself is told, in ms. */
const HOUR_MS = 3_600_000

const clock = (at: number): string => timeOfDay(at).slice(0, 5)

/** "in 49:12"; of what is over an hour away "at 22:15", "tomorrow, 00:00", "on 2026-11-30, 08:00", in the machine's zone. */
export function when(until: number, now: number): string {
  if (until - now <= HOUR_MS) return words.in(countdown(until - now))
  const day = dayAt(until)
  const days = daysTo(day, now)
  if (days === 0) return words.at(clock(until))
  return days === 1 ? words.tomorrow(clock(until)) : words.on(day, clock(until))
}

/** The same where there is little room: within a day the time alone is clear, beyond it the days count. */
export function shortWhen(until: number, now: number): string {
  if (until - now <= HOUR_MS) return words.in(countdown(until - now))
  return until - now <= 24 * HOUR_MS ? words.at(clock(until)) : words.inDays(daysTo(dayAt(until), now))
}
