import type { Alarm, Clock } from '../ports.ts'

/** A menu is made anew at most this often, in ms: whoever reads it must be able to. */
const GAP_MS = 1000

export interface Redraw {
  /** Something may look different now. */
  mark(): void
  stop(): void
}

/**
 * Calls `draw` at once, then at most once a second, and always after the last `mark`. `draw` answers
 * whether it will look different by itself in a second.
 */
export function redraw(draw: () => boolean, clock: Clock, alarm: Alarm): Redraw {
  let drawnAt = Number.NEGATIVE_INFINITY
  let off: (() => void) | null = null

  function now(): void {
    off = null
    drawnAt = clock.now()
    if (draw()) mark()
  }

  function mark(): void {
    off ??= alarm.at(Math.max(clock.now(), drawnAt + GAP_MS), now)
  }

  return {
    mark,
    stop() {
      off?.()
      off = () => {}
    },
  }
}
