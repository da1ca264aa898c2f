import type { Signal } from '../ports.ts'

/** Requests that may wait for a place; more are turned away at once. */
const MOST_WAITING = 64

/** `max_concurrent` places, given in the order of asking. */
export class Places {
  readonly #most: () => number
  readonly #waiting: (() => void)[] = []
  #taken = 0

  /** `most`: places there are now; 0: no limit. */
  constructor(most: () => number) {
    this.#most = most
  }

  /** Whether a place could be had within `waitMs`. Call `leave` for each one that was. */
  async enter(waitMs: number, signal: Signal): Promise<boolean> {
    if (this.#free()) {
      this.#taken += 1
      return true
    }
    if (this.#waiting.length >= MOST_WAITING) return false
    return new Promise((resolve) => {
      const settle = (got: boolean) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', giveUp)
        resolve(got)
      }
      const take = () => {
        this.#taken += 1
        settle(true)
      }
      const giveUp = () => {
        const at = this.#waiting.indexOf(take)
        if (at >= 0) this.#waiting.splice(at, 1)
        settle(false)
      }
      const timer = setTimeout(giveUp, waitMs)
      signal.addEventListener('abort', giveUp)
      this.#waiting.push(take)
    })
  }

  leave(): void {
    this.#taken -= 1
    while (this.#waiting.length > 0 && this.#free()) this.#waiting.shift()?.()
  }

  #free(): boolean {
    const most = this.#most()
    return most === 0 || this.#taken < most
  }
}
