import { type Circuit, LONGEST_REST_MS, usualRules } from './circuit.ts'

/** Failures in a row after which a key is rested, if other keys of its provider still work. */
export const OUST_AFTER = 3

export interface Streak {
  readonly failures: number
}
export interface Rest {
  readonly until: number
  readonly failures: number
}

export const nextStreak = (had: Streak | undefined, fared: 'answered' | 'failed'): Streak => ({
  failures: fared === 'answered' ? 0 : (had?.failures ?? 0) + 1,
})

/**
 * A provider that is down fails on every key, and its circuit deals with that. One key that fails while the
 * provider answers others is itself the trouble: its streak is then longer than the provider's.
 */
export function ousted(streak: Streak, provider: Circuit, now: number): Rest | null {
  if (streak.failures < OUST_AFTER || provider.kind === 'open' || provider.failures >= streak.failures) return null
  const rest = Math.min((streak.failures - OUST_AFTER + 1) * usualRules.restMs, LONGEST_REST_MS)
  return { until: now + rest, failures: streak.failures }
}
