import { text } from '../../src-shared/text/text.ts'
import type { Lease } from '../pool/pool.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { NoPass } from '../providers/passes.ts'
import type { Draft } from '../providers/provider.ts'
import type { Candidate } from '../routing/way.ts'
import type { Core } from './core.ts'
import { type Drafted, draftFor, type Incoming, seal } from './draft.ts'
import type { Outcome } from './exchange.ts'
import type { Upstream } from './parts.ts'
import type { Failure } from './retry-table.ts'

/** A request that is about to be sent with the lent key. */
interface Sealing {
  readonly core: Core
  readonly job: Incoming
  readonly candidate: Candidate<Upstream>
  readonly lease: Lease
}

/** The request with its key, or why there is none: no secret, no pass for it, or no place for it in the format. */
export async function sealed({ core, job, candidate, lease }: Sealing): Promise<Drafted | { failure: Failure }> {
  const { provider, baseUrl } = candidate.way
  try {
    const secret = await core.parts.secretOf(lease.keyId, baseUrl).catch(noneUnlessLate)
    if (secret === null && provider.needsKey) return { failure: { kind: 'refused', said: text.errors.key.unreadable } }
    const drafted = draftFor(job, candidate, core.makers, lease.keyId)
    const sealing = seal(drafted.draft, candidate.way, secret, core.parts.passes)
    if (sealing) await sealing
    return drafted
  } catch (error) {
    if (error instanceof NoPass)
      return { failure: { kind: error.refused ? 'refused' : 'no_pass', said: error.message } }
    if (error instanceof CannotCarry) return { failure: { kind: 'unfit', said: error.message } }
    throw error
  }
}

/** A secret that cannot be read is none; one that is not there yet is waited for by another key. */
function noneUnlessLate(error: unknown): null {
  if (error instanceof NoPass) throw error
  return null
}

/**
 * The request with another pass, where its provider refused the one it bore: that may have ended before its time,
 * revoked elsewhere or by a clock that stood still. `null`: it bore none, or another cannot be had.
 */
export async function renewed(sealing: Sealing, outcome: Outcome): Promise<Draft | null> {
  const { provider, baseUrl } = sealing.candidate.way
  if (outcome.kind !== 'failed' || outcome.failure.kind !== 'refused' || !provider.passOf) return null
  const { secretOf, passes } = sealing.core.parts
  const secret = await secretOf(sealing.lease.keyId, baseUrl).catch(() => null)
  const name = provider.passOf(secret)
  if (name === null) return null
  passes.forget(name)
  const again = await sealed(sealing)
  return 'failure' in again ? null : again.draft
}
