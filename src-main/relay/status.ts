import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import type { Core } from './core.ts'

/** What `GET /status` answers: everything the window shows of relay, providers and keys; no secret, by type. */
export function statusOf({ parts, circuits, router }: Core, relay: RelayStatus, running: number): unknown {
  const now = parts.clock.now()
  const { upstreams, strategy, choice } = parts.config()
  return {
    at: new Date(now).toISOString(),
    relay,
    requests: { running, waiting: parts.pool.waiting() },
    strategy,
    choice,
    pool: parts.pool.getStats(),
    providers: upstreams.map((it) => ({
      id: it.id,
      type: it.provider.type,
      enabled: it.enabled,
      weight: it.weight,
      priority: it.priority,
      running: router.load.of(it.id),
      circuit: circuits.status(it.id, now),
      keys: parts.pool.count(it.id),
    })),
    keys: Object.values(parts.pool.views()).map(({ hint, ...key }) => ({ ...key, masked: masked(hint) })),
  }
}

const masked = (hint: string): string | null => (hint === '' ? null : `…${hint}`)
