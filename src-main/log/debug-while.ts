import type { Alarm, Clock } from '../ports.ts'

/** A while in which everything is logged, whatever the config says. It ends by the clock. */
export interface DebugWhile {
  /** Pool-clock ms; `null`: not now. */
  until(): number | null
  /** From now on for `ms`; 0 ends it. */
  begin(ms: number): void
  stop(): void
}

export function debugWhile(clock: Clock, alarm: Alarm, changed: () => void): DebugWhile {
  let until: number | null = null
  let off = () => {}
  const end = () => {
    off()
    until = null
  }
  return {
    until: () => until,
    begin(ms) {
      end()
      if (ms > 0) {
        until = clock.now() + ms
        off = alarm.at(until, () => {
          end()
          changed()
        })
      }
      changed()
    },
    stop: end,
  }
}
