import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import { ask, type House, openHouse, TOKEN } from '../src-main/relay/testing/house.ts'
import { stream, streams } from '../src-main/relay/testing/upstream.ts'

/** What some heavy use of a day sends. */
const STREAMS = 200_000
const AT_ONCE = 8
/** How often it is measured. */
const PARTS = 100

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

it('200,000 streams leave no memory, no socket and no handle behind, and hold up the loop for less than 50 ms', async () => {
  const answer = streams(stream('one', 'two', 'three'))
  const it = await openHouse({ anthropic: { keys: { a: answer, b: answer, c: answer } } })
  house = it
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const body = JSON.stringify(ask())
  const headers = { 'x-api-key': TOKEN, 'content-type': 'application/json', 'anthropic-version': '2023-06-01' }
  const one = () =>
    new Promise<boolean>((resolve, reject) => {
      const req = request(`${it.url}/v1/messages`, { method: 'POST', agent, headers }, (res) => {
        let last = ''
        res.on('data', (part: Buffer) => (last = part.toString()))
        res.on('end', () => resolve(res.statusCode === 200 && last.includes('message_stop')))
      })
      req.on('error', reject)
      req.end(body)
    })
  /** The tests' own memory of what was asked is none of the relay's. */
  const forget = () => {
    it.records.length = 0
    it.logged.length = 0
    for (const up of Object.values(it.upstreams)) up.seen.length = 0
  }
  let failed = 0
  const many = async (count: number) => {
    let begun = 0
    const next = async () => {
      while (begun++ < count) if (!(await one())) failed += 1
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
    forget()
  }
  const held = async () => {
    await pause(100)
    collect()
    return {
      rss: process.memoryUsage.rss(),
      files: readdirSync('/proc/self/fd').length,
      handles: process.getActiveResourcesInfo().filter((name) => name !== 'Timeout' && name !== 'Immediate').length,
    }
  }

  const began = performance.now()
  const lag = monitorEventLoopDelay({ resolution: 5 })
  lag.enable()
  const seen: Awaited<ReturnType<typeof held>>[] = []
  for (let part = 0; part < PARTS; part += 1) {
    await many(STREAMS / PARTS)
    seen.push(await held())
  }
  lag.disable()
  agent.destroy()

  const settled = seen.slice(PARTS / 10, PARTS / 5)
  const last = seen.slice(-PARTS / 10)
  const grown = median(last.map(({ rss }) => rss)) / median(settled.map(({ rss }) => rss)) - 1
  const more = (what: 'files' | 'handles') => median(last.map((at) => at[what])) - median(settled.map((at) => at[what]))
  const p99 = lag.percentile(99) / 1e6
  const inFlight = Object.values(it.pool.views()).reduce((sum, key) => sum + key.inFlight, 0)
  const lines = [
    `- streams: ${STREAMS.toLocaleString('en')}, ${AT_ONCE} at once, client, relay and upstream in one process: ${failed} failed`,
    `- resident memory, after collection, last tenth beside the second tenth: ${(100 * grown).toFixed(1)} %`,
    `- file descriptors: ${more('files')} more; active handles: ${more('handles')} more; keys still held: ${inFlight}`,
    `- lag of the loop: p50 ${(lag.percentile(50) / 1e6).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    `- took ${Math.round((performance.now() - began) / 1000)} s, ${new Date().toISOString().slice(0, 10)}`,
  ]
  const folder = new URL('../docs/evidence/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    new URL('leak.md', folder),
    `# A day's streams\n\n${lines.join('\n')}\n\nMade by \`npm run test:night\`.\n`,
  )

  expect(failed).toBe(0)
  expect(inFlight).toBe(0)
  expect(grown).toBeLessThan(0.1)
  expect(Math.abs(more('files'))).toBeLessThanOrEqual(5)
  expect(Math.abs(more('handles'))).toBeLessThanOrEqual(5)
  expect(p99).toBeLessThan(50)
})
