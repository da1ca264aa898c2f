import type { SessionId } from '../../src-shared/domain/ids.ts'
import type { Attempt, TokenUsage } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Lease } from '../pool/pool.ts'
import { readError } from '../providers/error-body.ts'
import { typeOf } from '../providers/error-types.ts'
import type { Candidate } from '../routing/way.ts'
import { ThoughtReader } from '../thinking/thought-reader.ts'
import { called } from './called.ts'
import type { Client } from './client.ts'
import type { Core } from './core.ts'
import { tellAttempt, tellBody, tellHeaders } from './debug-lines.ts'
import { type Ending, passBytes, passEvents, type Readers } from './deliver.ts'
import type { Incoming } from './draft.ts'
import { Exchange, type Outcome, type Whole } from './exchange.ts'
import type { Facts as BodyFacts } from './facts.ts'
import { learnFailure, learnUnsent, statedLimits } from './learn.ts'
import type { RelayConfig, Upstream } from './parts.ts'
import type { Ended, Story } from './record.ts'
import type { Failure } from './retry-table.ts'
import { renewed, sealed } from './sealed.ts'
import { Trail } from './trail.ts'
import type { Reply } from './upstream.ts'
import { UsageMeter } from './usage-meter.ts'
import { makerOf } from './whose-thinking.ts'

/** One client request on its way through the keys and providers. */
export interface Job extends Incoming {
  readonly sessionId: string | null
  /** The launch it belongs to; `null`: it showed the token of this install. */
  readonly launch: SessionId | null
  /** Nobody reads or sends its body any more. */
  spare(): void
  /** In force for it from its first header to its last byte. */
  readonly config: RelayConfig
  /** Its facts with the model that its profile puts in place of the one asked for: what routing goes by. */
  readonly wanted: BodyFacts
}

/** One try: this key of this provider, for this request. */
export interface Try {
  readonly core: Core
  readonly job: Job
  readonly client: Client
  readonly story: Story
  readonly candidate: Candidate<Upstream>
  readonly lease: Lease
  /** Silence borne before anything was delivered, and in a stream, in ms. */
  readonly firstQuietMs: number
  readonly quietMs: number
}

export type Tried =
  /** The client has its answer, or has left. */
  | { kind: 'ended'; outcome: Ended; usage: TokenUsage | null }
  /** Nothing was sent to the client. */
  | { kind: 'failed'; failure: Failure; answer: Whole | null }

/** Sends the request with the lent key and delivers the answer if it is one. The lease is ended in any case. */
export async function tryKey(attempt: Try): Promise<Tried> {
  const { core, job, client, candidate, lease } = attempt
  const { circuits, parts, upstreams } = core
  const { way } = candidate
  const startedAt = parts.clock.now()
  const drafted = await sealed(attempt)
  if ('failure' in drafted) {
    const { failure } = drafted
    note(attempt, startedAt, { status: null, verdict: failure.kind, said: failure.said })
    attempt.story.learned(...learnUnsent(parts, lease, failure))
    return { kind: 'failed', failure, answer: null }
  }
  if (client.gone.aborted) {
    lease.end('unsent')
    return gone(attempt, startedAt, {})
  }
  circuits.tell(way.id, { type: 'sent', at: startedAt })
  let exchange = new Exchange(upstreams, way, attempt.firstQuietMs, client.gone)
  const trail = new Trail(startedAt)
  const facts = () => trail.facts(parts.clock.now())
  const onHeaders = (reply: Reply) => {
    trail.answered(reply.header, parts.clock.now())
    tellHeaders(parts, client.id, reply)
    const limits = way.provider.readLimits(reply.header)
    lease.observed(limits)
    const left = lease.left()
    client.mark({ 'x-cc-relay-capacity': left === null ? null : String(Math.floor(left * 100)) })
    attempt.story.learned(...statedLimits(labelOf(attempt), limits))
  }
  try {
    let outcome = await exchange.begin(drafted.draft, onHeaders, trail.wire)
    const again = await renewed(attempt, outcome)
    if (again) {
      exchange.close()
      exchange = new Exchange(upstreams, way, attempt.firstQuietMs, client.gone)
      outcome = await exchange.begin(again, onHeaders, trail.wire)
    }
    if (outcome.kind === 'gone') {
      circuits.tell(way.id, { type: 'dropped', at: parts.clock.now() })
      return gone(attempt, startedAt, facts())
    }
    if (outcome.kind === 'failed') {
      const { failure, status, answer } = outcome
      if (answer) tellBody(parts, client.id, 'answer', answer.body)
      const cause = failure.kind === 'unreachable' && { cause: failure.cause }
      note(attempt, startedAt, { ...facts(), ...cause, status, verdict: failure.kind, said: failure.said })
      attempt.story.learned(...learnFailure(parts, circuits, candidate, lease, outcome.failure))
      return { kind: 'failed', failure: outcome.failure, answer: outcome.answer }
    }
    const status = outcome.kind === 'whole' ? outcome.answer.status : outcome.reply.status
    const said = answeredWords(called(way), status, drafted.leftOut, trail.wire.again)
    note(attempt, startedAt, { ...facts(), status, verdict: 'deliver', said }, outcome.kind === 'whole')
    circuits.tell(way.id, { type: 'begun', at: parts.clock.now() })
    core.router.answered(job.sessionId, way.id)
    if (outcome.kind === 'stream') core.router.began(candidate, parts.clock.now() - startedAt)
    if (outcome.kind !== 'whole') exchange.allow(attempt.quietMs)
    const tried = await deliver(attempt, exchange, outcome)
    // Another connection that it was sent over, or one that has not sent it all, might still read it.
    if (tried.kind === 'ended' && tried.outcome === 'ok' && attempt.story.attempts === 1 && trail.wire.handedOver())
      job.spare()
    return tried
  } finally {
    exchange.close()
    attempt.story.timed(facts())
    tellAttempt(parts, attempt.story.last, client.id)
    // Whatever was thrown, a key is never lent for good.
    lease.end('aborted')
  }
}

async function deliver(
  attempt: Try,
  exchange: Exchange,
  outcome: Exclude<Outcome, { kind: 'gone' | 'failed' }>,
): Promise<Tried> {
  const { client, lease, story, candidate } = attempt
  const name = called(candidate.way)
  const thoughts = new ThoughtReader((signature) => attempt.core.makers.made(makerOf(candidate.way), signature))
  const readers = { meter: new UsageMeter(lease), thoughts, name }
  story.firstByte()
  if (outcome.kind === 'whole') return deliverWhole(attempt, outcome.answer, readers)
  if (client.begun && outcome.kind !== 'stream') {
    client.refuse({ status: 502, type: 'api_error', message: text.errors.upstream.late(name) })
    return { kind: 'ended', outcome: 'failed', usage: null }
  }
  if (outcome.kind === 'stream') {
    if (!client.begun) client.openEvents(outcome.reply.headers)
    return settle(attempt, await passEvents(exchange, outcome.first, client, readers), readers.meter)
  }
  client.openBytes(outcome.reply.status, outcome.reply.headers)
  return settle(attempt, await passBytes(exchange, outcome.first, client), readers.meter)
}

function deliverWhole(attempt: Try, answer: Whole, { meter, thoughts }: Readers): Tried {
  const { client, lease, candidate } = attempt
  const success = answer.status < 300
  tellBody(attempt.core.parts, client.id, 'answer', answer.body)
  if (success) {
    meter.readWhole(answer.body)
    thoughts.readWhole(answer.body)
  }
  lease.end(success ? 'done' : 'refused')
  const { usage } = meter
  learnAnswer(attempt, usage)
  if (client.begun) {
    const said = readError(answer.body.toString('utf8')).message ?? text.errors.upstream.late(called(candidate.way))
    client.refuse({ status: answer.status, type: typeOf(success ? 500 : answer.status), message: said })
    return { kind: 'ended', outcome: 'failed', usage }
  }
  client.send(answer.status, answer.headers, answer.body)
  return { kind: 'ended', outcome: success ? 'ok' : 'refused', usage }
}

function settle(attempt: Try, ending: Ending, meter: UsageMeter): Tried {
  const { core, candidate, lease, story } = attempt
  const { usage } = meter
  if (ending.kind === 'done') {
    lease.end('done')
    learnAnswer(attempt, usage)
    return { kind: 'ended', outcome: 'ok', usage }
  }
  lease.end('aborted')
  if (ending.kind === 'gone') return { kind: 'ended', outcome: 'aborted', usage }
  story.retold('broken', ending.said)
  const failure: Failure = { kind: 'broken', waitMs: null, said: ending.said }
  story.learned(...learnFailure(core.parts, core.circuits, candidate, lease, failure))
  return { kind: 'ended', outcome: 'failed', usage }
}

function learnAnswer({ core, job, candidate, lease }: Try, usage: TokenUsage | null): void {
  const now = core.parts.clock.now()
  if (usage) core.router.sized(candidate, job, usage)
  core.circuits.tell(candidate.way.id, { type: 'answered', at: now })
  core.circuits.tellKey(candidate.way.id, lease.keyId, 'answered', now)
  core.retries.give()
}

type Facts = Pick<Attempt, 'timings' | 'upstreamId'>

function gone(attempt: Try, startedAt: number, facts: Facts): Tried {
  attempt.lease.end('aborted')
  note(attempt, startedAt, { ...facts, status: null, verdict: 'aborted', said: text.errors.clientLeft })
  return { kind: 'ended', outcome: 'aborted', usage: null }
}

const answeredWords = (name: string, status: number, leftOut: number, again: boolean): string =>
  [
    text.providers.answered(name, status),
    ...(again ? [text.errors.upstream.again] : []),
    ...(leftOut > 0 ? [text.errors.upstream.leftOut(leftOut)] : []),
  ].join(' ')

type Came = Pick<Attempt, 'status' | 'verdict' | 'said' | 'timings' | 'cause' | 'upstreamId'>

function note(attempt: Try, startedAt: number, came: Came, over = false) {
  const { candidate, lease, story } = attempt
  const { way, model } = candidate
  story.tried({ providerId: way.id, keyId: lease.keyId, label: labelOf(attempt), model, startedAt, ...came }, over)
}

const labelOf = ({ core, lease }: Try): string => core.parts.pool.labelOf(lease.keyId)
