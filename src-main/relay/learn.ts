import type { Dimension } from '../../src-shared/domain/limits.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Circuits } from '../circuit/circuits.ts'
import type { Lease } from '../pool/pool.ts'
import type { ObservedLimits } from '../providers/provider.ts'
import type { Candidate } from '../routing/way.ts'
import { called } from './called.ts'
import type { RelayParts, Upstream } from './parts.ts'
import { type Failure, kindOf, retryTable } from './retry-table.ts'

/** A 429 that does not say how long. */
const DEFAULT_REST_MS = 60_000
/** Money that only the user can put back is looked for again after this. */
const LONG_REST_MS = 3_600_000
/** So is a model that is not there; on one's own machine it is there as soon as it was pulled. */
const MISSING_MS = 300_000
const MISSING_AT_HOME_MS = 30_000
/** So is a pass: whoever signed in again in a terminal is not kept waiting. */
const NO_PASS_MS = 10_000

/**
 * Tells the pool and the circuit what a failure means for the key and the provider, and gives the lease back.
 * Returns what was learned of the key, in sentences.
 */
export function learnFailure(
  { pool, clock }: Pick<RelayParts, 'pool' | 'clock'>,
  circuits: Circuits,
  candidate: Candidate<Upstream>,
  lease: Lease,
  failure: Failure,
): readonly string[] {
  const now = clock.now()
  const { keyId } = lease
  const label = pool.labelOf(keyId)
  const learned: string[] = []
  const rests = (until: number, reason: string) => void learned.push(facts.rests(label, reason, until - now))
  const { way, group } = candidate
  const name = called(way)
  switch (failure.kind) {
    case 'rate_limited': {
      const until = now + (failure.waitMs ?? DEFAULT_REST_MS)
      if (failure.scope === 'lane') lease.throttled({ dimension: failure.dimension, until, reason: words.limited })
      else pool.markKeyExhausted(keyId, { group: null, until, reason: words.limited })
      rests(until, words.limited)
      break
    }
    case 'spent': {
      const reason = failure.until === null ? words.noCredit(name) : words.usedUp(name)
      const until = failure.until ?? now + LONG_REST_MS
      pool.markKeyExhausted(keyId, { group: null, until, reason })
      rests(until, reason)
      break
    }
    case 'refused':
      pool.markKeyInvalid(keyId, words.refused(name))
      learned.push(facts.setAside(label, words.refused(name)))
      break
    case 'no_model': {
      const waitMs = way.provider.needsKey ? MISSING_MS : MISSING_AT_HOME_MS
      pool.markModelMissing(keyId, candidate.model, now + waitMs, words.noModel(candidate.model))
      learned.push(facts.lacks(label, candidate.model, waitMs))
      break
    }
    default:
      break
  }
  if (retryTable[kindOf(failure)].breaks) {
    const unreachable = failure.kind === 'unreachable'
    circuits.tell(way.id, { type: 'failed', at: now, reason: failure.said, unreachable })
    const rest = circuits.tellKey(way.id, keyId, 'failed', now)
    if (rest) {
      pool.restKey(keyId, group, rest.until, words.failing(rest.failures))
      rests(rest.until, words.failing(rest.failures))
    }
  } else circuits.tell(way.id, { type: 'dropped', at: now })
  lease.end(endOf(failure))
  return learned
}

/** The same for a request that could not be sent at all. */
export function learnUnsent(
  { pool, clock }: Pick<RelayParts, 'pool' | 'clock'>,
  lease: Lease,
  failure: Failure,
): readonly string[] {
  const { keyId } = lease
  const label = pool.labelOf(keyId)
  const { kind, said } = failure
  if (kind === 'refused') pool.markKeyInvalid(keyId, said)
  if (kind === 'no_pass') pool.markKeyExhausted(keyId, { group: null, until: clock.now() + NO_PASS_MS, reason: said })
  lease.end('unsent')
  return kind === 'no_pass' ? [facts.rests(label, said, NO_PASS_MS)] : []
}

const words = text.errors.key
const facts = text.errors.learned

/** What an answer's headers state of the key's limits, in one sentence; none where they state nothing. */
export function statedLimits(label: string, limits: ObservedLimits | null): readonly string[] {
  const windows = Object.entries(limits?.windows ?? {}) as [Dimension, { limit: number; remaining: number }][]
  if (windows.length === 0) return []
  const left = windows.map(([name, { limit, remaining }]) =>
    facts.window(text.window.dimensions[name], remaining, limit),
  )
  return [facts.left(label, left.join(', '))]
}

function endOf(failure: Failure): 'aborted' | 'unsent' | 'refused' {
  if (retryTable[kindOf(failure)].perhapsBilled) return 'aborted'
  return failure.kind === 'unreachable' ? 'unsent' : 'refused'
}
