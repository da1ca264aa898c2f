import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import { keysOf } from '../words/request-words.ts'

/** `work`, or `team, eu → personal` after a failover. */
export function KeyPath({ record }: { record: RequestRecord }) {
  const path = keysOf(record).join(` ${text.window.requests.arrow} `)
  return path ? (
    <span className="cut" title={path}>
      {path}
    </span>
  ) : (
    <span className="cut quiet">{text.window.requests.noKey}</span>
  )
}
