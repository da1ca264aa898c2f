import { afterEach, expect, it } from 'vitest'
import { fuzz } from '../src-main/relay/testing/fuzz.ts'
import { plainHouses } from '../src-main/relay/testing/open.ts'

const open = plainHouses(afterEach)
const [ROUNDS, EACH] = [100, 10_000]

it('a million requests made of pieces are each refused in Anthropic’s format with an id, and none hangs', async () => {
  const it = await open(undefined, {}, { timings: { clientHeadersMs: 1_000, clientRequestMs: 2_000, keepAliveMs: 50 } })
  const all: Record<number, number> = {}
  const started = Date.now()
  for (let round = 0; round < ROUNDS; round += 1) {
    const { statuses, wrong, hung } = await fuzz(it, EACH, started + round)
    expect({ seed: started + round, wrong: wrong.slice(0, 5), hung }).toEqual({
      seed: started + round,
      wrong: [],
      hung: 0,
    })
    for (const [code, count] of Object.entries(statuses)) all[Number(code)] = (all[Number(code)] ?? 0) + count
  }
  console.log(
    `${ROUNDS * EACH} requests in ${Math.round((Date.now() - started) / 1000)} s; answers by status: ${JSON.stringify(all)}`,
  )
  expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  expect(it.logged.filter(({ level }) => level === 'error')).toEqual([])
}, 3_600_000)
