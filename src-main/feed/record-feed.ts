import type { RequestId } from '../../src-shared/domain/ids.ts'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Alarm, Clock } from '../ports.ts'

/** As often as the snapshot is told. */
const GAP_MS = 125

interface Parts {
  readonly clock: Clock
  readonly alarm: Alarm
  /** Whether anybody is told at all. */
  isHeard(): boolean
  tell(record: RequestRecord): void
}

export interface RecordFeed {
  record(record: RequestRecord): void
  /** What waits is forgotten. */
  clear(): void
}

/**
 * Tells of requests: the first at once, then at most so often, and of each only the last word since. A request changes
 * several times while it runs, and under load that is more than anybody can read. With nobody listening nothing is
 * kept and no timer runs.
 */
export function recordFeed({ clock, alarm, isHeard, tell }: Parts): RecordFeed {
  const waiting = new Map<RequestId, RequestRecord>()
  let sentAt = Number.NEGATIVE_INFINITY
  let due: (() => void) | null = null

  const flush = () => {
    due = null
    sentAt = clock.now()
    const all = [...waiting.values()]
    waiting.clear()
    for (const record of all) tell(record)
  }
  return {
    record(record) {
      if (!isHeard()) return
      // In the order of the last word, so that the oldest news goes first where there is too much of it.
      waiting.delete(record.id)
      waiting.set(record.id, record)
      const [oldest] = waiting.size > REQUESTS_KEPT ? waiting.keys() : []
      if (oldest !== undefined) waiting.delete(oldest)
      if (due) return
      if (clock.now() >= sentAt + GAP_MS) flush()
      else due = alarm.at(sentAt + GAP_MS, flush)
    },
    clear() {
      due?.()
      due = null
      waiting.clear()
    },
  }
}
