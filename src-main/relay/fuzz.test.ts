import { afterEach, expect, it } from 'vitest'
import { fuzz } from './testing/fuzz.ts'
import { plainHouses } from './testing/open.ts'

const open = plainHouses(afterEach)

it('10,000 requests made of pieces are each refused in Anthropic’s format with an id, and none hangs', async () => {
  const it = await open(undefined, {}, { timings: { clientHeadersMs: 1_000, clientRequestMs: 2_000, keepAliveMs: 50 } })
  const { statuses, wrong, hung } = await fuzz(it, 10_000, Date.now())
  expect(wrong.slice(0, 5)).toEqual([])
  expect(hung).toBe(0)
  expect(Object.keys(statuses).length).toBeGreaterThan(5)
  expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  expect(it.logged.filter(({ level }) => level === 'error')).toEqual([])
  expect((await it.post()).status).toBe(200)
}, 120_000)
