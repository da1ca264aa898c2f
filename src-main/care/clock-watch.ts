import { text } from '../../src-shared/text/text.ts'
import type { Alarm, Clock } from '../ports.ts'

interface Parts {
  readonly clock: Clock
  readonly alarm: Alarm
  /** What the system says the time is; ms since the epoch. */
  wall(): number
  say(words: string): void
}

/** How often it is looked, in ms. */
const LOOK_MS = 60_000
/** Less is a clock that was put right, in ms. */
const JUMP_MS = 2 * 60_000
/** Two looks that differ by less than this see the same, in ms. */
const SAME_MS = 2000

/** How far the wall clock was ahead of ours when all was well, and at the last look, in ms. */
export interface Ahead {
  readonly known: number
  readonly last: number
}

/**
 * One look. `jump`: how far the wall clock was set, in ms, below zero for back; `null`: nothing to tell. Two looks
 * have to agree: after a sleep there is a moment in which our clock does not know yet how long it was.
 */
export function look({ known, last }: Ahead, now: number): { next: Ahead; jump: number | null } {
  const jumped = Math.abs(now - known) > JUMP_MS && Math.abs(now - last) < SAME_MS
  return jumped ? { next: { known: now, last: now }, jump: now - known } : { next: { known, last: now }, jump: null }
}

/** Tells once of each time that somebody sets the computer's clock. Looks until `stop`. */
export function clockWatch({ clock, alarm, wall, say }: Parts) {
  const ahead = () => wall() - clock.now()
  let seen: Ahead = { known: ahead(), last: ahead() }
  let off = wait()

  function wait(): () => void {
    return alarm.at(clock.now() + LOOK_MS, () => {
      const { next, jump } = look(seen, ahead())
      seen = next
      if (jump !== null) say(text.notices.clockSet(jump))
      off = wait()
    })
  }
  return { stop: () => off() }
}
