/** Calls `silent` once nothing has been touched for `ms`; touched then, it goes on. One timer, however often it is touched. */
export class Silence {
  readonly #silent: () => void
  #ms: number
  #timer: NodeJS.Timeout
  #since = performance.now()
  #held = false
  #rang = false

  constructor(ms: number, silent: () => void) {
    this.#silent = silent
    this.#ms = ms
    this.#timer = this.#begin(ms)
  }

  /** From now on another patience. */
  allow(ms: number): void {
    this.touch()
    if (ms === this.#ms) return
    this.#ms = ms
    clearTimeout(this.#timer)
    this.#timer = this.#begin(ms)
  }

  /** The timer itself is left as it is until it rings: this happens with every piece of a stream. */
  touch(): void {
    this.#since = performance.now()
    if (!this.#rang) return
    this.#rang = false
    this.#timer = this.#begin(this.#ms)
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
    this.#rang = false
    clearTimeout(this.#timer)
  }

  #ring(): void {
    const left = this.#held ? this.#ms : this.#since + this.#ms - performance.now()
    this.#rang = left <= 0
    if (this.#rang) this.#silent()
    else this.#timer = this.#begin(Math.ceil(left))
  }

  #begin(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#ring(), ms)
  }
}
