import type { ProviderId } from '../../src-shared/domain/ids.ts'

/** Counts the requests that each provider has under way; no number can be lost or counted back twice. */
export class Load {
  readonly #byProvider = new Map<ProviderId, number>()

  of(id: ProviderId): number {
    return this.#byProvider.get(id) ?? 0
  }

  /** A request goes there. Call the answer when it is over; further calls do nothing. */
  enter(id: ProviderId): () => void {
    this.#byProvider.set(id, this.of(id) + 1)
    let over = false
    return () => {
      if (over) return
      over = true
      const left = this.of(id) - 1
      if (left === 0) this.#byProvider.delete(id)
      else this.#byProvider.set(id, left)
    }
  }
}
