import type { KeyView } from './key.ts'
import { type Dimension, dimensions, freeAt } from './limits.ts'

/** One dimension's share left over the pool, 0 to 1. */
export interface PoolShare {
  readonly dimension: Dimension
  readonly share: number
}

/**
 * Share left per dimension over the keys that can be drawn on at `now` or in a moment (ms, pool clock), the
 * least first. Keys that share an organization's limit count once. Empty while no limit is known.
 */
export function poolShares(keys: readonly KeyView[], now: number): PoolShare[] {
  const counted = new Set<string>()
  const free: Partial<Record<Dimension, number>> = {}
  const limit: Partial<Record<Dimension, number>> = {}
  for (const key of keys) {
    const usable = key.status.kind === 'ready' || key.status.kind === 'limited'
    if (!usable || key.sharedWith.some((id) => counted.has(id))) continue
    counted.add(key.id)
    for (const dimension of dimensions) {
      const window = key.lanes[0]?.windows[dimension]
      if (!window) continue
      free[dimension] = (free[dimension] ?? 0) + Math.max(0, freeAt(window, now))
      limit[dimension] = (limit[dimension] ?? 0) + window.limit
    }
  }
  return dimensions
    .flatMap((dimension) => {
      const all = limit[dimension]
      return all === undefined ? [] : [{ dimension, share: (free[dimension] ?? 0) / all }]
    })
    .sort((a, b) => a.share - b.share)
}
