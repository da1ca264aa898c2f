import type { SessionId } from '../../src-shared/domain/ids.ts'
import type { Alarm, Clock } from '../ports.ts'
import type { Sessions } from './sessions.ts'

/** A terminal that was killed leaves its folder; it is missed this much later, in ms. */
const LOOK_MS = 60_000

interface Parts {
  readonly sessions: Sessions
  readonly runs: { isAlive(id: string): Promise<boolean>; watch(gone: (id: string) => void): () => void }
  readonly clock: Clock
  readonly alarm: Alarm
}

/** Closes sessions whose Claude Code is over. Returns the way to stop. */
export function followRuns({ sessions, runs, clock, alarm }: Parts): () => void {
  const unwatch = runs.watch((id) => sessions.closed(id as SessionId))
  let off = () => {}
  const look = async () => {
    for (const id of sessions.launched()) if (!(await runs.isAlive(id))) sessions.closed(id)
    wait()
  }
  const wait = () => {
    off = alarm.at(clock.now() + LOOK_MS, () => void look())
  }
  wait()
  return () => {
    off()
    unwatch()
  }
}
