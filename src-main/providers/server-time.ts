import type { HeaderOf } from './provider.ts'

/** A wait longer than this is taken for nonsense. */
const LONGEST_MS = 32 * 24 * 3_600_000

/** The server's own clock, epoch ms, from its `date` header: a time it states is meant by that clock. */
export function serverTime(header: HeaderOf): number | null {
  const at = Date.parse(header('date') ?? '')
  return Number.isFinite(at) ? at : null
}

/**
 * How long `retry-after-ms` or `retry-after` (seconds, or an HTTP date against the server's clock) asks to
 * wait, in ms, 0 to 32 days; `null` where neither says anything usable.
 */
export function waitMs(header: HeaderOf): number | null {
  const ms = number(header('retry-after-ms'))
  if (ms !== null) return sane(ms)
  const after = header('retry-after')
  const seconds = number(after)
  if (seconds !== null) return sane(seconds * 1000)
  const now = serverTime(header)
  const until = /[a-z]/i.test(after ?? '') ? Date.parse(after ?? '') : Number.NaN
  return now === null || !Number.isFinite(until) ? null : sane(Math.max(0, until - now))
}

/** 00:00 UTC on the first day of the month after `at` (epoch ms): when a monthly limit begins anew. */
export function nextMonth(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

/** A `YYYY-MM-DD[ hh:mm[:ss]]` inside `text`, read at `offsetHours` from UTC, as epoch ms; `null` where there is none. */
export function timeIn(text: string, offsetHours: number): number | null {
  const found = /(\d{4})-(\d{2})-(\d{2})(?:[T ]+(?:at +)?(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(text)
  if (!found) return null
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0))
  if (!year || !month || !day || month > 12 || day > 31) return null
  return Date.UTC(year, month - 1, day, (hour ?? 0) - offsetHours, minute, second)
}

const number = (value: string | undefined): number | null =>
  value !== undefined && /^\s*\d{1,12}(\.\d+)?\s*$/.test(value) ? Number(value) : null

const sane = (ms: number): number | null => (ms <= LONGEST_MS ? Math.ceil(ms) : null)
