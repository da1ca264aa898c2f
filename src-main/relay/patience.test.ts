import { expect, it } from 'vitest'
import { askFor, Scene, type Work } from '../pool/testing/scene.ts'
import { timings } from './timings.ts'

it('is enough for six sessions before a cold key whose first answer takes eight seconds', async () => {
  const scene = new Scene({ a: 'org_a' }, { rpm: 60, itpm: 1e6, otpm: 1e6 })
  const usage = () => ({ input: 80, cacheWrite: 0, cacheRead: 0 })
  const slow: Work = { usage, output: 10, headersMs: [8000, 8000], streamMs: [50, 300], waitMs: timings.patienceMs }
  const sessions = Array.from({ length: 6 }, (_, i) => scene.request(askFor({ sessionId: `s${i}` }), slow))
  await scene.time.run(30_000)
  expect((await Promise.all(sessions)).filter(({ ok }) => !ok)).toEqual([])
  expect(scene.refused).toBe(0)
})
