import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limited } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { freeAt } from '../src-shared/domain/limits.ts'
import { newHome } from './assemble.testing.ts'

const SECRETS = ['sk-ant-api03-clock-0123456789-1111', 'sk-ant-api03-clock-0123456789-2222']
const HOUR = 3_600_000
const YEARS = 10 * 365 * 24 * HOUR

let twin: Twin
let home: ReturnType<typeof newHome>
let line: Awaited<ReturnType<typeof openLine>>
beforeEach(async () => {
  const keys = SECRETS.map((secret, n) => ({ secret, name: `key ${n}`, organization: `org ${n}` }))
  twin = await startAnthropic({ keys, limits: () => ({ rpm: 60, itpm: 100_000, otpm: 50_000 }) })
  line = await openLine(twin.baseUrl)
  home = newHome()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await home.tidy()
  line.stop()
  await twin.stop()
})

/** The line to the twin. Asleep, what was connected is gone without a word, as behind a router that forgot it. */
async function openLine(to: string) {
  const { port } = new URL(to)
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((near) => {
    connections += 1
    const far = connect(Number(port), '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    forget() {
      for (const socket of sockets) socket.unpipe().removeAllListeners('data').pause()
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

type House = Awaited<ReturnType<typeof home.start>>
async function begun(wall: () => number): Promise<House> {
  const house = await home.start({ ports: { wall } })
  const provider = { type: 'anthropic', baseUrl: line.baseUrl } as const
  for (const [n, secret] of SECRETS.entries()) await house.done('key.add', { provider, label: `key ${n}`, secret })
  for (let n = 0; n < 6; n++) expect((await house.post()).status).toBe(200)
  return house
}

/** Of no limit more than it holds, now and in a minute. */
function overfilled(house: House): string[] {
  expect(house.keys().flatMap(({ lanes }) => lanes.flatMap(({ windows }) => Object.keys(windows)))).toContain('rpm')
  return house
    .keys()
    .flatMap((key) =>
      key.lanes.flatMap(({ windows }) =>
        Object.entries(windows).flatMap(([name, window]) =>
          [window.at, window.at + 60_000].flatMap((at) => (freeAt(window, at) > window.limit ? [name] : [])),
        ),
      ),
    )
}

describe('the clock of the computer', () => {
  it.each([
    ['an hour forward', HOUR],
    ['an hour back', -HOUR],
    ['ten years forward', YEARS],
    ['ten years back', -YEARS],
  ])('set %s changes nothing: no storm, no standstill, no limit over-filled', async (_, jump) => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    let ahead = 0
    const house = await begun(() => Date.now() + ahead)
    twin.forKey('key 0', limited(30), 1)
    await house.post()
    const before = twin.log.length
    ahead = jump
    vi.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() + jump)
    house.advance(0)
    for (let n = 0; n < 5; n++) expect((await house.post()).status).toBe(200)
    expect(twin.log.length - before).toBe(5)
    expect(overfilled(house)).toEqual([])
    expect(timers.mock.calls.filter(([, ms]) => (ms ?? 0) > 24 * HOUR)).toEqual([])
  })
})

describe('eight hours asleep', () => {
  it('the first request goes over a new connection, keys that rested are back, and no limit is over-filled', async () => {
    const house = await begun(Date.now)
    twin.forKey('key 0', limited(3600), 1)
    twin.forKey('key 1', limited(3600), 1)
    expect((await house.post()).status).toBe(429)
    const before = line.connections()
    line.forget()
    house.advance(8 * HOUR)
    house.app.wake()
    const start = performance.now()
    expect((await house.post()).status).toBe(200)
    expect(performance.now() - start).toBeLessThan(5000)
    expect(line.connections()).toBeGreaterThan(before)
    expect(overfilled(house)).toEqual([])
    expect(twin.log.filter(({ status }) => status === 429)).toHaveLength(2)
  })
})
