import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Circuits } from '../circuit/circuits.ts'
import { calledAt } from './called.ts'
import type { Reached, RelayParts, Upstream } from './parts.ts'
import { type Upstreams, unreachable } from './upstream.ts'

/** An answer to nothing in particular comes at once or not at all. */
const PATIENCE_MS = 5_000

/** How often it is seen whether the user wants checks after all. */
const OFF_MS = 1_000

interface Parts {
  readonly relay: Pick<RelayParts, 'clock' | 'config' | 'log'>
  readonly circuits: Circuits
  readonly upstreams: Upstreams
}

/**
 * Asks the servers of providers that are left alone whether they can be reached, so that they come back without
 * a request of the user's having to find out. No key is sent and nothing is spent. With every circuit closed no
 * timer runs.
 */
export class HealthChecks {
  readonly #parts: Parts
  #timer: NodeJS.Timeout | undefined
  #stop = new AbortController()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** A circuit has changed. */
  look(): void {
    if (this.#timer || this.#resting().length === 0) return
    const timer = setTimeout(() => {
      void this.#round().then(() => {
        if (this.#timer !== timer) return
        this.#timer = undefined
        this.look()
      })
    }, this.#parts.relay.config().healthMs ?? OFF_MS)
    timer.unref()
    this.#timer = timer
  }

  async #round(): Promise<void> {
    if (this.#parts.relay.config().healthMs !== null) await Promise.all(this.#resting().map((it) => this.#check(it)))
  }

  /** At once, whatever its circuit says. */
  async now(id: ProviderId): Promise<Reached> {
    const { config, clock } = this.#parts.relay
    const upstream = config().upstreams.find((it) => it.id === id)
    this.#parts.circuits.tell(id, { type: 'retry', at: clock.now() })
    return upstream ? this.#check(upstream) : { ok: false, cause: 'refused' }
  }

  /** Until a circuit changes again. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#stop.abort()
    this.#stop = new AbortController()
  }

  #resting(): readonly Upstream[] {
    const { circuits, relay } = this.#parts
    return relay.config().upstreams.filter((it) => it.enabled && circuits.isWaiting(it.id))
  }

  async #check(way: Upstream): Promise<Reached> {
    const { id, baseUrl } = way
    const { circuits, upstreams, relay } = this.#parts
    const { signal: stopped } = this.#stop
    try {
      const status = await upstreams.reach(baseUrl, AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), stopped]))
      relay.log.debug({ provider: id, status }, 'reached a provider that is left alone')
      // A gateway answers 502 for a server that is gone; that is neither well nor news.
      if (status < 500) circuits.tell(id, { type: 'reached', at: relay.clock.now() })
      return { ok: true, status }
    } catch (error) {
      const { cause, said: reason } = unreachable(error, calledAt(way))
      if (!stopped.aborted) circuits.tell(id, { type: 'missed', at: relay.clock.now(), reason })
      return { ok: false, cause }
    }
  }
}
