import type { CircuitStatus } from '../../src-shared/domain/provider.ts'
import { assertNever } from '../../src-shared/domain/result.ts'

/** Failures in a row after which a provider is left alone for a while. */
export const BREAK_AFTER = 5
/** The first rest, in ms; each failed probe makes the next one longer by as much. */
export const REST_MS = 30_000
/** No rest is longer than this, in ms. */
export const LONGEST_REST_MS = 300_000

/**
 * What is remembered of one provider. "Half open" is not stored: it is an open circuit whose rest is over,
 * so it begins because the clock passed, not because a timer fired.
 */
export type Circuit =
  | { readonly kind: 'closed'; readonly failures: number }
  | {
      readonly kind: 'open'
      readonly since: number
      readonly until: number
      /** How many rests in a row; the next one lasts `step` times the first. */
      readonly step: number
      readonly reason: string
      /** One request is finding out whether it is well again. */
      readonly probing: boolean
    }

/** Facts about requests to a provider; `at` in ms on the pool clock. */
export type CircuitEvent =
  | { type: 'sent'; at: number }
  /** An answer has begun: enough to end a rest, not yet to forgive earlier breaks. */
  | { type: 'begun'; at: number }
  /** It answered to the end. */
  | { type: 'answered'; at: number }
  /** 5xx, 529, a timeout, a connection error; never a 429 or another 4xx. */
  | { type: 'failed'; at: number; reason: string }
  /** It ended without saying how the provider is: the client left, a key was refused. */
  | { type: 'dropped'; at: number }

/** Whether a request may go there now; `until`: when to ask again (ms), null while a probe is out. */
export type Admission = { kind: 'yes' } | { kind: 'probe' } | { kind: 'no'; until: number | null; reason: string }

export const closed: Circuit = { kind: 'closed', failures: 0 }

export function onEvent(circuit: Circuit, event: CircuitEvent): Circuit {
  switch (event.type) {
    case 'sent':
      return circuit.kind === 'open' && event.at >= circuit.until && !circuit.probing
        ? { ...circuit, probing: true }
        : circuit
    case 'begun':
      return circuit.kind === 'open' ? closed : circuit
    case 'answered':
      return circuit.kind === 'closed' && circuit.failures === 0 ? circuit : closed
    case 'dropped':
      return circuit.kind === 'open' && circuit.probing ? { ...circuit, probing: false } : circuit
    case 'failed':
      return failed(circuit, event.at, event.reason)
    default:
      return assertNever(event)
  }
}

function failed(circuit: Circuit, at: number, reason: string): Circuit {
  if (circuit.kind === 'closed') {
    const failures = circuit.failures + 1
    return failures < BREAK_AFTER ? { kind: 'closed', failures } : opened(at, 1, reason)
  }
  // A request that was under way when the circuit opened adds nothing to what is known.
  return circuit.probing ? opened(at, circuit.step + 1, reason) : circuit
}

function opened(at: number, step: number, reason: string): Circuit {
  const rest = Math.min(step * REST_MS, LONGEST_REST_MS)
  return { kind: 'open', since: at, until: at + rest, step, reason, probing: false }
}

export function admission(circuit: Circuit, now: number): Admission {
  if (circuit.kind === 'closed') return { kind: 'yes' }
  if (now < circuit.until) return { kind: 'no', until: circuit.until, reason: circuit.reason }
  return circuit.probing ? { kind: 'no', until: null, reason: circuit.reason } : { kind: 'probe' }
}

/** As the window shows it. */
export function circuitStatus(circuit: Circuit, now: number): CircuitStatus {
  if (circuit.kind === 'closed') return { kind: 'closed' }
  if (now >= circuit.until) return { kind: 'half_open', since: circuit.until }
  return { kind: 'open', since: circuit.since, until: circuit.until, reason: circuit.reason }
}
