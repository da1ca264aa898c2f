import type { RequestId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Totals } from '../../src-shared/ipc/snapshot.ts'

const KEPT = 500

/** The last requests, and what all of them add up to since the start. */
export interface RequestLog {
  /** A record with a known id takes the place of the earlier one. */
  record(record: RequestRecord): void
  /** `null`: unknown, or forgotten since. */
  find(id: string): RequestRecord | null
  /** Newest first. */
  list(): readonly RequestRecord[]
  /** The same object until one of its figures changes. */
  totals(): Totals
}

export function requestLog(kept = KEPT): RequestLog {
  const records = new Map<RequestId, RequestRecord>()
  let totals: Totals = { requests: 0, failedOver: 0, input: 0, output: 0, cacheRead: 0 }

  return {
    record(record) {
      const before = records.get(record.id)
      records.set(record.id, record)
      if (records.size > kept) records.delete(oldestDone(records))
      totals = added(totals, before, record)
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
