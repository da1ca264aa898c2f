import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dimensions } from '../../src-shared/domain/limits.ts'
import type { Ask } from './pool.ts'
import { askFor, keyId, PROVIDER, Scene } from './testing/scene.ts'

const LIMITS = { rpm: 40, itpm: 60_000, otpm: 30_000 }
const ORGS = { a: 'org_a', b: 'org_b' }

/** Keys whose limits are known, with `left` of one limit still there (0 to 1) and the others full. */
function short(dimension: (typeof dimensions)[number], left: readonly number[]) {
  const scene = new Scene(ORGS, LIMITS)
  Object.keys(ORGS).forEach((name, i) => {
    const oracle = scene.oracleOf(keyId(name))
    const exclude = new Set(
      Object.keys(ORGS)
        .filter((other) => other !== name)
        .map(keyId),
    )
    const acquired = scene.pool.acquire(askFor({ exclude }))
    if (!acquired.ok) throw new Error(acquired.reason)
    const now = scene.time.now()
    oracle.spend(dimension, (1 - (left[i] ?? 0)) * LIMITS[dimension], now)
    oracle.process(0, now)
    acquired.lease.observed({ domain: scene.orgOf(keyId(name)), windows: oracle.windows(now) })
    acquired.lease.input({ input: 0, cacheWrite: 0, cacheRead: 0 })
    acquired.lease.end('done')
  })
  return scene
}

describe('a caller that is told to come back', () => {
  test('is served by pool and provider at that time, and would not have been a second before', () => {
    const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
    const bytes = fc.integer({ min: 1, max: 80_000 })
    fc.assert(
      fc.property(fc.constantFrom(...dimensions), fc.tuple(share, share), bytes, (dimension, left, bytes) => {
        const scene = short(dimension, left)
        const { pool, time } = scene
        const ask: Ask = askFor({ bytes })
        const now = time.now()
        const refused = pool.acquire(ask)
        if (refused.ok || refused.retryAt === null) return
        refused.promise()
        expect(pool.getEarliestResetTime(ask)).toBeGreaterThanOrEqual(refused.retryAt)
        const seconds = Math.ceil((refused.retryAt - now) / 1000)
        if (seconds > 1) {
          time.tick((seconds - 1) * 1000)
          expect(pool.acquire(ask).ok).toBe(false)
          time.tick(1000)
        } else time.tick(1000)
        const acquired = pool.acquire(ask)
        if (!acquired.ok) throw new Error(`early: ${seconds} s`)
        const answer = scene.oracleOf(acquired.lease.keyId).process(Math.floor(bytes / 3.2), time.now())
        expect(answer.short).toBe(null)
      }),
      { numRuns: 300 },
    )
  })

  test('hears of others who were told before: each gets a time of its own', () => {
    const { pool, time } = short('rpm', [0, 0])
    const told: number[] = []
    for (let i = 0; i < 6; i++) {
      const refused = pool.acquire(askFor({ sessionId: `s${i}` }))
      if (refused.ok || refused.retryAt === null) throw new Error('served')
      refused.promise()
      told.push(refused.retryAt - time.now())
    }
    expect(told).toEqual([1500, 1500, 3000, 3000, 4500, 4500])
  })

  test('is never told more than it takes all windows to be full again, however many were told before', () => {
    const { pool, time } = short('rpm', [0, 0])
    const told: number[] = []
    for (let i = 0; i < 200; i++) {
      const refused = pool.acquire(askFor({ sessionId: `s${i}` }))
      if (refused.ok || refused.retryAt === null) throw new Error('served')
      refused.promise()
      told.push(refused.retryAt - time.now())
    }
    expect(told).toEqual([...told].sort((a, b) => a - b))
    expect(told.slice(78, 81)).toEqual([60_000, 60_000, 60_000])
    expect(told.at(-1)).toBe(60_000)
  })

  test('keeps nobody waiting for it who can be served now', () => {
    const { pool, time } = short('rpm', [0, 0])
    const refused = pool.acquire(askFor({ sessionId: 's' }))
    if (refused.ok) throw new Error('served')
    refused.promise()
    time.tick(1500)
    expect(pool.acquire(askFor()).ok).toBe(true)
  })

  test('is forgotten soon, if it was never told or never comes', () => {
    const { pool, time } = short('rpm', [0, 0])
    const first = pool.acquire(askFor())
    const second = pool.acquire(askFor())
    if (first.ok || second.ok) throw new Error('served')
    first.promise()
    const behind = () => (pool.getEarliestResetTime(askFor()) ?? 0) - time.now()
    expect(behind()).toBe(3000)
    time.tick(251)
    expect(behind()).toBe(1500 - 251)
    time.tick(3500)
    expect(behind()).toBe(0)
  })
})

describe('getEarliestResetTime', () => {
  test('is the soonest of all keys, over their limits and whatever they rest for', () => {
    const { pool, time } = short('rpm', [0, 0])
    const now = time.now()
    expect(pool.getEarliestResetTime(askFor())).toBe(now + 1500)
    pool.markKeyExhausted(keyId('a'), { group: null, until: now + 50_000, reason: 'spend cap' })
    pool.markKeyExhausted(keyId('b'), { group: 'opus', until: now + 40_000, reason: 'plan' })
    expect(pool.getEarliestResetTime(askFor())).toBe(now + 40_000)
  })

  test('is now where a key is free, and nothing where none ever will be', () => {
    const { pool, time } = short('rpm', [1, 1])
    expect(pool.getEarliestResetTime(askFor())).toBe(time.now())
    for (const name of ['a', 'b']) pool.markKeyInvalid(keyId(name), 'unknown key')
    expect(pool.getEarliestResetTime(askFor())).toBe(null)
    expect(pool.count(PROVIDER)).toEqual({ total: 2, available: 0 })
  })
})
