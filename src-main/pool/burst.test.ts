import { describe, expect, test } from 'vitest'
import { type Dimension, WINDOW_MS } from '../../src-shared/domain/limits.ts'
import type { Ask } from './pool.ts'
import { askFor, Scene, type Work } from './testing/scene.ts'

const THREE = { a: 'org_a', b: 'org_b', c: 'org_c' }
const TWO_SHARE = { ...THREE, d: 'org_c' }
const input = (tokens: number) => () => ({ input: tokens, cacheWrite: 0, cacheRead: 0 })

const small: Work = { usage: input(80), output: 10, headersMs: [100, 600], streamMs: [50, 300] }

/** 100 to 60 000 tokens, of texts that differ in how many bytes make a token; long streams. */
function mixed({ chance, between }: Scene): [Partial<Ask>, Work] {
  const tokens = Math.round(100 * 600 ** chance())
  const bytes = Math.round(tokens * between(2.6, 4.2))
  return [{ bytes }, { usage: input(tokens), output: 100, headersMs: [200, 3000], streamMs: [5000, 30_000] }]
}

/** Outputs with a long tail (log-normal, median 300), up to 16 000 tokens. */
function talkative({ chance }: Scene): [Partial<Ask>, Work] {
  const gauss = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  const output = Math.min(16_000, Math.round(300 * Math.exp(1.2 * gauss)))
  const streamMs = [output * 12, output * 20] as const
  return [{}, { usage: input(100), output, headersMs: [200, 3000], streamMs }]
}

/** Workers that ask again as soon as they are served, and else come back when they are told. */
async function work(scene: Scene, seconds: number, next: (scene: Scene) => [Partial<Ask>, Work]) {
  const end = scene.time.now() + seconds * 1000
  for (let worker = 0; worker < 256; worker++)
    void (async () => {
      while (scene.time.now() < end) {
        const [ask, work] = next(scene)
        const outcome = await scene.request(askFor(ask), work)
        if (!outcome.ok) await scene.returnAt(outcome.retryAt)
      }
    })()
  await scene.time.run(seconds * 1000)
}

/** What was taken of what the organizations could have given. */
function used(scene: Scene, dimension: Dimension, seconds: number): number {
  let taken = 0
  let could = 0
  for (const oracle of scene.oracles.values()) {
    taken += oracle.taken[dimension]
    could += oracle.limits[dimension] * (1 + seconds / 60)
  }
  return taken / could
}

describe('256 workers before organizations of which nothing is known', () => {
  test.each([
    { keys: 'three keys of three', orgs: THREE },
    { keys: 'four keys, two of them of one,', orgs: TWO_SHARE },
  ])('$keys use all of 60 requests a minute and are never refused', async ({ orgs }) => {
    const scene = new Scene(orgs, { rpm: 60, itpm: 1e6, otpm: 1e6 })
    await work(scene, 40, () => [{}, small])
    expect(scene.refused).toBe(0)
    expect(used(scene, 'rpm', 40)).toBeGreaterThan(0.97)
  })

  test('requests of all sizes use most of the input and are never refused', async () => {
    const scene = new Scene(TWO_SHARE, { rpm: 4000, itpm: 400_000, otpm: 1e9 })
    await work(scene, 40, mixed)
    expect(scene.refused).toBe(0)
    expect(used(scene, 'itpm', 40)).toBeGreaterThan(0.9)
  })

  test('answers of all lengths use most of the output and are never refused', async () => {
    const scene = new Scene(THREE, { rpm: 4000, itpm: 1e9, otpm: 80_000 })
    await work(scene, 60, talkative)
    expect(scene.refused).toBe(0)
    expect(used(scene, 'otpm', 60)).toBeGreaterThan(0.9)
  })

  test('somebody else on an organization causes a refusal each time at most, and the rest goes on', async () => {
    const scene = new Scene(THREE, { rpm: 4000, itpm: 400_000, otpm: 1e9 })
    let surprises = 0
    const spend = () => {
      surprises++
      scene.oracles.get('org_a')?.spend('itpm', 30_000, scene.time.now())
      scene.time.after(15_000, spend)
    }
    scene.time.after(3000, spend)
    await work(scene, 40, mixed)
    expect(scene.refused).toBeLessThanOrEqual(surprises)
    expect(used(scene, 'itpm', 40)).toBeGreaterThan(0.8)
  })
})

test('600 at once before 180: each is served before Claude Code gives up (ten repeats), and none is told to wait longer than a window', async () => {
  const scene = new Scene(THREE, { rpm: 60, itpm: 1e6, otpm: 1e6 })
  for (let i = 0; i < 3; i++) void scene.request(askFor(), small)
  await scene.time.run(3000)
  const asked: number[] = []
  let longest = 0
  for (let i = 0; i < 600; i++)
    void (async () => {
      for (let times = 1; ; times++) {
        const outcome = await scene.request(askFor({ sessionId: `s${i}` }), small)
        if (outcome.ok) return asked.push(times)
        longest = Math.max(longest, (outcome.retryAt ?? 0) - scene.time.now())
        await scene.returnAt(outcome.retryAt)
      }
    })()
  await scene.time.run(180_000)
  expect(asked).toHaveLength(600)
  expect(Math.max(...asked)).toBeLessThanOrEqual(10)
  expect(longest).toBeLessThanOrEqual(WINDOW_MS)
  expect(scene.refused).toBe(0)
})
