import type { Alarm, Clock } from '../ports.ts'

/** Longer than a day is looked at again each day: setTimeout ends at 31 bits of milliseconds, where it fires at once. */
const LONGEST_MS = 86_400_000

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
