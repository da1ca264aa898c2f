/** Calls `silent` once nothing has been touched for `ms`. One timer, however often it is touched. */
export class Silence {
  readonly #silent: () => void
  #timer: NodeJS.Timeout
  #held = false

  constructor(ms: number, silent: () => void) {
    this.#silent = silent
    this.#timer = this.#begin(ms)
  }

  /** From now on another patience. */
  allow(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = this.#begin(ms)
  }

  touch(): void {
    this.#timer.refresh()
  }

  /** Silence does not count until `resume`. */
  hold(): void {
    this.#held = true
  }
  resume(): void {
    this.#held = false
    this.touch()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #begin(ms: number): NodeJS.Timeout {
    return setTimeout(() => (this.#held ? this.touch() : this.#silent()), ms)
  }
}
