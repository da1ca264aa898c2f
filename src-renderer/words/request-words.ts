import type { Attempt, RequestRecord } from '../../src-shared/domain/relay.ts'
import { duration, percent, shortTime, tokens } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Said, said } from './said.ts'

const words = text.window.requests

/** `work`, or `team, eu → personal` where the first could not. Only what was really tried, or is being. */
function keysOf(record: RequestRecord): string[] {
  const labels = [...record.attempts.map(({ label }) => label), ...(record.asking === undefined ? [] : [record.asking])]
  return labels.filter((label, i) => label !== labels[i - 1])
}

/** The keys in one line: `team, eu → personal`, or why there is none. */
export function keyPath(record: RequestRecord): string {
  const path = keysOf(record).join(` ${words.arrow} `)
  return path || (record.state === 'running' ? words.waiting : words.noKey)
}

/** One sentence for a failover, or `null` where the first key answered. */
export function failoverWords(record: RequestRecord): string | null {
  const first = record.attempts[0]
  const last = record.attempts.at(-1)
  if (!first || !last || first.label === last.label) return null
  if (record.why) return record.why
  return first.status === null
    ? words.tookSilent(first.label, last.label)
    : words.took(first.label, String(first.status), last.label)
}

/** What the client got: 200 is ink, a no that will pass amber, a lasting no red. */
export function statusWords(record: RequestRecord): Said {
  if (record.state === 'running') return said(words.running, 'quiet')
  if (record.outcome === 'aborted') return said(words.aborted, 'quiet')
  if (record.status === null) return said(words.noAnswer, 'warn')
  return said(String(record.status), record.outcome === 'ok' ? 'plain' : 'warn')
}

/** All the input there was, cached or not. */
export function inputOf(record: RequestRecord): number | null {
  const { usage } = record
  return usage ? usage.input + usage.cacheRead + usage.cacheWrite : null
}

export function inOutWords(record: RequestRecord): string {
  const input = inputOf(record)
  if (input === null || !record.usage) return ''
  if (record.usage.output === 0) return words.onlyIn(tokens(input))
  return words.inOut(tokens(input), tokens(record.usage.output))
}

/** Share of the input that was read from the cache. */
export function cachedWords(record: RequestRecord): string {
  const input = inputOf(record)
  return input && record.usage ? percent(record.usage.cacheRead / input) : ''
}

export const msWords = (ms: number | null): string => (ms === null ? '' : duration(ms))

/** Words a filter finds a record by; every word typed must occur. */
export function matches(record: RequestRecord, filter: string, modelName: (id: string) => string): boolean {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return true
  const hay = [
    record.id,
    record.sessionId ?? '',
    record.launch ?? '',
    record.path,
    record.model,
    modelName(record.model),
    statusWords(record).text,
    ...record.attempts.flatMap((attempt) => [
      attempt.label,
      attempt.providerId,
      attempt.model,
      String(attempt.status ?? ''),
    ]),
  ]
    .join(' ')
    .toLowerCase()
  return wanted.every((word) => hay.includes(word))
}

/** What is known of one try beside its answer, for the line under it: why there was none, the connection, the times. */
export function attemptFacts({ timings, cause, upstreamId }: Attempt): string[] {
  const { detail } = words
  const connection = timings?.connection ?? null
  const facts: (string | false | undefined)[] = [
    cause && detail.cause[cause],
    connection?.kind === 'reused' && detail.reused,
    connection?.kind === 'opened' &&
      detail.opened([
        ...(connection.dnsMs === null ? [] : [detail.dns(shortTime(connection.dnsMs))]),
        ...(connection.connectMs === null ? [] : [detail.connect(shortTime(connection.connectMs))]),
        ...(connection.tlsMs === null ? [] : [detail.tls(shortTime(connection.tlsMs))]),
      ]),
    timings != null && timings.firstByteMs !== null && detail.headersAfter(shortTime(timings.firstByteMs)),
    timings != null && detail.wholeAfter(shortTime(timings.totalMs)),
    upstreamId !== undefined && detail.upstreamId(upstreamId),
  ]
  return facts.filter((fact) => typeof fact === 'string')
}

export interface Summary {
  readonly total: number
  /** Answered of those that are over; `null` while none is. */
  readonly answered: number | null
  readonly failedOver: number
  /** Median ms to the first byte; `null` where none is known. */
  readonly firstByteMs: number | null
}

export function summary(list: readonly RequestRecord[]): Summary {
  const over = list.filter((record) => record.state === 'done' && record.outcome !== 'aborted')
  const first = list.flatMap(({ firstByteMs }) => firstByteMs ?? []).sort((a, b) => a - b)
  return {
    total: list.length,
    answered: over.length > 0 ? over.filter(({ outcome }) => outcome === 'ok').length / over.length : null,
    failedOver: list.filter((record) => keysOf(record).length > 1).length,
    firstByteMs: first[Math.floor(first.length / 2)] ?? null,
  }
}

export interface TimePart {
  readonly name: 'before' | 'firstByte' | 'streaming' | 'rest'
  readonly ms: number
}

/** Where the time of a finished request went: earlier attempts, to the first byte, from there to the end. */
export function timeParts(record: RequestRecord): TimePart[] {
  if (record.durationMs === null) return []
  const answering: Attempt | undefined = record.attempts.at(-1)
  const before = answering && record.attempts.length > 1 ? Math.max(0, answering.startedAt - record.at) : 0
  const first = record.firstByteMs ?? record.durationMs
  const parts: TimePart[] = [
    { name: 'before', ms: before },
    { name: 'firstByte', ms: Math.max(0, first - before) },
    { name: record.streamed ? 'streaming' : 'rest', ms: Math.max(0, record.durationMs - first) },
  ]
  return parts.filter(({ ms }) => ms > 0)
}
