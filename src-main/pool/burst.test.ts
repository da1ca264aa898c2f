import { describe, expect, test } from 'vitest'
import { askFor, Scene, type Work } from './scene.ts'

const SECONDS = 40
const small: Work = {
  usage: () => ({ input: 80, cacheWrite: 0, cacheRead: 0 }),
  output: 10,
  headersMs: [100, 600],
  streamMs: [50, 300],
}

/** Workers that ask again as soon as they are served, and come back when they are told. */
async function burst(scene: Scene, workers: number, work: Work) {
  const end = scene.time.now() + SECONDS * 1000
  let unserved = 0
  for (let i = 0; i < workers; i++)
    void (async () => {
      while (scene.time.now() < end) {
        const outcome = await scene.request(askFor(), work)
        if (outcome.ok) continue
        unserved++
        await scene.time.sleep(Math.max(1, Math.ceil(((outcome.retryAt ?? 0) - scene.time.now()) / 1000)) * 1000)
      }
    })()
  await scene.time.run(SECONDS * 1000)
  return unserved
}

describe('256 workers before three organizations of 60 requests a minute, none of it known', () => {
  test('no request is refused by a provider, and hardly any capacity is left unused', async () => {
    const scene = new Scene({ a: 'org_a', b: 'org_b', c: 'org_c' }, { rpm: 60, itpm: 1e6, otpm: 1e6 })
    await burst(scene, 256, small)
    const could = 3 * 60 * (1 + SECONDS / 60)
    console.log(scene.admitted, could)
    expect(scene.refused).toBe(0)
    expect(scene.admitted / could).toBeGreaterThan(0.95)
  })
})
