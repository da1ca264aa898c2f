import type { Alarm, Clock } from '../../ports.ts'

/** A clock that tests move by hand: whatever is due happens on the way, in order. */
export class FakeTime implements Clock, Alarm {
  #now: number
  #due: { at: number; order: number; task: () => void }[] = []
  #order = 0

  constructor(start = 1_700_000_000_000) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  at(at: number, task: () => void): () => void {
    const entry = { at, order: this.#order++, task }
    let low = 0
    let high = this.#due.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#due[middle] as typeof entry).at <= at) low = middle + 1
      else high = middle
    }
    this.#due.splice(low, 0, entry)
    return () => {
      this.#due = this.#due.filter((other) => other !== entry)
    }
  }

  after(ms: number, task: () => void): () => void {
    return this.at(this.#now + ms, task)
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  /** How many tasks are still to come. */
  get pending(): number {
    return this.#due.length
  }

  /** Moves on by `ms` without giving anything asynchronous the time to run. */
  tick(ms: number): void {
    const until = this.#now + ms
    for (let next = this.#next(until); next; next = this.#next(until)) next()
    this.#now = until
  }

  /** Moves on by `ms`, and lets everything that was waiting for each moment run in it. */
  async run(ms: number): Promise<void> {
    const until = this.#now + ms
    await settle()
    for (let next = this.#next(until); next; next = this.#next(until)) {
      next()
      await settle()
    }
    this.#now = until
  }

  #next(until: number): (() => void) | null {
    const first = this.#due[0]
    if (!first || first.at > until) return null
    this.#due.shift()
    this.#now = Math.max(this.#now, first.at)
    return first.task
  }
}

/** Lets promises that are already resolved go on, a few steps deep. */
async function settle() {
  for (let i = 0; i < 8; i++) await null
}
