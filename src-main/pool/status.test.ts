import { describe, expect, test } from 'vitest'
import { lend, poolOf, rpm, statusOf, teach, viewOf } from './testing/by-hand.ts'
import { askFor, keyId, metaOf, PROVIDER } from './testing/scene.ts'

describe('the status of a key', () => {
  test('is ready before anything is known, and disabled when the user says so', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b', { enabled: false }))
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    expect(statusOf(pool, 'b')).toEqual({ kind: 'disabled' })
    expect(viewOf(pool, 'a').lanes).toEqual([])
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
    const cooling = viewOf(pool, 'a').lanes.map(({ group, coolingUntil }) => [group, coolingUntil])
    expect(Object.fromEntries(cooling)).toEqual({ opus: now + 9000, haiku: null })
  })

  test('is ready while a refusal closed a limit of one group, and that group tells until when', () => {
    const { pool, now, time } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 50)
    teach(pool, 'a', 'org', 60, 50, { group: 'haiku', model: 'haiku' })
    const lease = lend(pool, 'a')
    lease.throttled({ dimension: 'rpm', until: now + 48_000, reason: 'rate limit' })
    lease.end('refused')
    const shown = () => viewOf(pool, 'a').lanes.map(({ group, coolingUntil }) => [group, coolingUntil])
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    expect(Object.fromEntries(shown())).toEqual({ opus: now + 48_000, haiku: null })
    expect(pool.nextChangeAt()).toBe(now + 48_000)
    time.tick(48_000)
    expect(Object.fromEntries(shown())).toEqual({ opus: null, haiku: null })
  })

  test('is invalid from a refusal until the key is replaced or switched on again', () => {
    const { pool, now } = poolOf(metaOf('a'))
    pool.markKeyInvalid(keyId('a'), 'unknown key')
    expect(statusOf(pool, 'a')).toEqual({ kind: 'invalid', since: now, reason: 'unknown key' })
    pool.clearHolds(keyId('a'))
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
  })

  test('is what its limits say once its holds are cleared: what was learned of them stays', () => {
    const { pool, now } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 30)
    const before = viewOf(pool, 'a')
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    pool.markKeyExhausted(keyId('a'), { group: 'opus', until: now + 9000, reason: 'plan' })
    pool.restKey(keyId('a'), 'opus', now + 9000, 'failing')
    pool.clearHolds(keyId('a'))
    expect(viewOf(pool, 'a')).toEqual(before)
  })

  test('is open in seconds once cleared, where a provider had closed a limit for an hour', () => {
    const { pool, now, time } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 30)
    const lease = lend(pool, 'a')
    lease.throttled({ dimension: 'rpm', until: now + 3_600_000, reason: 'rate limit' })
    lease.end('refused')
    expect(statusOf(pool, 'a')).toMatchObject({ kind: 'limited', until: now + 3_600_000 })
    pool.clearHolds(keyId('a'))
    time.tick(1000)
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    expect(viewOf(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 60, free: 1 })
  })

  test('of a replaced key owes nothing to the one before it', () => {
    const { pool, now } = poolOf(metaOf('a'))
    const old = lend(pool, 'a')
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    pool.restKey(keyId('a'), 'opus', now + 9000, 'failing')
    pool.markModelMissing(keyId('a'), 'opus', now + 9000, 'no such model')
    pool.startAnew(keyId('a'))
    old.observed({ domain: 'org_of_old', windows: rpm(60, 0) })
    old.end('done')
    expect(viewOf(pool, 'a')).toMatchObject({ status: { kind: 'ready' }, lanes: [], organization: null, inFlight: 0 })
    expect(lend(pool, 'a').keyId).toBe('a')
  })
})

describe('what was learned', () => {
  test('is forgotten of all keys, while requests under way end as ever and a refused key stays refused', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    const old = lend(pool, 'a')
    old.observed({ domain: 'org', windows: rpm(60, 10) })
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    pool.markKeyInvalid(keyId('b'), 'no such key')
    pool.forgetLearned()
    old.end('done')
    expect(viewOf(pool, 'a')).toMatchObject({ status: { kind: 'ready' }, lanes: [], organization: null, inFlight: 0 })
    expect(statusOf(pool, 'b')).toMatchObject({ kind: 'invalid' })
    expect(pool.save()).toMatchObject({ domains: {}, holds: {}, lanes: [], models: {}, sessions: [] })
    expect(lend(pool, 'a').keyId).toBe('a')
  })
})

describe('a model that is not there for one key', () => {
  test('is missing by its exact name: the key, its status and its group’s other models are as before', () => {
    const { pool, now, time } = poolOf(metaOf('a'))
    lend(pool, 'a').end('done')
    pool.markModelMissing(keyId('a'), 'opus-99', now + 9000, 'no such model')
    const ask = askFor({ model: 'opus-99' })
    const passedOver = [{ label: 'a', because: 'no such model', until: now + 9000 }]
    expect(pool.acquire(ask)).toMatchObject({ ok: false, reason: 'no_model', retryAt: null, passedOver })
    expect(pool.getEarliestResetTime(ask)).toBe(null)
    expect(statusOf(pool, 'a')).toEqual({ kind: 'ready' })
    expect(pool.count(PROVIDER)).toEqual({ total: 1, available: 1 })
    expect(lend(pool, 'a').keyId).toBe('a')
    time.tick(9000)
    expect(pool.acquire(ask).ok).toBe(true)
  })

  test('is served by another', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    pool.markModelMissing(keyId('a'), 'opus', now + 9000, 'no such model')
    expect(lend(pool, 'b').keyId).toBe('b')
  })

  test('is one of few that are remembered', () => {
    const { pool, now } = poolOf(metaOf('a'))
    for (let i = 0; i < 65; i++) pool.markModelMissing(keyId('a'), `m${i}`, now + 9000, 'no such model')
    expect(pool.acquire(askFor({ model: 'm0' })).ok).toBe(true)
    expect(pool.acquire(askFor({ model: 'm64' })).ok).toBe(false)
  })
})

describe('a model group for which one key rests', () => {
  test('is served by others, while the key serves its other groups', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    pool.restKey(keyId('a'), 'opus', now + 9000, 'failing')
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
    const before = viewOf(pool, 'a').lanes[0]?.windows.rpm?.free
    const lease = lend(pool, 'a')
    lease.observed({ domain: 'org', windows: rpm(60, 50) })
    lease.end('refused')
    expect(viewOf(pool, 'a').lanes[0]?.windows.rpm?.free).toBe(before)
  })
})

describe('a reload', () => {
  test('keeps all that was learned of a key that stays, and of one that comes back', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org', 60, 30)
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 9000, reason: 'plan' })
    pool.markKeyInvalid(keyId('b'), 'unknown key')
    const before = viewOf(pool, 'a').lanes
    pool.reconcile([metaOf('b', { label: 'renamed' }), metaOf('a')])
    expect(Object.keys(pool.views())).toEqual(['b', 'a'])
    expect(viewOf(pool, 'a')).toMatchObject({ status: { kind: 'cooling', until: now + 9000 }, lanes: before })
    expect(viewOf(pool, 'b')).toMatchObject({ label: 'renamed', status: { kind: 'invalid' } })
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
    expect(viewOf(pool, 'a').inFlight).toBe(0)
  })
})
