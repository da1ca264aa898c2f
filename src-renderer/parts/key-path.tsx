import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { keyPath } from '../words/request-words.ts'

/** `work`, or `team, eu → personal` after a failover. */
export function KeyPath({ record }: { record: RequestRecord }) {
  const path = keyPath(record)
  return (
    <span className={record.attempts.length > 0 ? 'key-path cut' : 'key-path cut quiet'} title={path}>
      {path}
    </span>
  )
}
