import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dimensions, freeAt } from '../../src-shared/domain/limits.ts'
import { lend, poolOf, statusOf, viewOf } from './testing/by-hand.ts'
import { askFor, keyId, metaOf } from './testing/scene.ts'

const limits = (rpm: number, itpm: number, otpm: number) => ({
  rpm: { limit: rpm, remaining: rpm - 1, round: 0 },
  itpm: { limit: itpm, remaining: itpm - 1, round: 0 },
  otpm: { limit: otpm, remaining: otpm - 1, round: 0 },
})

const keeping = (name: string, reserve: number) => metaOf(name, { care: { reserve } })

function taught(reserve: number, rpm: number, itpm: number, otpm: number) {
  const fixture = poolOf(keeping('a', reserve))
  const first = lend(fixture.pool, 'a')
  first.observed({ domain: 'org', windows: limits(rpm, itpm, otpm) })
  first.input({ input: 1, cacheWrite: 0, cacheRead: 0 })
  first.end('done')
  fixture.time.tick(60_000)
  return fixture
}

describe('a reserve', () => {
  it('is never lent, whatever is asked and whatever comes back', () => {
    const step = fc.record({
      bytes: fc.integer({ min: 0, max: 60_000 }),
      wait: fc.integer({ min: 0, max: 20_000 }),
      input: fc.integer({ min: 0, max: 10_000 }),
      ends: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 100, max: 50_000 }),
        fc.integer({ min: 100, max: 50_000 }),
        fc.array(step, { maxLength: 30 }),
        (percent, rpm, itpm, otpm, steps) => {
          const reserve = percent / 100
          const { pool, time } = taught(reserve, rpm, itpm, otpm)
          for (const { bytes, wait, input, ends } of steps) {
            time.tick(wait)
            const acquired = pool.acquire(askFor({ bytes }))
            if (!acquired.ok) continue
            const windows = viewOf(pool, 'a').lanes[0]?.windows ?? {}
            for (const dimension of dimensions) {
              const window = windows[dimension]
              if (!window) throw new Error(`no ${dimension}`)
              expect(freeAt(window, time.now())).toBeGreaterThanOrEqual(window.limit * reserve - 1)
            }
            acquired.lease.input({ input, cacheWrite: 0, cacheRead: 0 })
            if (ends) acquired.lease.end('done')
          }
        },
      ),
    )
  })

  it('says what is kept, and when there is more than that again', () => {
    const { pool, time } = taught(0.5, 10, 100_000, 100_000)
    for (let n = 0; n < 5; n++) lend(pool, 'a').end('done')
    const refused = pool.acquire(askFor())
    expect(refused.ok).toBe(false)
    expect(refused.passedOver[0]?.because).toMatch(/^what is left of requests is kept for you until /)
    if (refused.ok || refused.retryAt === null) throw new Error('no time')
    expect(statusOf(pool, 'a').kind).toBe('limited')
    time.tick(refused.retryAt - time.now())
    expect(pool.acquire(askFor()).ok).toBe(true)
  })

  it('turns away at once what would need some of it even at a full limit', () => {
    const { pool } = taught(0.5, 10, 1000, 100_000)
    const refused = pool.acquire(askFor({ bytes: 2000 }))
    expect(refused.passedOver[0]?.because).toMatch(/more than the 500 of input a minute that are lent/)
  })

  it('of one key leaves another key of the same organization to lend', () => {
    const { pool, time } = poolOf(keeping('a', 0.9), metaOf('b'))
    for (const name of ['a', 'b']) {
      const lease = lend(pool, name)
      lease.observed({ domain: 'org', windows: limits(10, 100_000, 100_000) })
      lease.end('done')
    }
    time.tick(60_000)
    lend(pool, 'a')
    expect(pool.acquire(askFor({ exclude: new Set([keyId('b')]) })).ok).toBe(false)
    expect(pool.acquire(askFor({ exclude: new Set([keyId('a')]) })).ok).toBe(true)
  })
})

describe('a pause', () => {
  it('takes the key out until it ends or is ended, and a clean slate does not end it', () => {
    const { pool, time, now } = poolOf(metaOf('a'))
    const pause = { until: now + 3_600_000, reason: 'paused by you', by: 'user' as const }
    pool.pauseKey(keyId('a'), pause)
    pool.clearHolds(keyId('a'))
    expect(statusOf(pool, 'a')).toEqual({ kind: 'paused', until: pause.until, by: 'user' })
    const refused = pool.acquire(askFor())
    expect(refused.ok).toBe(false)
    expect(refused.passedOver[0]?.because).toContain('paused by you')
    time.tick(3_600_000)
    expect(statusOf(pool, 'a').kind).toBe('ready')
    pool.pauseKey(keyId('a'), { ...pause, until: time.now() + 1 })
    pool.pauseKey(keyId('a'), null)
    expect(pool.acquire(askFor()).ok).toBe(true)
  })
})
