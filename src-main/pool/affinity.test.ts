import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Acquired, Ask } from './pool.ts'
import type { Amounts } from './testing/oracle.ts'
import { askFor, keyId, metaOf, PROVIDER, Scene } from './testing/scene.ts'

const ROOMY: Amounts = { rpm: 1000, itpm: 400_000, otpm: 80_000 }
const ORGS = { a: 'org_a', b: 'org_b', c: 'org_c' }

/** A turn, answered at once: `tokens` of prompt, all of it in the cache afterwards. */
function turn(scene: Scene, ask: Partial<Ask>, tokens: number): Acquired {
  const acquired = scene.pool.acquire(askFor({ bytes: tokens * 3, ...ask }))
  if (!acquired.ok) return acquired
  const { lease } = acquired
  const { windows } = scene.oracleOf(lease.keyId).process(0, scene.time.now())
  lease.observed({ domain: scene.orgOf(lease.keyId), windows })
  lease.input({ input: 0, cacheWrite: 0, cacheRead: tokens })
  lease.end('done')
  return acquired
}
const keyOf = (acquired: Acquired) => (acquired.ok ? (acquired.lease.keyId as string) : acquired.reason)
const whyOf = (acquired: Acquired) => (acquired.ok ? acquired.why : acquired.reason)

/** Makes the limits of every key known. */
function learn(scene: Scene) {
  for (const name of Object.keys(ORGS)) {
    const exclude = new Set(
      Object.keys(ORGS)
        .filter((other) => other !== name)
        .map(keyId),
    )
    turn(scene, { exclude }, 10)
  }
}

/** Takes all requests of a key's organization, except for its last `left`. */
function drain(scene: Scene, name: string, left = 0) {
  const oracle = scene.oracles.get(scene.orgOf(keyId(name)))
  const exclude = new Set(
    Object.keys(ORGS)
      .filter((other) => other !== name)
      .map(keyId),
  )
  const acquired = scene.pool.acquire(askFor({ exclude }))
  if (!oracle || !acquired.ok) throw new Error('nothing to drain')
  const now = scene.time.now()
  oracle.spend('rpm', oracle.level('rpm', now) - left, now)
  acquired.lease.observed({ domain: scene.orgOf(keyId(name)), windows: oracle.windows(now) })
  acquired.lease.throttled({ dimension: 'rpm', until: now + 1, reason: 'rate limit' })
  acquired.lease.end('refused')
}

describe('a session', () => {
  test('stays on its key as long as that has room and its cache lives, whatever the others have', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 299_999 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(gaps, fc.constantFrom('least_loaded', 'round_robin', 'random', 'weighted'), (gaps, selector) => {
        const scene = new Scene(ORGS, ROOMY)
        learn(scene)
        const home = keyOf(turn(scene, { sessionId: 's', selector }, 5000))
        for (const gap of gaps) {
          scene.time.tick(gap)
          turn(scene, { selector }, 5000)
          expect(keyOf(turn(scene, { sessionId: 's', selector }, 5000))).toBe(home)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('is placed like a new one once its cache is gone', () => {
    const scene = new Scene(ORGS, ROOMY)
    learn(scene)
    const home = keyOf(turn(scene, { sessionId: 's' }, 5000))
    scene.time.tick(300_000)
    turn(
      scene,
      {
        sessionId: 's2',
        exclude: new Set(
          Object.keys(ORGS)
            .filter((key) => key !== home)
            .map(keyId),
        ),
      },
      5000,
    )
    expect(keyOf(turn(scene, { sessionId: 's' }, 5000))).not.toBe(home)
  })

  test('that must move is told what for and what it costs', () => {
    const scene = new Scene(ORGS, ROOMY)
    learn(scene)
    const home = keyOf(turn(scene, { sessionId: 's' }, 38_000))
    drain(scene, home)
    const moved = turn(scene, { sessionId: 's' }, 38_000)
    expect(keyOf(moved)).not.toBe(home)
    expect(scene.pool.getStats().moves).toBe(1)
    expect(whyOf(moved)).toMatch(
      new RegExp(`^moved from ${home} to \\S+: used up until \\d\\d:\\d\\d:\\d\\d; 38k cached tokens re-billed$`),
    )
  })

  test('that leaves a key which one request tries first is told whose limits are meant', () => {
    const { pool } = new Scene(ORGS, ROOMY)
    const home = keyOf(pool.acquire(askFor({ sessionId: 's' })))
    const moved = pool.acquire(askFor({ sessionId: 's' }))
    expect(keyOf(moved)).not.toBe(home)
    expect(whyOf(moved)).toBe(
      `moved from ${home} to ${keyOf(moved)}: the limits of ${home} are being found out with one request first`,
    )
  })

  test('waits for its key where that helps in time, though others are idle', async () => {
    const scene = new Scene(ORGS, ROOMY)
    learn(scene)
    const home = keyOf(turn(scene, { sessionId: 's' }, 38_000))
    drain(scene, home)
    const waiting = scene.pool.acquireWithin(askFor({ sessionId: 's', bytes: 38_000 * 3 }), { waitMs: 15_000 })
    await scene.time.run(15_000)
    const acquired = await waiting
    expect(keyOf(acquired)).toBe(home)
    expect(whyOf(acquired)).toBe('the session stays where its prompt cache is')
  })

  test('with nothing cached worth keeping does not wait', async () => {
    const scene = new Scene(ORGS, ROOMY)
    learn(scene)
    const home = keyOf(turn(scene, { sessionId: 's' }, 500))
    drain(scene, home)
    const acquired = await scene.pool.acquireWithin(askFor({ sessionId: 's', bytes: 1500 }), { waitMs: 15_000 })
    expect(keyOf(acquired)).not.toBe(home)
  })

  test('goes elsewhere at once where its key rests for longer than it may wait', async () => {
    const scene = new Scene(ORGS, ROOMY)
    learn(scene)
    const home = keyOf(turn(scene, { sessionId: 's' }, 38_000))
    scene.pool.markKeyExhausted(keyId(home), { group: null, until: scene.time.now() + 60_000, reason: 'spend cap' })
    const acquired = await scene.pool.acquireWithin(askFor({ sessionId: 's' }), { waitMs: 15_000 })
    expect(keyOf(acquired)).not.toBe(home)
    expect(whyOf(acquired)).toMatch(/resting until [\d:]{8}: spend cap/)
  })

  test('has its other models served by the same key', () => {
    const scene = new Scene(ORGS, ROOMY)
    learn(scene)
    const home = keyOf(turn(scene, { sessionId: 's' }, 5000))
    const other = turn(scene, { sessionId: 's', model: 'haiku', group: 'haiku' }, 100)
    expect(keyOf(other)).toBe(home)
    expect(whyOf(other)).toBe('with the rest of its session')
  })

  test('keeps its cache when its key is switched off and another of the organization is there', () => {
    const scene = new Scene({ a: 'org_1', b: 'org_2', c: 'org_1' }, ROOMY)
    learn(scene)
    const twin = { a: 'c', c: 'a' }
    const exclude = new Set([keyId('b')])
    const home = keyOf(turn(scene, { sessionId: 's', exclude }, 5000)) as 'a' | 'c'
    scene.pool.reconcile(['a', 'b', 'c'].map((name) => metaOf(name, { enabled: name !== home })))
    expect(keyOf(turn(scene, { sessionId: 's' }, 5000))).toBe(twin[home])
  })
})

test('sessions that begin one after another before idle keys are spread over them', () => {
  const scene = new Scene(ORGS, ROOMY)
  learn(scene)
  const homes: string[] = []
  for (let i = 0; i < 9; i++) {
    scene.time.tick(20_000)
    homes.push(keyOf(turn(scene, { sessionId: `s${i}` }, 5000)))
  }
  for (const key of Object.keys(ORGS)) expect(homes.filter((home) => home === key)).toHaveLength(3)
})

test('of a prompt that grows on a cached one only what is new is lent', () => {
  const scene = new Scene({ a: 'org_a' }, ROOMY)
  turn(scene, {}, 10)
  turn(scene, { sessionId: 's' }, 100_000)
  scene.pool.acquire(askFor({ sessionId: 's', bytes: 303_000 }))
  const lent = scene.pool.views()[keyId('a')]?.lanes[0]?.windows.itpm?.reserved ?? 0
  expect(lent).toBeGreaterThan(1000)
  expect(lent).toBeLessThan(3000)
  expect(scene.pool.count(PROVIDER)).toEqual({ total: 1, available: 1 })
})
