import type { KeyView, LaneView } from './key.ts'
import { availableAt, type Dimension, dimensions, freeAt, type LimitWindow, WINDOW_MS, type Windows } from './limits.ts'

/** How far back the observed pace looks: what was booked this long ago counts for a third of what is booked now. */
export const PACE_MS = 60_000

/** What is booked at `now` (ms, pool clock), in units a second; without news it fades. 0: nothing was seen lately. */
const burnAt = (window: LimitWindow, now: number): number =>
  (window.burn ?? 0) * Math.exp(-Math.max(0, now - window.at) / PACE_MS)

/**
 * In how many ms a limit runs out at the pace seen lately, down to the share `reserve` of it; `null` where it
 * refills as fast as it is used, where nothing was seen, and where it has run out.
 */
export function runsOutIn(window: LimitWindow, now: number, reserve = 0): number | null {
  const gone = burnAt(window, now) - (window.limit * 1000) / WINDOW_MS
  const left = freeAt(window, now) - window.limit * reserve
  return gone > 0 && left > 0 ? (left / gone) * 1000 : null
}

export interface Forecast {
  readonly dimension: Dimension
  readonly inMs: number
}

/** Of several limits the one that runs out first. */
export function firstOut(windows: Windows, now: number, reserve = 0): Forecast | null {
  let first: Forecast | null = null
  for (const dimension of dimensions) {
    const window = windows[dimension]
    const inMs = window ? runsOutIn(window, now, reserve) : null
    if (inMs !== null && (first === null || inMs < first.inMs)) first = { dimension, inMs }
  }
  return first
}

/** When (ms, pool clock) the request that is usual here has room; `null`: nothing is known of it, or it has now. */
export function usualFitsAt({ windows, usual }: LaneView, now: number, reserve = 0): number | null {
  if (!usual) return null
  const at = dimensions.map((dimension) => {
    const window = windows[dimension]
    return window ? availableAt(window, usual[dimension] + window.limit * reserve) : now
  })
  const latest = Math.max(...at)
  return latest > now ? latest : null
}

/** What runs out first over all keys that can be drawn on; those that share a limit count once. */
export function poolForecast(keys: readonly KeyView[], now: number): Forecast | null {
  const counted = new Set<string>()
  const sums: Partial<Record<Dimension, LimitWindow>> = {}
  for (const key of keys) {
    const usable = key.status.kind === 'ready' || key.status.kind === 'limited'
    if (!usable || key.sharedWith.some((id) => counted.has(id))) continue
    counted.add(key.id)
    const kept = key.care?.reserve ?? 0
    for (const dimension of dimensions) {
      const window = key.lanes[0]?.windows[dimension]
      if (window) sums[dimension] = together(sums[dimension], window, kept, now)
    }
  }
  return firstOut(sums, now)
}

/** Two limits as one, at `now`. */
function together(sum: LimitWindow | undefined, window: LimitWindow, kept: number, now: number): LimitWindow {
  const free = Math.max(0, freeAt(window, now) - window.limit * kept)
  const reserved = window.reserved + window.limit * kept
  const burn = burnAt(window, now)
  if (!sum) return { ...window, free, reserved, burn, at: now }
  return {
    ...sum,
    limit: sum.limit + window.limit,
    free: sum.free + free,
    reserved: sum.reserved + reserved,
    burn: (sum.burn ?? 0) + burn,
  }
}
