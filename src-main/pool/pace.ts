import { PACE_MS } from '../../src-shared/domain/forecast.ts'
import type { Cost } from './cost.ts'

/** How fast one limit is used, read off what was ever charged to it. */
export interface Pace {
  /** Everything charged until `at` (ms). */
  readonly charged: number
  readonly at: number
  /** Units a second, of late; never below 0. */
  readonly perSecond: number
}

/**
 * The pace once `charged` is read at `t`. What came since the last look is taken as spread over that time; a refund
 * takes back. The first look teaches nothing: what was charged before it may be of any age.
 */
export function paceAt(had: Pace | undefined, charged: number, t: number): Pace {
  if (!had) return { charged, at: t, perSecond: 0 }
  const ms = Math.max(0, t - had.at)
  const kept = Math.exp(-ms / PACE_MS)
  const more = charged - had.charged
  const seen = ms > 0 ? (more / ms) * (1 - kept) * 1000 : (more * 1000) / PACE_MS
  return { charged, at: Math.max(t, had.at), perSecond: Math.max(0, had.perSecond * kept + seen) }
}

/** As many requests tell what is usual; fewer than a few tell nothing. */
const RECENT = 9
const FEW = 3

/** The costs of the last requests with one more. */
export const withRecent = (recent: readonly Cost[], cost: Cost): readonly Cost[] => [...recent, cost].slice(-RECENT)

/** The middle one in each limit; `null`: too few. */
export function usualOf(recent: readonly Cost[]): Cost | null {
  if (recent.length < FEW) return null
  const middle = (of: (cost: Cost) => number) => recent.map(of).sort((a, b) => a - b)[recent.length >> 1] as number
  return { rpm: middle(({ rpm }) => rpm), itpm: middle(({ itpm }) => itpm), otpm: middle(({ otpm }) => otpm) }
}
