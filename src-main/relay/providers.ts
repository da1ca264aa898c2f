import type { Core } from './core.ts'

/**
 * What `GET /v1/providers` answers, in the user's order. Of an address only its origin: paths and ports of a
 * company's gateway may tell more than a client needs.
 */
export function listProviders({ parts, circuits }: Core): unknown {
  const now = parts.clock.now()
  const data = parts.config().upstreams.map(({ id, provider, enabled, baseUrl, models }) => ({
    id,
    type: provider.type,
    display_name: provider.name,
    enabled,
    origin: new URL(baseUrl).origin,
    needs_key: provider.needsKey,
    keys: parts.pool.count(id),
    circuit: circuits.status(id, now),
    models: models.map((model) => model.id),
  }))
  return { data }
}
