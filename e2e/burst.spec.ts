import { setTimeout as wait } from 'node:timers/promises'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { expect, test } from './desk.ts'
import { keysFor, relays } from './relays.ts'
import { session } from './session.ts'

const REQUESTS = 256
/** Two organizations of three keys: not enough at once or within the longest wait, and enough within half a minute. */
const limits = () => ({ rpm: 95, itpm: 400_000, otpm: 80_000 })

for (const [name, start] of Object.entries(relays)) {
  test(`${REQUESTS} requests at once through ${name} exceed no limit, and whoever must wait is told how long`, async ({
    desk,
  }) => {
    const keys = keysFor(3, (i) => `org-${i % 2}`)
    const twin = await desk.twin(startAnthropic, { keys, limits })
    const relay = await start(desk, twin.baseUrl, keys)
    // What a person would have learned by then: which keys share an organization.
    for (const _ of keys) expect((await session(relay).ask('words: 1')).status).toBe(200)

    const ask = async () => {
      const client = session(relay)
      const first = await client.ask(`words: 10 ${'some context '.repeat(40)}`)
      if (first.status === 200) return { first, last: first }
      const seconds = first.headers.get('retry-after') ?? ''
      expect([first.status, seconds]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)])
      await wait(Number(seconds) * 1000)
      return { first, last: await client.ask('words: 10') }
    }
    const all = await Promise.all(Array.from({ length: REQUESTS }, ask))

    expect(twin.log.filter(({ exceeded }) => exceeded !== null)).toEqual([])
    expect(twin.log.filter(({ status }) => status !== 200)).toEqual([])
    expect(all.filter(({ first }) => first.status !== 200).length).toBeGreaterThan(0)
    // Who came back when told to was served.
    expect(all.filter(({ last }) => !last.complete).map(({ last }) => last.body)).toEqual([])
    expect(new Set(twin.log.map(({ key }) => key)).size).toBe(keys.length)
  })
}
