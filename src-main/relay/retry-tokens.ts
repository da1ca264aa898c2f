const CAPACITY = 500
const RETRY = 14
const SUCCESS = 1

/**
 * A purse against retry storms, over all requests: each repeat of a perhaps-billed request takes from it, each
 * success gives back. With everything down it is soon empty, and then a failure costs one try, not three.
 * (The numbers are those of the AWS SDKs' retry quota.)
 */
export class RetryTokens {
  #left = CAPACITY

  /** Whether a request may be repeated; if so, it is paid for. */
  take(): boolean {
    if (this.#left < RETRY) return false
    this.#left -= RETRY
    return true
  }

  give(): void {
    this.#left = Math.min(CAPACITY, this.#left + SUCCESS)
  }
}
