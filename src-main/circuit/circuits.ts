import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { CircuitStatus } from '../../src-shared/domain/provider.ts'
import {
  type Admission,
  admission,
  type Circuit,
  type CircuitEvent,
  type CircuitRules,
  circuitStatus,
  closed,
  onEvent,
} from './circuit.ts'
import { nextStreak, ousted, type Rest, type Streak } from './streak.ts'

/** Something people should hear of: a provider is left alone from now on, or answers again. */
export type Turn = { kind: 'opened'; provider: ProviderId; reason: string } | { kind: 'closed'; provider: ProviderId }

interface Parts {
  /** As they are now; a change of them leaves every circuit as it is. */
  rules(): CircuitRules
  /** A circuit opened, closed or let a probe out. */
  changed(): void
  turned(turn: Turn): void
}

/** The one cell that holds the circuits of all providers, and each key's failures in a row. */
export class Circuits {
  readonly #byProvider = new Map<ProviderId, Circuit>()
  readonly #byKey = new Map<KeyId, Streak>()
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  tell(provider: ProviderId, event: CircuitEvent): void {
    const had = this.#of(provider)
    const next = onEvent(had, event, this.#parts.rules())
    if (next === had) return
    this.#byProvider.set(provider, next)
    if (next.kind !== had.kind)
      this.#parts.turned(
        next.kind === 'open' ? { kind: 'opened', provider, reason: next.reason } : { kind: 'closed', provider },
      )
    if (next.kind !== had.kind || next.kind === 'open') this.#parts.changed()
  }

  /** Counts how a key fared; the answer says how long it should rest because only it keeps failing. */
  tellKey(provider: ProviderId, key: KeyId, fared: 'answered' | 'failed', now: number): Rest | null {
    const streak = nextStreak(this.#byKey.get(key), fared)
    if (streak.failures === 0) this.#byKey.delete(key)
    else this.#byKey.set(key, streak)
    return ousted(streak, this.#of(provider), now)
  }

  /** `inFlight`: requests of ours that are there now. */
  admission(provider: ProviderId, now: number, inFlight: number): Admission {
    return admission(this.#of(provider), now, inFlight)
  }

  status(provider: ProviderId, now: number): CircuitStatus {
    return circuitStatus(this.#of(provider), now)
  }

  /** Whether it is left alone, and no request is finding out how it is just now. */
  isWaiting(provider: ProviderId): boolean {
    const circuit = this.#of(provider)
    return circuit.kind === 'open' && !circuit.probing
  }

  /** When the next rest is over (ms); `null`: nobody rests. */
  nextChangeAt(now: number): number | null {
    const ends = [...this.#byProvider.values()].flatMap((it) =>
      it.kind === 'open' && it.until > now ? [it.until] : [],
    )
    return ends.length === 0 ? null : Math.min(...ends)
  }

  #of(provider: ProviderId): Circuit {
    return this.#byProvider.get(provider) ?? closed
  }
}
