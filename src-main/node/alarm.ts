import type { Alarm, Clock } from '../ports.ts'

/** setTimeout takes 31 bits of milliseconds; a longer one fires at once. */
const LONGEST_MS = 2_147_483_647

/** Timers that keep no process alive and never ring before the clock has reached the moment. */
export function nodeAlarm(clock: Clock): Alarm {
  return {
    at(at, task) {
      let timer: NodeJS.Timeout
      const wait = () => {
        const left = Math.max(0, Math.ceil(at - clock.now()))
        timer = setTimeout(() => (clock.now() >= at ? task() : wait()), Math.min(left, LONGEST_MS))
        timer.unref()
      }
      wait()
      return () => clearTimeout(timer)
    },
  }
}
