import type { CircuitStatus } from '../../src-shared/domain/provider.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import { slowStart } from './slow-start.ts'

/** What the user may set. */
export interface CircuitRules {
  /** Failures in a row after which a provider is left alone for a while. */
  readonly breakAfter: number
  /** The first rest, in ms; each failed probe makes the next one longer by as much. */
  readonly restMs: number
  /** Probes that must succeed, one after the other, before all requests follow. */
  readonly probes: number
}
export const usualRules: CircuitRules = { breakAfter: 5, restMs: 30_000, probes: 1 }

/** No rest is longer than this, in ms, unless the first one is. */
export const LONGEST_REST_MS = 300_000

/**
 * What is remembered of one provider. "Half open" is not stored: it is an open circuit whose rest is over,
 * so it begins because the clock passed, not because a timer fired.
 */
export type Circuit =
  | {
      readonly kind: 'closed'
      readonly failures: number
      /** It was open before: since when it is well again (ms), and how many rests that had taken. */
      readonly back: { readonly since: number; readonly step: number } | null
    }
  | {
      readonly kind: 'open'
      readonly since: number
      readonly until: number
      /** How many rests in a row; the next one lasts `step` times the first. */
      readonly step: number
      readonly reason: string
      /** Nothing of it could be reached, so anything it says is news. */
      readonly unreachable: boolean
      /** One request is finding out whether it is well again. */
      readonly probing: boolean
      /** Probes that have succeeded. */
      readonly passed: number
    }

/** Facts about requests to a provider; `at` in ms on the pool clock. */
export type CircuitEvent =
  | { type: 'sent'; at: number }
  /** An answer has begun: enough to end a rest, not yet to forgive earlier breaks. */
  | { type: 'begun'; at: number }
  /** It answered to the end. */
  | { type: 'answered'; at: number }
  /** 5xx, 529, a timeout, a connection error; never a 429 or another 4xx. */
  | { type: 'failed'; at: number; reason: string; unreachable: boolean }
  /** It ended without saying how the provider is: the client left, a key was refused. */
  | { type: 'dropped'; at: number }
  /** Asked in the background, its server said something, whatever it was. */
  | { type: 'reached'; at: number }
  | { type: 'missed'; at: number; reason: string }
  /** The user wants it tried at once. */
  | { type: 'retry'; at: number }

/** Whether a request may go there now. `until`: when to ask again (ms), null while a probe is out. */
export type Admission =
  | { kind: 'yes' }
  /** Well again since a moment ago. */
  | { kind: 'back' }
  | { kind: 'probe' }
  | { kind: 'no'; because: 'resting' | 'warmingUp'; until: number | null; reason: string }

export const closed: Circuit = { kind: 'closed', failures: 0, back: null }

export function onEvent(circuit: Circuit, event: CircuitEvent, rules: CircuitRules = usualRules): Circuit {
  switch (event.type) {
    case 'sent':
      return circuit.kind === 'open' && event.at >= circuit.until && !circuit.probing
        ? { ...circuit, probing: true }
        : circuit
    case 'begun':
      return circuit.kind === 'open' ? passed(circuit, event.at, rules) : circuit
    case 'answered':
      // What had begun before the rest says nothing about it.
      if (circuit.kind === 'open') return circuit.probing ? passed(circuit, event.at, rules) : circuit
      return circuit.failures === 0 ? circuit : { ...circuit, failures: 0 }
    case 'dropped':
      return circuit.kind === 'open' && circuit.probing ? { ...circuit, probing: false } : circuit
    case 'failed':
      return failed(circuit, event, rules)
    case 'reached':
      if (circuit.kind === 'closed') return circuit
      return circuit.unreachable || event.at >= circuit.until ? passed(circuit, event.at, rules) : circuit
    case 'missed':
      if (circuit.kind === 'closed' || event.at < circuit.until) return circuit
      return opened(event.at, circuit.step + 1, { reason: event.reason, unreachable: true }, rules)
    case 'retry':
      if (circuit.kind === 'closed') return circuit
      return { ...circuit, until: Math.min(circuit.until, event.at), probing: false }
    default:
      return assertNever(event)
  }
}

type Open = Extract<Circuit, { kind: 'open' }>

function passed(circuit: Open, at: number, rules: CircuitRules): Circuit {
  const count = circuit.passed + 1
  if (count < rules.probes) return { ...circuit, until: Math.min(circuit.until, at), probing: false, passed: count }
  return { kind: 'closed', failures: 0, back: { since: at, step: circuit.step } }
}

function failed(circuit: Circuit, event: CircuitEvent & { type: 'failed' }, rules: CircuitRules): Circuit {
  // A request that was under way when the circuit opened adds nothing to what is known.
  if (circuit.kind === 'open') return circuit.probing ? opened(event.at, circuit.step + 1, event, rules) : circuit
  // It seemed well, and was not.
  if (circuit.back && slowStart(circuit.back.since, event.at) !== null)
    return opened(event.at, circuit.back.step + 1, event, rules)
  const failures = circuit.failures + 1
  return failures < rules.breakAfter ? { ...circuit, failures } : opened(event.at, 1, event, rules)
}

function opened(
  at: number,
  step: number,
  { reason, unreachable }: Pick<Open, 'reason' | 'unreachable'>,
  { restMs }: CircuitRules,
): Circuit {
  const rest = Math.max(restMs, Math.min(step * restMs, LONGEST_REST_MS))
  return { kind: 'open', since: at, until: at + rest, step, reason, unreachable, probing: false, passed: 0 }
}

/** `inFlight`: requests of ours that are there now. */
export function admission(circuit: Circuit, now: number, inFlight: number): Admission {
  if (circuit.kind === 'closed') {
    const slow = circuit.back && slowStart(circuit.back.since, now)
    if (!slow) return { kind: 'yes' }
    if (inFlight < slow.most) return { kind: 'back' }
    return { kind: 'no', because: 'warmingUp', until: slow.until, reason: '' }
  }
  const no = { kind: 'no', because: 'resting', reason: circuit.reason } as const
  if (now < circuit.until) return { ...no, until: circuit.until }
  return circuit.probing ? { ...no, until: null } : { kind: 'probe' }
}

/** As the window shows it. */
export function circuitStatus(circuit: Circuit, now: number): CircuitStatus {
  if (circuit.kind === 'closed') return { kind: 'closed' }
  if (now >= circuit.until) return { kind: 'half_open', since: circuit.until }
  return { kind: 'open', since: circuit.since, until: circuit.until, reason: circuit.reason }
}
