import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import { Due } from './due.ts'
import { domainOf } from './key-state.ts'
import type { PoolState } from './state.ts'
import { statusOf } from './status.ts'

/** Enabled keys of a provider, and how many of them could take a small request now. */
export interface Count {
  readonly total: number
  readonly available: number
}

const none: Count = { total: 0, available: 0 }

/** Counts of keys by provider, changed key by key. A key that is ready stays so until something happens to it. */
export class Tally {
  readonly #counts = new Map<ProviderId, Count>()
  /** Enabled keys: whether they are ready. */
  readonly #ready = new Map<KeyId, boolean>()
  readonly #due = new Due<KeyId>()

  of(state: PoolState, providerId: ProviderId, now: number): Count {
    for (let id = this.#due.take(now); id !== null; id = this.#due.take(now)) this.refresh(state, id, now)
    return this.#counts.get(providerId) ?? none
  }

  refresh(state: PoolState, id: KeyId, now: number): void {
    const key = state.keys.get(id)
    if (!key) return
    const lanes = state.domains.get(domainOf(key))?.lanes.values() ?? []
    const status = statusOf(state, key, lanes, now)
    const was = this.#ready.get(id)
    const is = status.kind === 'disabled' ? undefined : status.kind === 'ready'
    if ('until' in status) this.#due.by(status.until, id)
    if (is === was) return
    if (is === undefined) this.#ready.delete(id)
    else this.#ready.set(id, is)
    const { total, available } = this.#counts.get(key.meta.providerId) ?? none
    this.#counts.set(key.meta.providerId, {
      total: total + Number(is !== undefined) - Number(was !== undefined),
      available: available + Number(is === true) - Number(was === true),
    })
  }

  clear(): void {
    this.#counts.clear()
    this.#ready.clear()
    this.#due.clear()
  }
}
