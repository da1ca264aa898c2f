import type { RequestId } from '../../src-shared/domain/ids.ts'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Totals } from '../../src-shared/ipc/snapshot.ts'

const NONE: Totals = { requests: 0, failedOver: 0, input: 0, output: 0, cacheRead: 0 }

/** The last requests, and what all of them add up to since the start or the last `clear`. */
export interface RequestLog {
  /** A record with a known id takes the place of the earlier one. False: it is of a request that was forgotten. */
  record(record: RequestRecord): boolean
  /** Forgets all requests, those under way too, and counts from nought. */
  clear(): void
  /** `null`: unknown, or forgotten since. */
  find(id: string): RequestRecord | null
  /** Newest first. */
  list(): readonly RequestRecord[]
  /** The same object until one of its figures changes. */
  totals(): Totals
}

export function requestLog(kept = REQUESTS_KEPT): RequestLog {
  const records = new Map<RequestId, RequestRecord>()
  const forgotten = new Set<RequestId>()
  let totals = NONE

  return {
    record(record) {
      if (forgotten.has(record.id)) {
        if (record.state === 'done') forgotten.delete(record.id)
        return false
      }
      const before = records.get(record.id)
      records.set(record.id, record)
      if (records.size > kept) records.delete(oldestDone(records))
      totals = added(totals, before, record)
      return true
    },
    clear() {
      for (const { id, state } of records.values()) if (state !== 'done') forgotten.add(id)
      records.clear()
      totals = NONE
    },
    find: (id) => records.get(id as RequestId) ?? null,
    list: () => [...records.values()].reverse(),
    totals: () => totals,
  }
}

/** Requests under way stay, however many began after them: their end is still to be told. */
function oldestDone(records: ReadonlyMap<RequestId, RequestRecord>): RequestId {
  for (const { id, state } of records.values()) if (state === 'done') return id
  return records.keys().next().value as RequestId
}

function added(totals: Totals, before: RequestRecord | undefined, record: RequestRecord): Totals {
  const begun = before === undefined
  const ended = record.state === 'done' && before?.state !== 'done'
  if (!begun && !ended) return totals
  const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = (ended && record.usage) || {}
  return {
    requests: totals.requests + (begun ? 1 : 0),
    failedOver: totals.failedOver + (ended && record.attempts.length > 1 ? 1 : 0),
    input: totals.input + input + cacheWrite,
    output: totals.output + output,
    cacheRead: totals.cacheRead + cacheRead,
  }
}
