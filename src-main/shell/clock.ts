import type { Clock } from '../ports.ts'

/** More than this is no sleep but a clock that was wrong, in ms. */
const LONGEST_SLEEP_MS = 30 * 86_400_000

/** The part of Electron's `powerMonitor` that tells of sleep. */
export interface Power {
  on(event: 'suspend' | 'resume', listener: () => void): unknown
}

/**
 * `base` counts the time awake; on Linux it stands still while the machine sleeps. What was slept is
 * measured with the wall clock and added at waking, so that a key that rested for an hour of sleep is back.
 */
export function clockThatSleeps(base: Clock, power: Power, wall: () => number): Clock {
  let slept = 0
  let before: { wall: number; base: number } | null = null
  power.on('suspend', () => {
    before = { wall: wall(), base: base.now() }
  })
  power.on('resume', () => {
    if (!before) return
    const missed = wall() - before.wall - (base.now() - before.base)
    if (missed > 0 && missed < LONGEST_SLEEP_MS) slept += missed
    before = null
  })
  return { now: () => base.now() + slept }
}
