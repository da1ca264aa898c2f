import { describe, expect, test } from 'vitest'
import { lend, poolOf, rpm, statusOf, teach, viewOf } from './testing/by-hand.ts'
import { askFor, keyId, metaOf } from './testing/scene.ts'

describe('keys of one organization', () => {
  test('are known to share from the moment both have answered', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'))
    teach(pool, 'a', 'org_1', 60, 30)
    expect(viewOf(pool, 'a')).toMatchObject({ organization: 'org_1', sharedWith: [] })
    teach(pool, 'b', 'org_1', 60, 29)
    teach(pool, 'c', 'org_2', 60, 60)
    expect(viewOf(pool, 'a').sharedWith).toEqual(['b'])
    expect(viewOf(pool, 'b').sharedWith).toEqual(['a'])
    expect(viewOf(pool, 'c').sharedWith).toEqual([])
    expect(viewOf(pool, 'a').lanes[0]?.windows).toEqual(viewOf(pool, 'b').lanes[0]?.windows)
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
    expect(viewOf(pool, 'a')).toMatchObject({ organization: 'org_1', sharedWith: [] })
    expect(viewOf(pool, 'b')).toMatchObject({ organization: 'org_2', sharedWith: [] })
    expect(viewOf(pool, 'b').lanes[0]?.windows.rpm?.limit).toBe(100)
    expect(viewOf(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 60, reserved: 0 })
  })

  test('an answer that leaves the workspace out does not move the key', () => {
    const { pool } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org_1/workspace', 60, 30)
    teach(pool, 'a', 'org_1', 60, 29)
    expect(viewOf(pool, 'a').organization).toBe('org_1/workspace')
  })
})

describe('the user’s ceiling', () => {
  test('holds before the provider has said anything, over all models together', () => {
    const { pool } = poolOf(metaOf('a', { ceilings: { rpm: 3 } }))
    expect(viewOf(pool, 'a').lanes).toMatchObject([{ group: '*', windows: { rpm: { limit: 3, source: 'ceiling' } } }])
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
    expect(viewOf(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 30, source: 'ceiling' })
    expect(viewOf(pool, 'b').lanes[0]?.windows.rpm).toMatchObject({ limit: 10, source: 'headers' })
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
    expect(viewOf(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 5, free: 5 })
    pool.reconcile([metaOf('a')])
    expect(viewOf(pool, 'a').lanes[0]?.windows.rpm).toMatchObject({ limit: 60, source: 'headers' })
  })
})
