import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeAt, WINDOW_MS } from '../../src-shared/domain/limits.ts'
import type { PoolHint } from './hint.ts'
import { KeyPool } from './key-pool.ts'
import { lend } from './testing/by-hand.ts'
import { FakeTime } from './testing/fake-time.ts'
import { Oracle } from './testing/oracle.ts'
import { askFor, dice, keyId, metaOf } from './testing/scene.ts'

const LIMITS = { rpm: 60, itpm: 400_000, otpm: 80_000 }
const START = new FakeTime().now()

const poolAt = (start: number) => {
  const time = new FakeTime(start)
  const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
  pool.reconcile([metaOf('a'), metaOf('b')])
  return { pool, time }
}

/** A pool that has sent so many requests of so many tokens, as its provider saw them. */
function worked(requests: number, tokens: number) {
  const { pool, time } = poolAt(START)
  const oracle = new Oracle(LIMITS, START)
  for (let i = 0; i < requests; i++) {
    const acquired = pool.acquire(askFor({ bytes: tokens * 3, exclude: new Set([keyId('b')]) }))
    if (!acquired.ok) break
    oracle.process(tokens, time.now())
    acquired.lease.observed({ domain: 'org', windows: oracle.windows(time.now()) })
    acquired.lease.input({ input: tokens, cacheWrite: 0, cacheRead: 0 })
    oracle.produce(200, time.now())
    acquired.lease.output(200)
    acquired.lease.end('done')
  }
  return { pool, time, oracle, saved: JSON.parse(JSON.stringify(pool.save())) as unknown }
}

describe('a hint for the next start', () => {
  test('shows no more than the provider has, however long the pause, and even if the clock went back', () => {
    const age = fc.oneof(fc.integer({ min: -WINDOW_MS, max: 0 }), fc.integer({ min: 0, max: 2 * WINDOW_MS }))
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 20_000 }),
        age,
        (requests, tokens, age) => {
          const { oracle, saved } = worked(requests, tokens)
          const { pool } = poolAt(START + age)
          pool.load(saved)
          const [lane] = pool.views()[keyId('a')]?.lanes ?? []
          if (!lane) return
          for (const dimension of ['rpm', 'itpm', 'otpm'] as const) {
            const window = lane.windows[dimension]
            if (!window) throw new Error(`no ${dimension}`)
            const truth = oracle.level(dimension, START + Math.max(0, age))
            expect(freeAt(window, START + age)).toBeLessThanOrEqual(truth + LIMITS[dimension] * 1e-6)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  test('spares the first request its trial: limits, organization and ratio are known at once', () => {
    const { saved, pool: before } = worked(20, 1000)
    const { pool } = poolAt(START + 5000)
    pool.load(saved)
    expect(pool.views()[keyId('a')]).toMatchObject({ organization: 'org', status: { kind: 'ready' } })
    expect([pool.acquire(askFor()).ok, pool.acquire(askFor()).ok]).toEqual([true, true])
    const ratio = (pool: KeyPool) => Object.values(pool.save().models)[0]?.bytesPerToken
    expect(ratio(pool)).toBe(ratio(before))
  })

  test('says nothing of limits any more once it is older than a window', () => {
    const { saved } = worked(20, 1000)
    const { pool } = poolAt(START + WINDOW_MS + 1)
    pool.load(saved)
    expect(pool.views()[keyId('a')]).toMatchObject({ organization: 'org', lanes: [] })
  })

  test('keeps what rests for days', () => {
    const { pool: before } = worked(1, 1000)
    const until = START + 86_400_000
    before.markKeyExhausted(keyId('a'), { group: null, until, reason: 'spend cap' })
    const { pool } = poolAt(START + 3_600_000)
    pool.load(before.save())
    expect(pool.views()[keyId('a')]?.status).toEqual({ kind: 'cooling', until, reason: 'spend cap' })
  })

  test('does not overrule what is known already', () => {
    const { saved, pool } = worked(20, 1000)
    const before = pool.views()[keyId('a')]?.lanes
    pool.load(saved)
    expect(pool.views()[keyId('a')]?.lanes).toEqual(before)
  })

  test.each([null, 7, 'text', {}, { version: 2 }, { version: 1, savedAt: 'today' }])(
    'is left out if it is %j',
    (hint) => {
      const { pool } = poolAt(START)
      pool.load(hint)
      expect(pool.acquire(askFor()).ok).toBe(true)
    },
  )

  describe('of a session', () => {
    /** A session at home on one key, with a prompt of which so much is cached. */
    const atHome = () => {
      const { pool } = poolAt(START)
      const lease = lend(pool, 'b', { sessionId: 's', bytes: 30_000 })
      lease.observed({ domain: 'org_b', windows: new Oracle(LIMITS, START).windows(START) })
      lease.input({ input: 0, cacheWrite: 9000, cacheRead: 0 })
      lease.end('done')
      return JSON.parse(JSON.stringify(pool.save())) as PoolHint
    }
    const asked = (ms: number, hint: unknown) => {
      const { pool } = poolAt(START + ms)
      pool.load(hint)
      const acquired = pool.acquire(askFor({ sessionId: 's', bytes: 30_300 }))
      return acquired.ok ? [acquired.lease.keyId, acquired.why] : [acquired.reason]
    }

    test('knows its home as long as its prompt cache can live there, and not longer', () => {
      expect(asked(20_000, atHome())).toEqual(['b', 'the session stays where its prompt cache is'])
      expect(asked(299_000, atHome())).toEqual(['b', 'the session stays where its prompt cache is'])
      expect(asked(300_000, atHome())[1]).not.toContain('stays')
      expect(asked(-5000, atHome())[1]).not.toContain('stays')
    })

    test('tells where it was served and nothing else, and of no more than the last 256', () => {
      expect(Object.keys(atHome().sessions[0]?.visits[0] ?? {}).sort()).toEqual([
        'at',
        'bytes',
        'group',
        'keyId',
        'prefix',
      ])
      const { pool, time } = poolAt(START)
      for (let i = 0; i < 300; i++) {
        const acquired = pool.acquire(askFor({ sessionId: `s${i}` }))
        if (acquired.ok) acquired.lease.end('done')
        time.tick(1)
      }
      expect(pool.save().sessions.map(({ id }) => id)).toEqual(Array.from({ length: 256 }, (_, i) => `s${i + 44}`))
    })

    test('is taken from an older hint that has none', () => {
      const { sessions: _, ...older } = atHome()
      expect(asked(20_000, older)[0]).toBeDefined()
    })
  })
})
