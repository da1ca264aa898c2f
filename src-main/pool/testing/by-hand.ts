import type { KeyMetadata } from '../../../src-shared/domain/key.ts'
import { KeyPool } from '../key-pool.ts'
import type { Ask, Lease } from '../pool.ts'
import { FakeTime } from './fake-time.ts'
import { askFor, dice, keyId } from './scene.ts'

/** A pool of these keys, which nothing moves but the test. */
export const poolOf = (...keys: KeyMetadata[]) => {
  const time = new FakeTime()
  const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
  pool.reconcile(keys)
  return { pool, time, now: time.now() }
}

/** Lends one key, whichever others there are. */
export function lend(pool: KeyPool, name: string, more: Partial<Ask> = {}): Lease {
  const exclude = new Set(Object.values(pool.views()).flatMap(({ id }) => (id === name ? [] : [id])))
  const acquired = pool.acquire(askFor({ exclude, ...more }))
  if (!acquired.ok) throw new Error(`${name}: ${JSON.stringify(acquired.passedOver)}`)
  return acquired.lease
}

/** What headers say of requests. */
export const rpm = (limit: number, remaining: number) => ({ rpm: { limit, remaining, round: 0 } })

/** The key's organization says how many requests are left, for the answer of one of them. */
export function teach(
  pool: KeyPool,
  name: string,
  domain: string,
  limit: number,
  remaining: number,
  more: Partial<Ask> = {},
) {
  const lease = lend(pool, name, more)
  lease.observed({ domain, windows: rpm(limit, remaining) })
  lease.end('done')
}

export const viewOf = (pool: KeyPool, name: string) => {
  const found = pool.views()[keyId(name)]
  if (!found) throw new Error(`no key ${name}`)
  return found
}
export const statusOf = (pool: KeyPool, name: string) => viewOf(pool, name).status
