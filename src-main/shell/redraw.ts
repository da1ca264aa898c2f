import type { Alarm, Clock } from '../ports.ts'

/** A menu is made anew at most this often, in ms: whoever reads it must be able to. */
const GAP_MS = 1000

export interface Redraw {
  /** Something may look different now. */
  mark(): void
  /** While somebody looks at it nothing is drawn; it is drawn when they look away. */
  hold(on: boolean): void
  stop(): void
}

/**
 * Calls `draw` at once, then at most once a second, and always after the last `mark`. `draw` answers
 * whether it will look different by itself in a second.
 */
export function redraw(draw: () => boolean, clock: Clock, alarm: Alarm): Redraw {
  let drawnAt = Number.NEGATIVE_INFINITY
  let off: (() => void) | null = null
  let held = false
  let wanted = false

  function now(): void {
    off?.()
    off = null
    wanted = held
    if (held) return
    drawnAt = clock.now()
    if (draw()) mark()
  }

  function mark(): void {
    off ??= alarm.at(Math.max(clock.now(), drawnAt + GAP_MS), now)
  }

  return {
    mark,
    hold(on) {
      held = on
      if (!on && wanted) mark()
    },
    stop() {
      off?.()
      off = () => {}
    },
  }
}
