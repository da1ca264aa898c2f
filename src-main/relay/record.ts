import type { KeyId, RequestId, SessionId } from '../../src-shared/domain/ids.ts'
import type { Attempt, PassedOver, RequestRecord, TokenUsage } from '../../src-shared/domain/relay.ts'
import type { RelayParts } from './parts.ts'

/** How a request can end. */
export type Ended = 'ok' | 'refused' | 'failed' | 'aborted'

interface Opening {
  readonly id: RequestId
  readonly path: string
  readonly sessionId: string | null
  readonly launch?: SessionId
  readonly model: string
  readonly streamed: boolean
  /** With a Claude login that the client brought. */
  readonly login?: boolean
}

/** The story of one request: told to the window as it goes, and to the log when it is over. */
export class Story {
  readonly #parts: Pick<RelayParts, 'clock' | 'record' | 'log'>
  #record: RequestRecord

  constructor(parts: Pick<RelayParts, 'clock' | 'record' | 'log'>, opening: Opening) {
    this.#parts = parts
    this.#record = {
      ...opening,
      at: parts.clock.now(),
      state: 'running',
      outcome: 'running',
      status: null,
      attempts: [],
      passedOver: [],
      why: '',
      learned: [],
      usage: null,
      firstByteMs: null,
      durationMs: null,
    }
    this.#tell({})
  }

  get attempts(): number {
    return this.#record.attempts.length
  }

  /** The last try; `null`: there was none yet. */
  get last(): Attempt | null {
    return this.#record.attempts.at(-1) ?? null
  }

  /** The key this provider was last asked with; `null`: with none. */
  lastKeyAt(providerId: string): KeyId | null {
    return this.#record.attempts.findLast((it) => it.providerId === providerId)?.keyId ?? null
  }

  /** `why`: what explains the choice, `null` where there was none. Those passed over are added, unless tried. */
  chose(why: string | null, passedOver: readonly PassedOver[]): void {
    this.#record = {
      ...this.#record,
      why: why ?? this.#record.why,
      passedOver: untried(merged(this.#record.passedOver, passedOver), this.#record.attempts),
    }
  }

  /** This key has been lent to it, by its label; it goes out now. */
  asks(label: string): void {
    this.#tell({ asking: label })
  }

  /** `over`: its end follows at once, so nobody need be told of it by itself. */
  tried(attempt: Omit<Attempt, 'ms'>, over = false): void {
    const ms = this.#parts.clock.now() - attempt.startedAt
    this.#answered()
    const attempts = [...this.#record.attempts, { ...attempt, ms }]
    const change = { attempts, passedOver: untried(this.#record.passedOver, attempts) }
    if (over) this.#record = { ...this.#record, ...change }
    else this.#tell(change)
  }

  /** What this request taught of a key or a limit. */
  learned(...facts: readonly string[]): void {
    if (facts.length > 0) this.#record = { ...this.#record, learned: [...this.#record.learned, ...facts] }
  }

  /** The last try, which had begun well, did not end so. */
  retold(verdict: string, said: string): void {
    this.#revise({ verdict, said })
  }

  /** The last try is over, and took this long. */
  timed(facts: Pick<Attempt, 'timings'>): void {
    this.#revise(facts)
  }

  firstByte(): void {
    this.#record = { ...this.#record, firstByteMs: this.#record.firstByteMs ?? this.#sinceStart() }
  }

  end(outcome: Ended, status: number | null, usage: TokenUsage | null): void {
    const durationMs = this.#sinceStart()
    this.#answered()
    this.#tell({ state: 'done', outcome, status, usage, durationMs })
    const record = this.#record
    const last = record.attempts.at(-1)
    this.#parts.log.info(
      {
        id: record.id,
        session: record.sessionId,
        ...(record.launch && { launch: record.launch }),
        model: record.model,
        provider: last?.providerId ?? null,
        upstream_model: last?.model ?? null,
        key: last?.keyId ?? null,
        status,
        outcome,
        ...(record.login && { login: true }),
        verdict: last?.verdict ?? null,
        attempts: record.attempts.length,
        input: usage?.input ?? null,
        output: usage?.output ?? null,
        cache_read: usage?.cacheRead ?? null,
        cache_write: usage?.cacheWrite ?? null,
        ttft_ms: rounded(record.firstByteMs),
        duration_ms: rounded(durationMs),
        why: record.why,
        ...(record.learned.length > 0 && { learned: record.learned.join(' ') }),
      },
      'request',
    )
  }

  #answered(): void {
    const { asking: _, ...rest } = this.#record
    this.#record = rest
  }

  #revise(change: Partial<Attempt>): void {
    const { last } = this
    if (last)
      this.#record = { ...this.#record, attempts: [...this.#record.attempts.slice(0, -1), { ...last, ...change }] }
  }

  #sinceStart(): number {
    return this.#parts.clock.now() - this.#record.at
  }

  #tell(change: Partial<RequestRecord>): void {
    this.#record = { ...this.#record, ...change }
    this.#parts.record(this.#record)
  }
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms))

/** The later word about a key or a provider counts. */
function merged(had: PassedOver[], more: readonly PassedOver[]): PassedOver[] {
  if (more.length === 0) return had
  const name = (it: PassedOver): string => `${it.providerId}\n${it.keyId satisfies KeyId | null}`
  return [...new Map([...had, ...more].map((it) => [name(it), it])).values()]
}

/** A key that was tried, before it was passed over or after, speaks by its attempt. */
const untried = (passedOver: PassedOver[], attempts: readonly Attempt[]): PassedOver[] =>
  passedOver.length === 0
    ? passedOver
    : passedOver.filter(({ keyId }) => keyId === null || !attempts.some((it) => it.keyId === keyId))
