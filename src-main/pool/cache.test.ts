import { expect, test } from 'vitest'
import { askFor, Scene } from './testing/scene.ts'

const CACHE_MS = 300_000

/** Sessions whose prompts grow by a turn each, before a prompt cache per organization. */
async function converse(scene: Scene, sessions: number, turns: number) {
  const caches = new Map<string, { tokens: number; at: number }>()
  const keys = new Map<number, Set<string>>()
  let read = 0
  let wouldRead = 0
  let talking = sessions
  const session = async (s: number) => {
    await scene.time.sleep(scene.between(0, 3000))
    let tokens = Math.round(scene.between(2000, 6000))
    for (let turn = 0, before = 0; turn < turns; turn++) {
      const usage = (org: string, now: number) => {
        const cache = caches.get(`${org} ${s}`)
        const hit = cache && now - cache.at < CACHE_MS ? cache.tokens : 0
        caches.set(`${org} ${s}`, { tokens: tokens - 20, at: now })
        read += hit
        return { input: 20, cacheRead: hit, cacheWrite: tokens - 20 - hit }
      }
      const work = { usage, output: 200, headersMs: [200, 1500], streamMs: [500, 3000] } as const
      const ask = askFor({ bytes: Math.round(tokens * 3.4), sessionId: `session ${s}` })
      let outcome = await scene.request(ask, work)
      for (; !outcome.ok; outcome = await scene.request(ask, work)) await scene.returnAt(outcome.retryAt)
      keys.set(s, (keys.get(s) ?? new Set()).add(outcome.keyId))
      wouldRead += before
      before = tokens - 20
      tokens += Math.round(scene.between(500, 2500))
      await scene.time.sleep(scene.between(300, 2000))
    }
    talking--
  }
  for (let s = 0; s < sessions; s++) void session(s)
  while (talking > 0) await scene.time.run(1000)
  return { share: read / wouldRead, keys: [...keys.values()] }
}

test('sessions with room stay each on its key, spread over all, and read all of their caches', async () => {
  const scene = new Scene({ a: 'org_a', b: 'org_b', c: 'org_c' }, { rpm: 1000, itpm: 400_000, otpm: 80_000 })
  const { share, keys } = await converse(scene, 8, 20)
  expect(share).toBe(1)
  const homes = keys.flatMap((used) => [...used])
  expect(homes).toHaveLength(8)
  for (const key of ['a', 'b', 'c']) expect(homes.filter((home) => home === key).length).toBeGreaterThanOrEqual(2)
})

test.each([1, 2, 3])('sessions that fill their limits still read 97 % of their caches (%i)', async (seed) => {
  const scene = new Scene({ a: 'org_a', b: 'org_b', c: 'org_c' }, { rpm: 50, itpm: 30_000, otpm: 80_000 }, { seed })
  const { share } = await converse(scene, 8, 20)
  expect(share).toBeGreaterThanOrEqual(0.97)
  expect(scene.refused).toBe(0)
})
