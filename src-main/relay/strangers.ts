import { text } from '../../src-shared/text/text.ts'
import type { RelayParts } from './parts.ts'

/** Refused tokens within a minute that are more than one client with an old environment trying twice. */
const MANY = 5
const WITHIN_MS = 60_000
/** Told at most this often, in ms. */
const SILENCE_MS = 3_600_000

/** Tells the user when somebody keeps coming with a client token that opens nothing. */
export class Strangers {
  readonly #parts: Pick<RelayParts, 'clock' | 'notice'>
  #came: number[] = []
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(parts: Pick<RelayParts, 'clock' | 'notice'>) {
    this.#parts = parts
  }

  came(): void {
    const now = this.#parts.clock.now()
    this.#came = [...this.#came.filter((at) => now - at < WITHIN_MS), now].slice(-MANY)
    if (this.#came.length < MANY || now - this.#toldAt < SILENCE_MS) return
    this.#toldAt = now
    this.#parts.notice({
      kind: 'wrong_tokens',
      tone: 'warn',
      text: text.notices.wrongTokens(MANY),
      about: { page: 'settings' },
    })
  }
}
