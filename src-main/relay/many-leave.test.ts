import { request } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { ask, type House, TOKEN } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'
import { hangs, hangsAfter, type Script, start, word } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const CLIENTS = 500
type Moment = 'before the headers' | 'in mid stream'

/** Asks, leaves at that moment, and tells after how many ms the upstream heard of it. */
async function leaves(house: House, at: Moment): Promise<number> {
  const before = house.upstreams.anthropic?.seen.length ?? 0
  const req = request(`${house.url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': TOKEN } })
  req.on('error', () => {})
  const begun = new Promise<void>((resolve) => req.on('response', (res) => res.once('data', () => resolve())))
  req.end(JSON.stringify(ask()))
  if (at === 'in mid stream') await begun
  else await expect.poll(() => house.upstreams.anthropic?.seen.length, { interval: 1 }).toBe(before + 1)
  const left = performance.now()
  req.destroy()
  await house.upstreams.anthropic?.seen[before]?.closed
  return performance.now() - left
}

const inFlight = (house: House) => Object.values(house.pool.views()).reduce((sum, key) => sum + key.inFlight, 0)

it.each<[Moment, Script]>([
  ['before the headers', hangs],
  ['in mid stream', hangsAfter(start() + word('x'))],
])(
  '500 clients leave %s: each time the upstream is let go within 100 ms, and what was held is given back',
  async (at, script) => {
    const house = await open(script)
    const took: number[] = []
    for (let i = 0; i < CLIENTS; i += 1) took.push(await leaves(house, at))
    await expect.poll(() => house.ended().length).toBe(CLIENTS)
    expect(house.ended().filter(({ outcome }) => outcome !== 'aborted')).toEqual([])
    expect(inFlight(house)).toBe(0)
    // A machine with other work may hold up one or two: those are let go as well, only seen later.
    const late = took.filter((ms) => ms > 100)
    expect(late.length).toBeLessThanOrEqual(CLIENTS / 100)
  },
  60_000,
)
