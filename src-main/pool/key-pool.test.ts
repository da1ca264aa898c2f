import { describe, expect, test } from 'vitest'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { FakeTime } from './fake-time.ts'
import { KeyPool } from './key-pool.ts'
import type { Ask, Lease } from './pool.ts'
import { askFor, dice, keyId, metaOf, PROVIDER } from './scene.ts'

const poolOf = (...keys: KeyMetadata[]) => {
  const time = new FakeTime()
  const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
  pool.reconcile(keys)
  return { pool, time, now: time.now() }
}

/** Lends one key, whichever others there are. */
function lend(pool: KeyPool, name: string, more: Partial<Ask> = {}): Lease {
  const exclude = new Set(Object.values(pool.views()).flatMap(({ id }) => (id === name ? [] : [id])))
  const acquired = pool.acquire(askFor({ exclude, ...more }))
  if (!acquired.ok) throw new Error(`${name}: ${JSON.stringify(acquired.passedOver)}`)
  return acquired.lease
}

const rpm = (limit: number, remaining: number) => ({ rpm: { limit, remaining, round: 0 } })

/** The key's organization says how many requests are left, for the answer of one of them. */
function teach(pool: KeyPool, name: string, domain: string, limit: number, remaining: number, more: Partial<Ask> = {}) {
  const lease = lend(pool, name, more)
  lease.observed({ domain, windows: rpm(limit, remaining) })
  lease.end('done')
}

const view = (pool: KeyPool, name: string) => {
  const found = pool.views()[keyId(name)]
  if (!found) throw new Error(`no key ${name}`)
  return found
}
const statusOf = (pool: KeyPool, name: string) => view(pool, name).status

describe('the status of a key', () => {
  test('is ready before anything is known, and disabled when the user says so', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b', { enabled: false }))
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    expect(statusOf(pool, 'b')).toEqual({ kind: 'disabled' })
    expect(view(pool, 'a').lanes).toEqual([])
  })

  test('is limited until one more request fits, and then ready without anything having happened', () => {
    const { pool, time, now } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 0)
    expect(statusOf(pool, 'a')).toEqual({ kind: 'limited', until: now + 1000 })
    expect(pool.nextChangeAt()).toBe(now + 1000)
    time.tick(1000)
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    expect(pool.nextChangeAt()).toBe(null)
  })

  test('is cooling while its organization rests; a later deadline wins, and an earlier one never shortens it', () => {
    const { pool, time, now } = poolOf(metaOf('a'))
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 30_000, reason: 'plan' })
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 10_000, reason: 'short' })
    expect(statusOf(pool, 'a')).toEqual({ kind: 'cooling', until: now + 30_000, reason: 'plan' })
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 60_000, reason: 'spend cap' })
    expect(statusOf(pool, 'a')).toEqual({ kind: 'cooling', until: now + 60_000, reason: 'spend cap' })
    time.tick(60_000)
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
  })

  test('is cooling with its only lane; with another beside it only the lane is', () => {
    const { pool, now } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 50)
    pool.markKeyExhausted(keyId('a'), { group: 'opus', until: now + 9000, reason: 'rate limit' })
    expect(statusOf(pool, 'a')).toEqual({ kind: 'cooling', until: now + 9000, reason: 'rate limit' })
    teach(pool, 'a', 'org', 60, 50, { group: 'haiku', model: 'haiku' })
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    const cooling = view(pool, 'a').lanes.map(({ group, coolingUntil }) => [group, coolingUntil])
    expect(Object.fromEntries(cooling)).toEqual({ opus: now + 9000, haiku: null })
  })

  test('is invalid from a refusal until the key is replaced or switched on again', () => {
    const { pool, now } = poolOf(metaOf('a'))
    pool.markKeyInvalid(keyId('a'), 'unknown key')
    expect(statusOf(pool, 'a')).toEqual({ kind: 'invalid', since: now, reason: 'unknown key' })
    pool.clearHolds(keyId('a'))
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
  })

  test('of a replaced key owes nothing to the one before it', () => {
    const { pool, now } = poolOf(metaOf('a'))
    const old = lend(pool, 'a')
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    pool.markModelMissing(keyId('a'), 'opus', now + 9000, 'no such model')
    pool.clearHolds(keyId('a'))
    old.observed({ domain: 'org_of_old', windows: rpm(60, 0) })
    old.end('done')
    expect(view(pool, 'a')).toMatchObject({ status: { kind: 'ready' }, lanes: [], organization: null, inFlight: 0 })
    expect(lend(pool, 'a').keyId).toBe('a')
  })
})

describe('a model group that one key may not use', () => {
  test('is served by others, while the key serves its other groups', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    pool.markModelMissing(keyId('a'), 'opus', now + 9000, 'no such model for this key')
    const acquired = pool.acquire(askFor())
    expect(acquired).toMatchObject({ ok: true, lease: { keyId: 'b' } })
    expect(acquired.passedOver).toMatchObject([{ label: 'a', until: now + 9000 }])
    expect(lend(pool, 'a', { group: 'haiku', model: 'haiku' }).keyId).toBe('a')
  })
})

describe('a refusal by the provider', () => {
  test('that names a limit lets the others of the lane be used: only what it names must come back first', () => {
    const { pool, time } = poolOf(metaOf('a'))
    const all = { ...rpm(60, 50), itpm: { limit: 60_000, remaining: 30_000, round: 500 } }
    const first = lend(pool, 'a')
    first.observed({ domain: 'org', windows: all })
    first.input({ input: 100, cacheWrite: 0, cacheRead: 0 })
    first.end('done')
    const large = lend(pool, 'a', { bytes: 30_000 })
    large.throttled({ dimension: 'itpm', until: time.now() + 20_000, reason: 'rate limit' })
    large.end('refused')
    const again = pool.acquire(askFor({ bytes: 30_000 }))
    expect(again).toMatchObject({ ok: false, retryAt: time.now() + 20_000 })
    time.tick(20_000)
    expect(pool.acquire(askFor({ bytes: 30_000 })).ok).toBe(true)
  })

  test('that names none rests the lane, and leaves the key its other models', () => {
    const { pool, now } = poolOf(metaOf('a'))
    const lease = lend(pool, 'a')
    lease.observed(null)
    lease.throttled({ dimension: null, until: now + 20_000, reason: 'rate limit' })
    lease.end('refused')
    expect(pool.acquire(askFor())).toMatchObject({ ok: false, retryAt: now + 20_000 })
    expect(lend(pool, 'a', { group: 'haiku', model: 'haiku' }).keyId).toBe('a')
  })

  test('costs nothing: what was lent for it comes back', () => {
    const { pool } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 50)
    const before = view(pool, 'a').lanes[0]?.windows.rpm?.free
    const lease = lend(pool, 'a')
    lease.observed({ domain: 'org', windows: rpm(60, 50) })
    lease.end('refused')
    expect(view(pool, 'a').lanes[0]?.windows.rpm?.free).toBe(before)
  })
})

describe('keys of one organization', () => {
  test('are known to share from the moment both have answered', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'))
    teach(pool, 'a', 'org_1', 60, 30)
    expect(view(pool, 'a')).toMatchObject({ organization: 'org_1', sharedWith: [] })
    teach(pool, 'b', 'org_1', 60, 29)
    teach(pool, 'c', 'org_2', 60, 60)
    expect(view(pool, 'a').sharedWith).toEqual(['b'])
    expect(view(pool, 'b').sharedWith).toEqual(['a'])
    expect(view(pool, 'c').sharedWith).toEqual([])
    expect(view(pool, 'a').lanes[0]?.windows).toEqual(view(pool, 'b').lanes[0]?.windows)
  })

  test('rest together when their organization does, and one key’s trouble stays its own', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org', 60, 30)
    teach(pool, 'b', 'org', 60, 29)
    pool.markKeyInvalid(keyId('a'), 'unknown key')
    expect(statusOf(pool, 'b').kind).toBe('ready')
    pool.markKeyExhausted(keyId('b'), { group: null, until: now + 9000, reason: 'credit is used up' })
    pool.clearHolds(keyId('a'))
    expect(statusOf(pool, 'b').kind).toBe('ready')
  })

  test('admit no more than one key would, though all were asked before it was known', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'))
    const leases = ['a', 'b', 'c'].map((name) => lend(pool, name))
    leases.forEach((lease, i) => {
      lease.observed({ domain: 'org', windows: rpm(10, 9 - i) })
      lease.end('done')
    })
    let served = 0
    while (pool.acquire(askFor()).ok) served++
    expect(served).toBeLessThanOrEqual(7)
    expect(served).toBeGreaterThanOrEqual(5)
  })

  test('part again when an answer names another organization', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org_1', 60, 30)
    teach(pool, 'b', 'org_1', 60, 29)
    const moving = lend(pool, 'b')
    moving.observed({ domain: 'org_2', windows: rpm(100, 90) })
    moving.end('done')
    expect(view(pool, 'a')).toMatchObject({ organization: 'org_1', sharedWith: [] })
    expect(view(pool, 'b')).toMatchObject({ organization: 'org_2', sharedWith: [] })
    expect(view(pool, 'b').lanes[0]?.windows.rpm?.limit).toBe(100)
    expect(view(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 60, reserved: 0 })
  })

  test('an answer that leaves the workspace out does not move the key', () => {
    const { pool } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org_1/workspace', 60, 30)
    teach(pool, 'a', 'org_1', 60, 29)
    expect(view(pool, 'a').organization).toBe('org_1/workspace')
  })
})

describe('the user’s ceiling', () => {
  test('holds before the provider has said anything, over all models together', () => {
    const { pool } = poolOf(metaOf('a', { ceilings: { rpm: 3 } }))
    expect(view(pool, 'a').lanes).toMatchObject([{ group: '*', windows: { rpm: { limit: 3, source: 'ceiling' } } }])
    lend(pool, 'a').end('done')
    lend(pool, 'a').end('done')
    lend(pool, 'a', { group: 'haiku', model: 'haiku' }).end('done')
    expect(pool.acquire(askFor()).ok).toBe(false)
    expect(statusOf(pool, 'a').kind).toBe('limited')
  })

  test('stays below a larger limit of the provider, and above a smaller one it does not bind', () => {
    const { pool } = poolOf(metaOf('a', { ceilings: { rpm: 30 } }), metaOf('b', { ceilings: { rpm: 30 } }))
    teach(pool, 'a', 'org_1', 60, 59)
    teach(pool, 'b', 'org_2', 10, 9)
    expect(view(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 30, source: 'ceiling' })
    expect(view(pool, 'b').lanes[0]?.windows.rpm).toMatchObject({ limit: 10, source: 'headers' })
  })

  test('is the key’s own where keys share an organization', () => {
    const { pool } = poolOf(metaOf('a', { ceilings: { rpm: 2 } }), metaOf('b'))
    teach(pool, 'a', 'org', 60, 59)
    teach(pool, 'b', 'org', 60, 58)
    const served = Array.from({ length: 10 }, () => {
      const acquired = pool.acquire(askFor({ selector: 'round_robin' }))
      return acquired.ok ? acquired.lease.keyId : null
    })
    expect(served.filter((key) => key === 'a')).toHaveLength(1)
    expect(served.filter((key) => key === 'b')).toHaveLength(9)
  })

  test('that is lowered cuts what is there, and one that is taken away no longer binds', () => {
    const { pool } = poolOf(metaOf('a', { ceilings: { rpm: 50 } }))
    teach(pool, 'a', 'org', 60, 59)
    pool.reconcile([metaOf('a', { ceilings: { rpm: 5 } })])
    expect(view(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 5, free: 5 })
    pool.reconcile([metaOf('a')])
    expect(view(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 60, source: 'headers' })
  })
})

describe('a reload', () => {
  test('keeps all that was learned of a key that stays, and of one that comes back', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org', 60, 30)
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    pool.markKeyInvalid(keyId('b'), 'unknown key')
    const before = view(pool, 'a').lanes
    pool.reconcile([metaOf('b', { label: 'renamed' }), metaOf('a')])
    expect(Object.keys(pool.views())).toEqual(['b', 'a'])
    expect(view(pool, 'a')).toMatchObject({ status: { kind: 'cooling', until: now + 9000 }, lanes: before })
    expect(view(pool, 'b')).toMatchObject({ label: 'renamed', status: { kind: 'invalid' } })
    pool.reconcile([metaOf('b')])
    expect(Object.keys(pool.views())).toEqual(['b'])
    pool.reconcile([metaOf('b'), metaOf('a')])
    expect(statusOf(pool, 'a')).toMatchObject({ kind: 'cooling', until: now + 9000 })
  })

  test('lets a request under way end on a key that is gone', () => {
    const { pool } = poolOf(metaOf('a'))
    const lease = lend(pool, 'a')
    pool.reconcile([])
    lease.observed({ domain: 'org', windows: rpm(60, 59) })
    lease.end('done')
    expect(pool.views()).toEqual({})
    pool.reconcile([metaOf('a')])
    expect(view(pool, 'a').inFlight).toBe(0)
  })
})

describe('views', () => {
  test('are the same objects until something changes, and then only those of the keys it touches', () => {
    const { pool, time } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org_1', 60, 30)
    teach(pool, 'b', 'org_2', 60, 30)
    const before = pool.views()
    time.tick(500)
    pool.reconcile([metaOf('a'), metaOf('b')])
    expect(pool.views()[keyId('a')]).toBe(before[keyId('a')])
    lend(pool, 'a')
    expect(view(pool, 'a')).not.toBe(before[keyId('a')])
    expect(view(pool, 'a')).toMatchObject({ inFlight: 1, lastUsedAt: time.now() })
    expect(view(pool, 'b')).toBe(before[keyId('b')])
  })

  test('change by themselves only where a status does', () => {
    const { pool, time } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org_1', 60, 0)
    teach(pool, 'b', 'org_2', 60, 30)
    const before = pool.views()
    time.tick(999)
    expect(pool.views()).toBe(before)
    time.tick(1)
    expect(view(pool, 'a')).not.toBe(before[keyId('a')])
    expect(view(pool, 'b')).toBe(before[keyId('b')])
  })

  test('name the most recently used model group first', () => {
    const { pool, time } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 30)
    time.tick(5)
    teach(pool, 'a', 'org', 60, 30, { group: 'haiku', model: 'haiku' })
    expect(view(pool, 'a').lanes.map(({ group }) => group)).toEqual(['haiku', 'opus'])
  })
})

describe('the pool in one line', () => {
  test('counts keys, and what is left of the tightest limit over those that can be used; shared limits once', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'), metaOf('d', { enabled: false }))
    expect(pool.getStats()).toEqual({ ready: 3, total: 4, headroom: null, tightest: null, nextAt: null })
    teach(pool, 'a', 'org_1', 100, 20)
    teach(pool, 'b', 'org_1', 100, 19)
    teach(pool, 'c', 'org_2', 300, 180)
    expect(pool.getStats()).toMatchObject({ ready: 3, total: 4, tightest: 'rpm' })
    expect(pool.getStats().headroom).toBeCloseTo(199 / 400, 2)
    expect(pool.getStats()).toBe(pool.getStats())
    for (const name of ['a', 'c'])
      pool.markKeyExhausted(keyId(name), { group: null, until: now + (name === 'a' ? 9000 : 5000), reason: 'plan' })
    expect(pool.getStats()).toEqual({ ready: 0, total: 4, headroom: null, tightest: null, nextAt: now + 5000 })
    expect(pool.count(PROVIDER)).toEqual({ total: 3, available: 0 })
  })

  test('tells listeners once for each change, until they no longer listen', () => {
    const { pool, now } = poolOf(metaOf('a'))
    let told = 0
    const leave = pool.subscribe(() => told++)
    const lease = lend(pool, 'a')
    lease.observed({ domain: 'org', windows: rpm(60, 30) })
    lease.end('done')
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    expect(told).toBe(4)
    lease.end('done')
    leave()
    pool.clearHolds(keyId('a'))
    expect(told).toBe(4)
  })
})

describe('what a request really took', () => {
  const windows = (pool: KeyPool) => view(pool, 'a').lanes[0]?.windows
  const limits = (itpm: number) => ({
    ...rpm(60, 50),
    itpm: { limit: 100_000, remaining: itpm, round: 500 },
    otpm: { limit: 50_000, remaining: 50_000, round: 500 },
  })
  const begun = () => {
    const { pool, time } = poolOf(metaOf('a', { ceilings: { itpm: 90_000 } }))
    const lease = lend(pool, 'a', { bytes: 26_000 })
    lease.observed({ domain: 'org', windows: limits(80_000) })
    return { pool, time, lease }
  }

  test('replaces the estimate; what is read from the cache costs nothing', () => {
    const { pool, lease } = begun()
    expect(windows(pool)?.itpm?.reserved).toBe(16_600)
    lease.input({ input: 3000, cacheWrite: 1000, cacheRead: 50_000 })
    expect(windows(pool)?.itpm).toMatchObject({ reserved: 0, free: 79_500 })
  })

  test('is charged as output is seen, and what was held for it goes with it', () => {
    const { pool, lease } = begun()
    lease.input({ input: 3000, cacheWrite: 0, cacheRead: 0 })
    expect(windows(pool)?.otpm).toMatchObject({ reserved: 600, free: 49_500 - 600 })
    lease.output(400)
    expect(windows(pool)?.otpm).toMatchObject({ reserved: 200, free: 49_500 - 600 })
    lease.output(400)
    lease.output(1000)
    expect(windows(pool)?.otpm).toMatchObject({ reserved: 0, free: 49_500 - 1000 })
    lease.end('aborted')
    expect(windows(pool)?.otpm).toMatchObject({ reserved: 0, free: 49_500 - 1000 })
  })

  test('is charged for a client that left, and given back for a request that never was sent', () => {
    const { pool, lease } = begun()
    lease.end('aborted')
    const before = windows(pool)?.itpm?.free ?? 0
    lend(pool, 'a', { bytes: 26_000 }).end('unsent')
    expect(windows(pool)?.itpm?.free).toBeCloseTo(before, 1)
    lend(pool, 'a', { bytes: 26_000 }).end('aborted')
    expect(windows(pool)?.itpm?.free).toBeCloseTo(before - 16_600, 1)
  })

  test('may grow when it is said again, and never shrinks', () => {
    const { pool, lease } = begun()
    lease.input({ input: 3000, cacheWrite: 0, cacheRead: 0 })
    lease.input({ input: 1000, cacheWrite: 0, cacheRead: 0 })
    expect(windows(pool)?.itpm?.free).toBe(79_500)
    lease.input({ input: 8000, cacheWrite: 0, cacheRead: 0 })
    expect(windows(pool)?.itpm?.free).toBe(74_500)
  })
})
