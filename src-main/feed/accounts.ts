import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Alarm, Clock } from '../ports.ts'
import type { Redactor } from '../secrets/redact.ts'
import type { PushHub } from './pushes.ts'
import type { Recent } from './recent.ts'
import { recordFeed } from './record-feed.ts'
import { redactRecord } from './redact-record.ts'
import type { RequestLog } from './request-log.ts'

interface Parts<Price extends { readonly micros: number }> {
  readonly clock: Clock
  readonly alarm: Alarm
  readonly redactor: Pick<Redactor, 'text'>
  readonly requests: RequestLog
  readonly hub: PushHub
  readonly past: Recent
  readonly sessions: { record(record: RequestRecord, price: Price | null): void }
  readonly care: { spend(id: KeyId, micro: number | null): void }
  /** What a request that is over cost; `null`: not known. */
  price(record: RequestRecord): Price | null
  /** Something that is shown has changed. */
  changed(): void
}

export interface Accounts {
  /** A request begins, moves to another key, or ends. */
  record(record: RequestRecord): void
  /** Forgets all requests; what they cost stays. */
  clear(): void
  stop(): void
}

/** Enters what becomes of a request into every book there is. */
export function accounts<Price extends { readonly micros: number }>(parts: Parts<Price>): Accounts {
  const { clock, alarm, redactor, requests, hub, past, sessions, care } = parts
  const records = recordFeed({
    ...{ clock, alarm, isHeard: () => hub.isHeard('request.recorded') },
    tell: (record) => hub.push('request.recorded', record),
  })
  return {
    record(whole) {
      const safe = redactRecord(whole, redactor)
      const used = safe.state === 'done' && safe.usage !== null
      const price = used ? parts.price(safe) : null
      sessions.record(safe, price)
      if (!requests.record(safe)) return
      records.record(safe)
      past.record(safe, clock.now())
      const keyId = safe.attempts.at(-1)?.keyId
      if (used && keyId) care.spend(keyId, price?.micros ?? null)
      parts.changed()
    },
    clear() {
      requests.clear()
      records.clear()
      past.clear()
    },
    stop: records.clear,
  }
}
