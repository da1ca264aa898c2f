import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { CircuitStatus } from '../../src-shared/domain/provider.ts'
import {
  type Admission,
  admission,
  type Circuit,
  type CircuitEvent,
  circuitStatus,
  closed,
  onEvent,
} from './circuit.ts'
import { nextStreak, ousted, type Rest, type Streak } from './streak.ts'

/** The one cell that holds the circuits of all providers, and each key's failures in a row. */
export class Circuits {
  readonly #byProvider = new Map<ProviderId, Circuit>()
  readonly #byKey = new Map<KeyId, Streak>()
  readonly #changed: () => void

  /** `changed`: told whenever a circuit opens, closes or lets a probe out. */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  tell(provider: ProviderId, event: CircuitEvent): void {
    const had = this.#of(provider)
    const next = onEvent(had, event)
    if (next === had) return
    this.#byProvider.set(provider, next)
    if (next.kind !== had.kind || next.kind === 'open') this.#changed()
  }

  /** Counts how a key fared; the answer says how long it should rest because only it keeps failing. */
  tellKey(provider: ProviderId, key: KeyId, fared: 'answered' | 'failed', now: number): Rest | null {
    const streak = nextStreak(this.#byKey.get(key), fared)
    if (streak.failures === 0) this.#byKey.delete(key)
    else this.#byKey.set(key, streak)
    return ousted(streak, this.#of(provider), now)
  }

  admission(provider: ProviderId, now: number): Admission {
    return admission(this.#of(provider), now)
  }

  status(provider: ProviderId, now: number): CircuitStatus {
    return circuitStatus(this.#of(provider), now)
  }

  #of(provider: ProviderId): Circuit {
    return this.#byProvider.get(provider) ?? closed
  }
}
