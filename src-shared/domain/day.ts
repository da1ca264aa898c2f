const DAY_MS = 86_400_000

/** `2026-11-24`: the local day at an epoch instant (ms). */
export function dayAt(now: number): string {
  const date = new Date(now)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0')).join('-')
}

/** The next local midnight after an epoch instant (ms), also where a day has 23 or 25 hours. */
export function midnightAfter(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

/** Whole days from the local day at `now` to `day`: 0 today, negative once it is over. */
export function daysTo(day: string, now: number): number {
  return Math.round((Date.parse(day) - Date.parse(dayAt(now))) / DAY_MS)
}
