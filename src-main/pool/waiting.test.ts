import { describe, expect, test } from 'vitest'
import { KeyPool } from './key-pool.ts'
import type { Acquired, Ask } from './pool.ts'
import { FakeTime } from './testing/fake-time.ts'
import { askFor, dice, keyId, metaOf } from './testing/scene.ts'

const WAIT = { waitMs: 15_000 }

/** Keys held to so many requests a minute, of which all are gone. */
function empty(rpm: number, ...names: string[]) {
  const time = new FakeTime()
  const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
  pool.reconcile(names.map((name) => metaOf(name, { ceilings: { rpm } })))
  for (const name of names) {
    const exclude = new Set(names.filter((other) => other !== name).map(keyId))
    for (let i = 0; i < rpm; i++) {
      const acquired = pool.acquire(askFor({ exclude }))
      if (!acquired.ok) throw new Error(acquired.reason)
      acquired.lease.end('done')
    }
  }
  /** Asks, and notes who was served in which order. */
  const served: string[] = []
  const ask = (who: string, more: Partial<Ask> = {}, options: { waitMs: number; signal?: AbortSignal } = WAIT) => {
    const answer = pool.acquireWithin(askFor(more), options)
    void answer.then((acquired) => {
      if (acquired.ok) served.push(who)
    })
    return answer
  }
  return { time, pool, ask, served }
}

const key = (acquired: Acquired) => (acquired.ok ? acquired.lease.keyId : acquired.reason)

describe('waiting for a key', () => {
  test('ends the moment one comes free, and not before', async () => {
    const { time, ask, served, pool } = empty(6, 'a')
    void ask('x')
    expect(pool.waiting()).toBe(1)
    await time.run(9999)
    expect(served).toEqual([])
    await time.run(1)
    expect(served).toEqual(['x'])
    expect(pool.waiting()).toBe(0)
  })

  test('is not begun where it cannot end in time', async () => {
    const { time, ask, pool } = empty(3, 'a')
    const now = time.now()
    expect(await ask('x')).toMatchObject({ ok: false, reason: 'all_busy', retryAt: now + 20_000 })
    expect(pool.waiting()).toBe(0)
  })

  test('counts those who wait already: who comes too late is told when to come back', async () => {
    const { time, ask } = empty(60, 'a', 'b')
    const now = time.now()
    for (let i = 0; i < 30; i++) void ask(`w${i}`)
    expect(await ask('x')).toMatchObject({ ok: false, retryAt: now + 16_000 })
  })

  test('is in order of arrival', async () => {
    const { time, ask, served } = empty(60, 'a')
    for (const who of ['x', 'y', 'z']) void ask(who)
    await time.run(3000)
    expect(served).toEqual(['x', 'y', 'z'])
  })

  test('lets the session go first that was served longest ago, so that a busy one cannot starve a quiet one', async () => {
    const { time, ask, served } = empty(60, 'a')
    for (const who of ['b1', 'b2', 'b3', 'b4']) void ask(who, { sessionId: 'busy' })
    await time.run(2000)
    void ask('q1', { sessionId: 'quiet' })
    await time.run(3000)
    expect(served).toEqual(['b1', 'b2', 'q1', 'b3', 'b4'])
  })

  test('takes requests without a session for one session: they do not go first for ever', async () => {
    const { time, ask, served } = empty(60, 'a')
    for (const who of ['n1', 'n2', 'n3']) void ask(who)
    await time.run(1000)
    void ask('s1', { sessionId: 's' })
    await time.run(3000)
    expect(served).toEqual(['n1', 's1', 'n2', 'n3'])
  })

  test('a small request does not overtake a large one that waits for the same lane', async () => {
    const time = new FakeTime()
    const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
    pool.reconcile([metaOf('a', { ceilings: { itpm: 60_000 } })])
    const first = pool.acquire(askFor({ bytes: 60_000 }))
    if (!first.ok) throw new Error(first.reason)
    first.lease.input({ input: 50_000, cacheWrite: 0, cacheRead: 0 })
    first.lease.end('done')
    const served: string[] = []
    const ask = (who: string, bytes: number) =>
      void pool.acquireWithin(askFor({ bytes }), WAIT).then((acquired) => acquired.ok && served.push(who))
    ask('large', 18_000)
    ask('small', 10)
    expect(pool.waiting()).toBe(2)
    await time.run(15_000)
    expect(served).toEqual(['large', 'small'])
  })

  test('uses another lane beside one that is waited for', async () => {
    const { time, ask, pool } = empty(60, 'a', 'b')
    const answers = [ask('x'), ask('y')]
    await time.run(1000)
    expect((await Promise.all(answers)).map(key).sort()).toEqual(['a', 'b'])
    expect(pool.waiting()).toBe(0)
  })

  test('is over when the client leaves, and its place is free for the next', async () => {
    const { time, ask, served } = empty(12, 'a')
    const client = new AbortController()
    const left = ask('x', {}, { ...WAIT, signal: client.signal })
    void ask('y')
    client.abort()
    expect(await left).toMatchObject({ ok: false })
    await time.run(5000)
    expect(served).toEqual(['y'])
  })

  test('is not begun for a client that has left already', async () => {
    const { ask, pool } = empty(12, 'a')
    expect(await ask('x', {}, { ...WAIT, signal: AbortSignal.abort() })).toMatchObject({ ok: false })
    expect(pool.waiting()).toBe(0)
  })

  test('ends at once where what it waited for will not come in time, with the time to come back', async () => {
    const { time, pool, ask } = empty(6, 'a')
    const answer = ask('x')
    await time.run(1000)
    const until = time.now() + 30_000
    pool.markKeyExhausted(keyId('a'), { group: null, until, reason: 'spend cap' })
    await time.run(0)
    expect(pool.waiting()).toBe(0)
    expect(await answer).toMatchObject({ ok: false, reason: 'all_busy', retryAt: until })
  })

  test('goes on to its deadline where only those before it are in the way: they may leave', async () => {
    const { time, pool, ask } = empty(4, 'a')
    const client = new AbortController()
    const answer = ask('busy', {}, { waitMs: 16_000 })
    void ask('quiet', { sessionId: 's1' }, { waitMs: 40_000, signal: client.signal })
    await time.run(1000)
    expect(pool.waiting()).toBe(2)
    client.abort()
    await time.run(14_000)
    expect(key(await answer)).toBe('a')
    expect(pool.waiting()).toBe(0)
  })

  test('ends at once when no key is left that could ever serve', async () => {
    const { ask, pool } = empty(12, 'a')
    const answer = ask('x')
    pool.markKeyInvalid(keyId('a'), 'unknown key')
    expect(await answer).toMatchObject({ ok: false, reason: 'never', retryAt: null })
  })

  test('ends as soon as a new key is there', async () => {
    const { ask, pool } = empty(12, 'a')
    const answer = ask('x')
    pool.reconcile([metaOf('a', { ceilings: { rpm: 12 } }), metaOf('b')])
    expect(key(await answer)).toBe('b')
  })

  test('leaves no alarm behind', async () => {
    const { time, ask } = empty(60, 'a')
    for (let i = 0; i < 5; i++) void ask(`w${i}`)
    await time.run(6000)
    expect(time.pending).toBe(0)
  })

  test('never takes longer than asked for, however many wait', async () => {
    const { time, pool } = empty(60, 'a', 'b', 'c')
    const waits: number[] = []
    for (let i = 0; i < 300; i++) {
      const asked = time.now()
      void pool.acquireWithin(askFor({ sessionId: `s${i % 7}` }), WAIT).then(() => waits.push(time.now() - asked))
      await time.run(50)
    }
    await time.run(20_000)
    expect(waits).toHaveLength(300)
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000)
  })
})

describe('waiting for limits that are being found out', () => {
  const burst = () => {
    const time = new FakeTime()
    const pool = new KeyPool({ clock: time, alarm: time, chance: dice(7) })
    pool.reconcile([metaOf('a')])
    const first = pool.acquire(askFor())
    if (!first.ok) throw new Error(first.reason)
    const answers: string[] = []
    for (let i = 0; i < 10; i++)
      void pool.acquireWithin(askFor({ sessionId: `s${i}` }), { waitMs: 1500, probeMs: 15_000 }).then((acquired) => {
        answers.push(key(acquired))
      })
    return { time, pool, lease: first.lease, answers }
  }

  test('goes on where there is somewhere else to go, until the answer opens the lane for all', async () => {
    const { time, lease, answers, pool } = burst()
    await time.run(2500)
    expect(answers).toEqual(['a', 'a'])
    expect(pool.waiting()).toBe(8)
    lease.observed({ domain: 'org', windows: { rpm: { limit: 60, remaining: 40, round: 0 } } })
    await time.run(0)
    expect(answers).toEqual(Array(10).fill('a'))
  })

  test('ends at once where the answer says that there is no room', async () => {
    const { time, lease, answers, pool } = burst()
    await time.run(2500)
    lease.observed({ domain: 'org', windows: { rpm: { limit: 3, remaining: 0, round: 0 } } })
    await time.run(0)
    expect(answers).toEqual(['a', 'a', ...Array(8).fill('all_busy')])
    expect(pool.waiting()).toBe(0)
  })

  test('ends with the longer patience at the latest', async () => {
    const { time, answers, pool } = burst()
    await time.run(15_000)
    expect(pool.waiting()).toBe(0)
    expect(answers).toHaveLength(10)
  })
})
