import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { claudeCode, newestVersion, print } from '../e2e/claude-code.ts'
import { type Served, serve } from '../e2e/serve.ts'
import { type Act, pingsFirst, slowFirstByte } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'

/** Longer than the client bears without a byte, which is 300 s. */
const SILENCE_MS = 310_000
const KEYS = [1, 2, 3].map((i) => ({ secret: `sk-ant-api03-silence-key-${i}`, name: `key-${i}` }))

let claude: string
let folder: string
let twin: Twin
let relay: Served
beforeAll(async () => {
  claude = await claudeCode(await newestVersion())
}, 600_000)
afterEach(async () => {
  await relay.stop()
  await twin.stop()
  fs.rmSync(folder, { recursive: true })
})

it.each<[string, Act, number, number]>([
  ['the provider pings and says nothing', pingsFirst(31, SILENCE_MS / 31), 3, 300_000],
  ['the provider does not even answer, and the relay pings', slowFirstByte(SILENCE_MS), 1, 400_000],
])(
  '310 s in which %s: the newest client waits, and gets its answer at the first try',
  async (_name, act, keys, timeoutMs) => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silence-'))
    for (const name of ['home', 'project', 'serve']) fs.mkdirSync(path.join(folder, name))
    twin = await startAnthropic({ keys: KEYS })
    relay = await serve(path.join(folder, 'serve'), twin.baseUrl, KEYS.slice(0, keys), { timeoutMs })
    twin.next(act)
    const { code, result, ms } = await print(claude, relay, {
      ...{ prompt: 'words: 8', home: path.join(folder, 'home'), cwd: path.join(folder, 'project') },
      signal: AbortSignal.timeout(2 * SILENCE_MS),
    })
    expect([code, result?.subtype, result?.is_error]).toEqual([0, 'success', false])
    expect(ms).toBeGreaterThan(SILENCE_MS)
    expect(twin.log.map(({ status }) => status)).toEqual([200])
  },
)
