import type { Clock, Log } from '../ports.ts'

const QUIET_MS = 60_000

/** One line in the log for the first refusal of a kind, then at most one a minute with their number. */
export class Audit {
  readonly #parts: { readonly clock: Clock; readonly log: Log }
  readonly #seen = new Map<number, { at: number; unsaid: number }>()

  constructor(parts: { readonly clock: Clock; readonly log: Log }) {
    this.#parts = parts
  }

  refused(status: number, message: string): void {
    const now = this.#parts.clock.now()
    const had = this.#seen.get(status)
    if (had && now - had.at < QUIET_MS) {
      had.unsaid += 1
      return
    }
    this.#seen.set(status, { at: now, unsaid: 0 })
    this.#parts.log.warn({ status, said: message, times: 1 + (had?.unsaid ?? 0) }, 'refused at the door')
  }
}
