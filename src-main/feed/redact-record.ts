import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Redactor } from '../secrets/redact.ts'

/** A record's texts may repeat what a provider said, and a provider may repeat the key it was sent. */
export function redactRecord(record: RequestRecord, { text }: Pick<Redactor, 'text'>): RequestRecord {
  return {
    ...record,
    path: text(record.path),
    model: text(record.model),
    why: text(record.why),
    learned: record.learned.map(text),
    attempts: record.attempts.map((attempt) => ({
      ...attempt,
      said: text(attempt.said),
      ...(attempt.upstreamId !== undefined && { upstreamId: text(attempt.upstreamId) }),
    })),
    passedOver: record.passedOver.map((one) => ({ ...one, because: text(one.because) })),
  }
}
