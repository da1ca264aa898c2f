import type { Attempt } from '../../src-shared/domain/relay.ts'
import type { HeaderOf } from '../providers/provider.ts'
import type { Wire } from './wires.ts'
import { noWire } from './wires.ts'

/** Where providers and the clouds before them say which request of theirs it was. */
const IDS = ['request-id', 'x-request-id', 'x-amzn-requestid', 'apim-request-id']

/** What is to be remembered of one try beside what came of it. Times are pool-clock ms. */
export class Trail {
  readonly wire: Wire = noWire()
  readonly #startedAt: number
  #firstByteAt: number | null = null
  #upstreamId: string | undefined

  constructor(startedAt: number) {
    this.#startedAt = startedAt
  }

  /** The headers of the answer are there. */
  answered(header: HeaderOf, now: number): void {
    this.#firstByteAt = now
    this.#upstreamId = IDS.map(header).find((id) => id !== undefined && /^[\w.:-]{1,128}$/.test(id))
  }

  /** As of `now`. */
  facts(now: number): Pick<Attempt, 'timings' | 'upstreamId'> {
    const since = (at: number | null) => (at === null ? null : Math.max(0, at - this.#startedAt))
    return {
      timings: {
        connection: this.wire.connection,
        firstByteMs: since(this.#firstByteAt),
        totalMs: Math.max(0, now - this.#startedAt),
      },
      ...(this.#upstreamId !== undefined && { upstreamId: this.#upstreamId }),
    }
  }
}
