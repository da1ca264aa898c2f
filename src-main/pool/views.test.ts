import { describe, expect, test } from 'vitest'
import { lend, poolOf, rpm, teach, viewOf } from './testing/by-hand.ts'
import { keyId, metaOf, PROVIDER } from './testing/scene.ts'

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
    expect(viewOf(pool, 'a')).not.toBe(before[keyId('a')])
    expect(viewOf(pool, 'a')).toMatchObject({ inFlight: 1, lastUsedAt: time.now() })
    expect(viewOf(pool, 'b')).toBe(before[keyId('b')])
  })

  test('change by themselves only where a status does', () => {
    const { pool, time } = poolOf(metaOf('a'), metaOf('b'))
    teach(pool, 'a', 'org_1', 60, 0)
    teach(pool, 'b', 'org_2', 60, 30)
    const before = pool.views()
    time.tick(999)
    expect(pool.views()).toBe(before)
    time.tick(1)
    expect(viewOf(pool, 'a')).not.toBe(before[keyId('a')])
    expect(viewOf(pool, 'b')).toBe(before[keyId('b')])
  })

  test('tell the pace at which a limit is used, and what a request usually takes', () => {
    const { pool, time } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 59)
    expect(viewOf(pool, 'a').lanes[0]).not.toHaveProperty('usual')
    for (let n = 0; n < 240; n++) {
      lend(pool, 'a').end('done')
      viewOf(pool, 'a')
      time.tick(1000)
    }
    const [lane] = viewOf(pool, 'a').lanes
    expect(lane?.windows.rpm?.burn).toBeCloseTo(1, 1)
    expect(lane?.usual?.rpm).toBe(1)
  })

  test('name the most recently used model group first', () => {
    const { pool, time } = poolOf(metaOf('a'))
    teach(pool, 'a', 'org', 60, 30)
    time.tick(5)
    teach(pool, 'a', 'org', 60, 30, { group: 'haiku', model: 'haiku' })
    expect(viewOf(pool, 'a').lanes.map(({ group }) => group)).toEqual(['haiku', 'opus'])
  })
})

describe('the pool in one line', () => {
  test('counts keys, and what is left of the tightest limit over those that can be used; shared limits once', () => {
    const { pool, now } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'), metaOf('d', { enabled: false }))
    expect(pool.getStats()).toEqual({ ready: 3, total: 4, headroom: null, tightest: null, nextAt: null, moves: 0 })
    teach(pool, 'a', 'org_1', 100, 20)
    teach(pool, 'b', 'org_1', 100, 19)
    teach(pool, 'c', 'org_2', 300, 180)
    expect(pool.getStats()).toMatchObject({ ready: 3, total: 4, tightest: 'rpm' })
    expect(pool.getStats().headroom).toBeCloseTo(199 / 400, 2)
    expect(pool.getStats()).toBe(pool.getStats())
    for (const name of ['a', 'c'])
      pool.markKeyExhausted(keyId(name), { group: null, until: now + (name === 'a' ? 9000 : 5000), reason: 'plan' })
    expect(pool.getStats()).toEqual({
      ready: 0,
      total: 4,
      headroom: null,
      tightest: null,
      nextAt: now + 5000,
      moves: 0,
    })
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
