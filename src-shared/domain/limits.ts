import { z } from 'zod'

export const dimensions = ['rpm', 'itpm', 'otpm'] as const
export const Dimension = z.enum(dimensions)
/** Requests, input tokens and output tokens, each per minute. */
export type Dimension = z.infer<typeof Dimension>

/** Every limit refills continuously over this long (Anthropic, "Rate limits": token bucket). */
export const WINDOW_MS = 60_000

/**
 * One limit as the pool knows it at one moment. Everything later is derived from the clock, so a
 * window needs no message for the passing of time.
 */
export const LimitWindow = z.object({
  /** Capacity of the bucket: what a whole quiet minute gives. */
  limit: z.number().positive(),
  /** What could be taken at `at`, net of everything sent and lent. Below zero: a debt to be refilled first. */
  free: z.number(),
  /** Lent to requests under way and not yet settled (drawn as the hatched tail). */
  reserved: z.number().nonnegative(),
  /** The pool clock's reading, in ms, that `free` belongs to. */
  at: z.number(),
  /** Who said so: the provider's headers, the user's own ceiling. */
  source: z.enum(['headers', 'ceiling']),
  /** When a header last confirmed it, in ms on the pool clock; `null` while only the ceiling is known. */
  seenAt: z.number().nullable(),
  /** Units a second that were booked of late, at `at`; absent: nothing was seen. */
  burn: z.number().nonnegative().optional(),
})
export type LimitWindow = z.infer<typeof LimitWindow>

export const Windows = z.partialRecord(Dimension, LimitWindow)
export type Windows = z.infer<typeof Windows>

/** What can be taken at `now` (ms, pool clock): the last figure refilled linearly, never above what is not lent. */
export function freeAt(window: LimitWindow, now: number): number {
  const refilled = window.free + (window.limit * Math.max(0, now - window.at)) / WINDOW_MS
  return Math.min(refilled, window.limit - window.reserved)
}

/** The first moment (ms, pool clock) at which `needed` can be taken; asking for more than the limit means all of it. */
export function availableAt(window: LimitWindow, needed: number): number {
  const want = Math.min(needed, window.limit - window.reserved)
  if (window.free >= want) return window.at
  return window.at + ((want - window.free) * WINDOW_MS) / window.limit
}

/** When the bucket is full again if nothing more is sent. */
export const fullAt = (window: LimitWindow): number => availableAt(window, window.limit)

/** Share left, 0 to 1. */
export const shareAt = (window: LimitWindow, now: number): number => Math.max(0, freeAt(window, now)) / window.limit

/** The dimension with the least share left, or `null` where no limit is known (never a 0 for "no data"). */
export function tightest(windows: Windows, now: number): { dimension: Dimension; share: number } | null {
  let least: { dimension: Dimension; share: number } | null = null
  for (const dimension of dimensions) {
    const window = windows[dimension]
    if (!window) continue
    const share = shareAt(window, now)
    if (!least || share < least.share) least = { dimension, share }
  }
  return least
}
