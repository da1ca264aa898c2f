import type { Unreachable, Verdict } from '../providers/provider.ts'

/** Why an upstream's answer, or the lack of one, is not given to the client. */
export type Failure =
  | Exclude<Verdict, { kind: 'deliver' }>
  | Unreachable
  /** Nor was it here: what its key gives access by cannot be had at the moment. */
  | { kind: 'no_pass'; said: string }

export type FailureKind =
  | Exclude<Failure['kind'], 'unreachable'>
  | 'unreachable'
  /** The connection never stood for as long as we were willing to wait. */
  | 'no_connection'
  /** Its certificate is not to be trusted; no other key makes it better. */
  | 'untrusted'
  /** It was lost after the request may have been worked on. */
  | 'lost'

interface Row {
  /** Further keys of the same provider that may be tried after failures of this kind. */
  readonly keys: number
  /** The request may have been worked on and billed, so what follows is rationed. */
  readonly perhapsBilled: boolean
  /** It will probably pass by itself: the client may come back soon. */
  readonly passing: boolean
  /** Counts against the provider. */
  readonly breaks: boolean
}

const EACH = Number.POSITIVE_INFINITY

/** The one place where it is decided what may follow a failure, as long as nothing was sent to the client. */
export const retryTable: Readonly<Record<FailureKind, Row>> = {
  rate_limited: { keys: EACH, perhapsBilled: false, passing: false, breaks: false },
  spent: { keys: EACH, perhapsBilled: false, passing: false, breaks: false },
  refused: { keys: EACH, perhapsBilled: false, passing: false, breaks: false },
  no_pass: { keys: EACH, perhapsBilled: false, passing: false, breaks: false },
  no_model: { keys: EACH, perhapsBilled: false, passing: false, breaks: false },
  unfit: { keys: 0, perhapsBilled: false, passing: false, breaks: false },
  // Everybody is busy there, whatever the key.
  overloaded: { keys: 1, perhapsBilled: false, passing: true, breaks: true },
  broken: { keys: 1, perhapsBilled: true, passing: true, breaks: true },
  // DNS or nothing listening: quick to fail, and one more try meets an upstream that is just restarting.
  unreachable: { keys: 1, perhapsBilled: false, passing: true, breaks: true },
  no_connection: { keys: 0, perhapsBilled: false, passing: true, breaks: true },
  untrusted: { keys: 0, perhapsBilled: false, passing: false, breaks: true },
  lost: { keys: 1, perhapsBilled: true, passing: true, breaks: true },
}

/**
 * The key was at fault and not the provider or the request: another one, or the same one later, may do better. Where
 * a pass cannot be had, its user has to do something first.
 */
export const keyWasAtFault = (failure: Failure): boolean =>
  retryTable[kindOf(failure)].keys === EACH && failure.kind !== 'no_pass'

/** Of one request: how often it may be sent again after it was perhaps billed. */
export const PERHAPS_BILLED_RETRIES = 2

export function kindOf(failure: Failure): FailureKind {
  if (failure.kind !== 'unreachable') return failure.kind
  if (failure.cause === 'tls') return 'untrusted'
  if (failure.perhapsBilled) return 'lost'
  return failure.cause === 'timeout' ? 'no_connection' : 'unreachable'
}

/** What one request has been through. */
export interface Tally {
  readonly perhapsBilled: number
  /** Tries at the present provider after failures that are rationed there. */
  readonly here: number
}
export const freshTally: Tally = { perhapsBilled: 0, here: 0 }

export interface Decision {
  readonly next: 'key' | 'provider' | 'stop'
  readonly tally: Tally
  /**
   * The next try asks much of a provider in trouble, or repeats what may have been billed: it must be paid for from
   * the purse against storms. This is what follows where that is empty; `null`: it is free.
   */
  readonly unpaid: 'provider' | 'stop' | null
}

export function decide(failure: Failure, tally: Tally): Decision {
  const row = retryTable[kindOf(failure)]
  const here = tally.here + (row.keys === EACH ? 0 : 1)
  const perhapsBilled = tally.perhapsBilled + (row.perhapsBilled ? 1 : 0)
  const next = perhapsBilled > PERHAPS_BILLED_RETRIES ? 'stop' : here > row.keys ? 'provider' : 'key'
  const unpaid = row.perhapsBilled ? 'stop' : row.breaks && next === 'key' ? 'provider' : null
  return { next, tally: { perhapsBilled, here: next === 'provider' ? 0 : here }, unpaid }
}
