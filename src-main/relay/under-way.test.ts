import { afterEach, expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { type House, openHouse } from './testing/house.ts'
import { type Script, start, stop, word } from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})

const STREAMS = 50
const WORDS = ['one', 'two', 'three', 'four']
const whole = start() + WORDS.map(word).join('') + stop()

/** Streams that say their next word, all of them, when they are told to. */
function inStep(): { script: Script; step(): void; waiting(): number } {
  let waiting: (() => void)[] = []
  return {
    script: async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      for (const said of WORDS) {
        await new Promise<void>((resolve) => waiting.push(resolve))
        res.write(word(said))
      }
      res.end(stop())
    },
    step() {
      const now = waiting
      waiting = []
      for (const goOn of now) goOn()
    },
    waiting: () => waiting.length,
  }
}

it('50 streams are unharmed while keys come and go, the provider is switched, and the port is changed', async () => {
  const { script, step, waiting } = inStep()
  const it = await openHouse({
    anthropic: { keys: { a: script, b: script } },
    other: { keys: { c: script } },
  })
  house = it
  const port = it.port
  const running = await Promise.all(Array.from({ length: STREAMS }, () => it.post()))
  const all = Promise.all(running.map((res) => res.text()))
  await expect.poll(waiting).toBe(STREAMS)

  // Hot reload: another object, a key of the streams gone, one of them with a ceiling, and other limits.
  it.config = {
    ...it.config,
    upstreams: it.config.upstreams.map((way) => ({ ...way })),
    idleMs: 1_000,
    maxConcurrent: 1,
  }
  it.pool.reconcile(it.keys.filter(({ id }) => id !== 'id-a').map((key) => ({ ...key, ceilings: { rpm: 1 } })))
  step()
  await expect.poll(waiting).toBe(STREAMS)

  // The provider of the streams is no longer chosen, and then switched off.
  it.config = { ...it.config, choice: { provider: ProviderId.parse('other'), model: null } }
  it.config = { ...it.config, upstreams: it.config.upstreams.filter(({ id }) => id !== 'anthropic') }
  step()
  await expect.poll(waiting).toBe(STREAMS)

  const moved = await it.relay.listen('localhost:0')
  expect(moved.kind).toBe('listening')
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow()
  step()
  await expect.poll(waiting).toBe(STREAMS)
  step()
  expect(new Set(await all)).toEqual(new Set([whole]))
  expect(it.ended().filter(({ outcome }) => outcome !== 'ok')).toEqual([])
})
