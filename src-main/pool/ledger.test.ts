import { describe, expect, test } from 'vitest'
import type { KeyPool } from './key-pool.ts'
import { lend, poolOf, rpm, viewOf } from './testing/by-hand.ts'
import { metaOf } from './testing/scene.ts'

describe('what a request really took', () => {
  const windows = (pool: KeyPool) => viewOf(pool, 'a').lanes[0]?.windows
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
