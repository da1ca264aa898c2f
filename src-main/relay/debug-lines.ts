import type { RequestId } from '../../src-shared/domain/ids.ts'
import type { Attempt } from '../../src-shared/domain/relay.ts'
import { toClient } from './headers.ts'
import type { RelayParts } from './parts.ts'
import type { Reply } from './upstream.ts'

type Parts = Pick<RelayParts, 'log' | 'logged'>

/** The beginning of a body, where the user asked for it, or with a cap of 0 its length alone. The log strikes out what looks like a secret. */
export function tellBody({ log, logged }: Parts, id: RequestId, name: 'request' | 'answer', body: Buffer): void {
  const { bodies, mostBytes } = logged()
  if (!bodies) return
  log.debug({ id, bytes: body.length, ...(mostBytes > 0 && { body: start(body, mostBytes) }) }, `${name} body`)
}

/** Without those that name the account, as a client does not get them either. */
export function tellHeaders({ log, logged }: Parts, id: RequestId, { status, headers }: Reply): void {
  if (!logged().headers) return
  const lines = Object.entries(toClient(headers)).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`)
  log.debug({ id, status, headers: lines.join('\n') }, 'answer headers')
}

/** One try, over. Figures in ms; what was not measured is left out. */
export function tellAttempt({ log, logged }: Parts, attempt: Attempt | null, id: RequestId): void {
  if (!attempt) return
  const { timings, providerId, keyId, model, status, verdict, cause, upstreamId } = attempt
  const facts = { id, provider: providerId, key: keyId, model, status, verdict, cause, upstream_id: upstreamId }
  log.debug({ ...facts, ...(logged().timings && times(timings)) }, 'attempt')
}

function times(timings: Attempt['timings']) {
  if (!timings) return {}
  const { connection, firstByteMs, totalMs } = timings
  const opened = connection?.kind === 'opened' ? connection : null
  return {
    connection: connection?.kind,
    dns_ms: rounded(opened?.dnsMs),
    connect_ms: rounded(opened?.connectMs),
    tls_ms: rounded(opened?.tlsMs),
    first_byte_ms: rounded(firstByteMs),
    total_ms: rounded(totalMs),
  }
}

const rounded = (ms: number | null | undefined): number | undefined =>
  ms == null ? undefined : Math.round(ms * 10) / 10

/** A character that the cap would halve is left out. */
function start(body: Buffer, most: number): string {
  const text = new TextDecoder().decode(body.subarray(0, most), { stream: true })
  return body.length > most ? `${text}…` : text
}
