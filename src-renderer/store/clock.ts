/** The pool clock as the window reads it: main's last figure plus what has passed here since. */
export interface PoolClock {
  /** Milliseconds on the pool clock. */
  now(): number
  /** Main's reading just arrived. */
  sync(at: number): void
}

/** Further apart than this and main's clock has really moved (sleep, restart): follow it. */
const JUMP_MS = 1000

/**
 * A reading is late by its way here, never early, so of several the one that puts the clock furthest
 * ahead is the truest. Keeping it also keeps countdowns from stepping back.
 */
export function createPoolClock(here: () => number): PoolClock {
  let offset: number | null = null
  return {
    now: () => here() + (offset ?? 0),
    sync(at) {
      const heard = at - here()
      offset = offset === null || Math.abs(heard - offset) > JUMP_MS ? heard : Math.max(offset, heard)
    },
  }
}
