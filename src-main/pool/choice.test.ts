import { describe, expect, test } from 'vitest'
import type { KeySelectorName } from '../../src-shared/config/schema.ts'
import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { KeyPool } from './key-pool.ts'
import type { Acquired, Ask } from './pool.ts'
import { FakeTime } from './testing/fake-time.ts'
import { askFor, dice, keyId, metaOf } from './testing/scene.ts'

const poolOf = (...keys: KeyMetadata[]) => {
  const time = new FakeTime()
  const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
  pool.reconcile(keys)
  return { pool, time }
}

/** A provider that never says anything of limits has answered once on this key. */
function answeredOn(pool: KeyPool, name: string, others: string[]) {
  const acquired = pool.acquire(askFor({ exclude: new Set(others.map(keyId)) }))
  if (!acquired.ok) throw new Error(acquired.reason)
  expect(acquired.lease.keyId).toBe(name)
  acquired.lease.observed(null)
  acquired.lease.input({ input: 10, cacheWrite: 0, cacheRead: 0 })
  acquired.lease.end('done')
}

const chosen = (acquired: Acquired) => (acquired.ok ? (acquired.lease.keyId as string) : acquired.reason)
const pick = (pool: KeyPool, more: Partial<Ask> = {}) => chosen(pool.acquire(askFor(more)))
const ended = (pool: KeyPool, more: Partial<Ask> = {}) => {
  const acquired = pool.acquire(askFor(more))
  if (acquired.ok) acquired.lease.end('done')
  return chosen(acquired)
}

/** Answers with limits, of which only `left` requests are left. */
function limitsOn(pool: KeyPool, name: string, others: string[], left: number) {
  const acquired = pool.acquire(askFor({ exclude: new Set(others.map(keyId)) }))
  if (!acquired.ok) throw new Error(acquired.reason)
  acquired.lease.observed({ domain: `org_${name}`, windows: { rpm: { limit: 100, remaining: left, round: 0 } } })
  acquired.lease.end('done')
}

describe('least_loaded', () => {
  test('takes the key with the largest share of its tightest limit left', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'))
    limitsOn(pool, 'a', ['b', 'c'], 20)
    limitsOn(pool, 'b', ['a', 'c'], 80)
    limitsOn(pool, 'c', ['a', 'b'], 50)
    const acquired = pool.acquire(askFor())
    expect(chosen(acquired)).toBe('b')
    expect(acquired.ok && acquired.why).toBe('most room: 80% left')
  })

  test('sees what is lent but not yet answered: requests in one instant spread', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'))
    limitsOn(pool, 'a', ['b'], 50)
    limitsOn(pool, 'b', ['a'], 50)
    const picks = [pick(pool), pick(pool), pick(pool), pick(pool)]
    expect(picks.filter((key) => key === 'a')).toHaveLength(2)
  })

  test('before a provider that never speaks of limits, counts requests under way, then the least recently used', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'), metaOf('c'))
    answeredOn(pool, 'a', ['b', 'c'])
    answeredOn(pool, 'b', ['a', 'c'])
    answeredOn(pool, 'c', ['a', 'b'])
    expect([pick(pool), pick(pool), pick(pool)]).toEqual(['a', 'b', 'c'])
    expect([ended(pool), ended(pool), ended(pool), ended(pool)]).toEqual(['a', 'b', 'c', 'a'])
  })

  test('a key that was turned away does not win again and again', () => {
    const { pool } = poolOf(metaOf('a'), metaOf('b'))
    const first = pool.acquire(askFor())
    if (!first.ok) throw new Error(first.reason)
    pool.markKeyInvalid(first.lease.keyId, 'unknown key')
    first.lease.end('refused')
    answeredOn(pool, 'b', [])
    expect([ended(pool), ended(pool), ended(pool)]).toEqual(['b', 'b', 'b'])
  })
})

describe('the other selectors', () => {
  const answering = () => {
    const { pool } = poolOf(metaOf('a', { weight: 1 }), metaOf('b', { weight: 3 }), metaOf('c', { weight: 6 }))
    answeredOn(pool, 'a', ['b', 'c'])
    answeredOn(pool, 'b', ['a', 'c'])
    answeredOn(pool, 'c', ['a', 'b'])
    return pool
  }
  const counts = (selector: KeySelectorName) => {
    const pool = answering()
    const count: Record<string, number> = {}
    for (let i = 0; i < 1000; i++) {
      const key = ended(pool, { selector })
      count[key] = (count[key] ?? 0) + 1
    }
    return count
  }

  test('round_robin takes each in turn', () => {
    const pool = answering()
    const selector = 'round_robin'
    const turns = Array.from({ length: 6 }, () => ended(pool, { selector }))
    expect(turns).toEqual(['a', 'b', 'c', 'a', 'b', 'c'])
  })

  test('random takes all alike', () => {
    const { a, b, c } = counts('random')
    for (const count of [a, b, c]) expect(Math.abs((count ?? 0) - 333)).toBeLessThan(60)
  })

  test('weighted takes each by its weight', () => {
    const { a, b, c } = counts('weighted')
    expect(Math.abs((a ?? 0) - 100)).toBeLessThan(40)
    expect(Math.abs((b ?? 0) - 300)).toBeLessThan(60)
    expect(Math.abs((c ?? 0) - 600)).toBeLessThan(60)
  })

  test.each(['least_loaded', 'round_robin', 'random', 'weighted'] as const)(
    '%s takes a higher priority as long as it has room, and 0 last of all',
    (selector) => {
      const ceilings = { rpm: 2 }
      const keys = [
        metaOf('low', { priority: 0 }),
        metaOf('mid', { ceilings }),
        metaOf('top', { priority: 2, ceilings }),
      ]
      const { pool } = poolOf(...keys)
      answeredOn(pool, 'low', ['mid', 'top'])
      answeredOn(pool, 'mid', ['low', 'top'])
      answeredOn(pool, 'top', ['low', 'mid'])
      expect([1, 2, 3].map(() => pick(pool, { selector }))).toEqual(['top', 'mid', 'low'])
    },
  )
})

describe('which keys come into question', () => {
  test('with pooling switched off only the first key that can ever be used', () => {
    const { pool } = poolOf(metaOf('off', { enabled: false }), metaOf('a', { ceilings: { rpm: 1 } }), metaOf('b'))
    expect(pick(pool, { single: true })).toBe('a')
    expect(pick(pool, { single: true })).toBe('all_busy')
    pool.markKeyInvalid(keyId('a'), 'unknown key')
    expect(pick(pool, { single: true })).toBe('b')
  })

  test('none that was tried already; but the time to come back counts it', () => {
    const { pool, time } = poolOf(metaOf('a'))
    const acquired = pool.acquire(askFor({ exclude: new Set([keyId('a')]) }))
    expect(acquired).toMatchObject({ ok: false, reason: 'all_busy', retryAt: time.now() + 1 })
  })

  test('none of another provider', () => {
    const { pool } = poolOf(metaOf('a', { providerId: 'other' as ProviderId }))
    expect(pool.acquire(askFor())).toMatchObject({ ok: false, reason: 'no_keys', retryAt: null, passedOver: [] })
  })

  test('a refusal says of every key why, and when that ends', () => {
    const keys = ['off', 'bad', 'rests', 'full', 'small'].map((name) => metaOf(name, { enabled: name !== 'off' }))
    keys[3] = metaOf('full', { ceilings: { rpm: 1 } })
    keys[4] = metaOf('small', { ceilings: { itpm: 100 } })
    const { pool, time } = poolOf(...keys)
    const now = time.now()
    pool.markKeyInvalid(keyId('bad'), 'the provider does not know it')
    pool.markKeyExhausted(keyId('rests'), { group: null, until: now + 120_000, reason: 'spend cap' })
    expect(pick(pool, { bytes: 9000 })).toBe('full')
    const refused = pool.acquire(askFor({ bytes: 9000 }))
    if (refused.ok) throw new Error('served')
    expect(refused.retryAt).toBe(now + 60_000)
    const said = Object.fromEntries(refused.passedOver.map(({ label, because, until }) => [label, [because, until]]))
    expect(said.off).toEqual(['switched off', null])
    expect(said.bad).toEqual(['set aside: the provider does not know it', null])
    expect(said.rests).toEqual([expect.stringMatching(/^resting until [\d:]{8}: spend cap$/), now + 120_000])
    expect(said.full).toEqual([expect.stringMatching(/^your own ceiling for requests is reached/), now + 60_000])
    expect(said.small).toEqual([expect.stringMatching(/larger than its whole input limit of 100 tokens/), null])
  })

  test('a request that no key could ever take is told so, without a time', () => {
    const { pool } = poolOf(metaOf('a', { ceilings: { itpm: 100 } }), metaOf('b', { enabled: false }))
    expect(pool.acquire(askFor({ bytes: 9000 }))).toMatchObject({ ok: false, reason: 'never', retryAt: null })
  })
})

describe('a lane of which nothing is known', () => {
  test('is asked by one request first, and by all once that is answered', () => {
    const { pool } = poolOf(metaOf('a'))
    const first = pool.acquire(askFor())
    if (!first.ok) throw new Error(first.reason)
    const second = pool.acquire(askFor())
    expect(second.ok ? [] : second.passedOver.map(({ because }) => because)).toEqual([
      'its limits are being found out with one request first',
    ])
    first.lease.observed(null)
    first.lease.input({ input: 10, cacheWrite: 0, cacheRead: 0 })
    expect([pick(pool), pick(pool), pick(pool)]).toEqual(['a', 'a', 'a'])
  })

  test('lets another request go for every second without an answer', () => {
    const { pool, time } = poolOf(metaOf('a'))
    expect([pick(pool), pick(pool)]).toEqual(['a', 'all_busy'])
    time.tick(1000)
    expect([pick(pool), pick(pool)]).toEqual(['a', 'all_busy'])
    time.tick(1000)
    expect([pick(pool), pick(pool)]).toEqual(['a', 'all_busy'])
  })

  test('is still unknown after a failure', () => {
    const { pool } = poolOf(metaOf('a'))
    const first = pool.acquire(askFor())
    if (!first.ok) throw new Error(first.reason)
    first.lease.observed(null)
    first.lease.end('refused')
    expect([pick(pool), pick(pool)]).toEqual(['a', 'all_busy'])
  })
})

describe('before very many keys', () => {
  const many = Array.from({ length: 500 }, (_, i) => metaOf(`k${i}`, { ceilings: { rpm: 1 } }))

  test('each is taken once before any is refused, and a refusal names some and counts the rest', () => {
    const { pool } = poolOf(...many)
    const taken = new Set(many.map(() => pick(pool)))
    expect(taken.size).toBe(500)
    const refused = pool.acquire(askFor())
    if (refused.ok) throw new Error('served')
    expect(refused.passedOver).toHaveLength(24)
    expect(refused.passedOver.at(-1)).toMatchObject({ keyId: null, label: '477 more keys' })
  })

  test('a session stays at home, and moves with a word on why and from where', () => {
    const { pool, time } = poolOf(...many.map((meta) => ({ ...meta, ceilings: {} })))
    const first = pool.acquire(askFor({ sessionId: 's' }))
    if (!first.ok) throw new Error(first.reason)
    first.lease.input({ input: 5, cacheWrite: 0, cacheRead: 5000 })
    first.lease.end('done')
    const stays = pool.acquire(askFor({ sessionId: 's' }))
    expect([chosen(stays), stays.ok && stays.why]).toEqual([
      chosen(first),
      'the session stays where its prompt cache is',
    ])
    pool.restKey(first.lease.keyId, 'opus', time.now() + 60_000, 'no room')
    const moved = pool.acquire(askFor({ sessionId: 's' }))
    expect(moved.ok && moved.why).toMatch(/^moved from k\d+ to k\d+: .*no room.*; 5k cached tokens re-billed$/)
    expect(moved.passedOver).toMatchObject([{ keyId: first.lease.keyId }])
  })
})
