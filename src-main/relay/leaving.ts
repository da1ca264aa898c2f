import type { Signal } from '../ports.ts'

type Listener = () => void

/** Somebody who leaves once, and whoever wants to hear of it. A tenth of what an `AbortController` costs a request. */
export class Leaving implements Signal {
  #aborted = false
  #listeners: Listener[] = []

  get aborted(): boolean {
    return this.#aborted
  }

  addEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    const at = this.#listeners.indexOf(listener)
    if (at >= 0) this.#listeners.splice(at, 1)
  }

  abort(): void {
    if (this.#aborted) return
    this.#aborted = true
    const told = this.#listeners
    this.#listeners = []
    for (const listener of told) listener()
  }
}
