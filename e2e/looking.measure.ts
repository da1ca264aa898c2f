import fs from 'node:fs'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import type { Bridge } from '../src-shared/ipc/contract.ts'
import type { OpenApp, RelayAt } from './app.ts'
import { percentOfCore } from './cpu.ts'
import { test } from './desk.ts'
import type { Looking } from './looking.ts'

const KEYS = 50
const A_SECOND = 20
const RUN_MS = 30_000
const RUNS = 3

declare const window: { relay: Bridge; patches: number }
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

const keys = Array.from({ length: KEYS }, (_, i) => ({
  name: `key ${i + 1}`,
  secret: `sk-ant-api03-looking-${String(i).padStart(4, '0')}-0000000000`,
  organization: `org-${i}`,
}))

/** The same small request again and again, evenly, until it is told to stop. */
function traffic({ address, token }: RelayAt) {
  const count = { answered: 0, failed: 0 }
  const body = JSON.stringify({
    ...{ model: 'claude-sonnet-5', max_tokens: 50, stream: true },
    messages: [{ role: 'user', content: `words: 12 ${'some of the code '.repeat(80)}` }],
  })
  const headers = { 'x-api-key': token, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' }
  const timer = setInterval(async () => {
    try {
      const answer = await fetch(`${address}/v1/messages`, { method: 'POST', headers, body })
      await answer.text()
      if (answer.status === 200) count.answered++
      else count.failed++
    } catch {
      count.failed++
    }
  }, 1000 / A_SECOND)
  return { count, stop: () => clearInterval(timer) }
}

async function rendererOf({ electron }: OpenApp): Promise<number> {
  const pid = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  if (!pid) throw new Error('there is no window')
  return pid
}

async function close({ electron }: OpenApp): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await sleep(3000)
}

async function open(app: OpenApp) {
  await app.electron.evaluate(({ app: main }) => main.emit('activate'))
  await sleep(1000)
  const page = app.electron.windows().at(-1)
  if (!page) throw new Error('the window did not open')
  await page.getByRole('row').nth(KEYS).waitFor()
  await page.evaluate(() => {
    window.patches = 0
    window.relay.subscribe('snapshot.patched', () => {
      window.patches++
    })
  })
  await sleep(3000)
  return page
}

type Page = Awaited<ReturnType<typeof open>>

async function furnish(app: OpenApp, baseUrl: string): Promise<void> {
  const page = await app.window()
  await page.getByRole('heading').first().waitFor()
  const failed = await page.evaluate(
    async ({ all, address }) => {
      for (const { name, secret } of all) {
        const provider = { type: 'anthropic' as const, baseUrl: address }
        const reply = await window.relay.invoke('key.add', { provider, label: name, secret })
        if (!reply.ok) return reply.error.message
      }
      return null
    },
    { all: keys, address: baseUrl },
  )
  if (failed !== null) throw new Error(failed)
}

/** Walks down the list under load; each press must move the selection by one. */
async function press(page: Page): Promise<number> {
  const selected = () => page.evaluate(() => document.activeElement?.getAttribute('data-row') ?? '')
  await page.locator('[data-row]').first().focus()
  let moved = 0
  for (let n = 0; n < 40; n++) {
    const before = await selected()
    await page.keyboard.press('ArrowDown')
    await sleep(25)
    if ((await selected()) !== before) moved++
  }
  return moved
}

async function framesIn(app: OpenApp, ms: number): Promise<number> {
  return app.electron.evaluate(async ({ BrowserWindow }, time) => {
    let frames = -1 // the first one is the state as it is
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.beginFrameSubscription(true, () => {
      frames++
    })
    await new Promise((done) => setTimeout(done, time))
    contents?.endFrameSubscription()
    return Math.max(0, frames)
  }, ms)
}

test('what looking costs', async ({ desk }) => {
  const limits = () => ({ rpm: 60, itpm: 40_000, otpm: 8_000 })
  const twin = await desk.twin(startAnthropic, { keys, limits, beforeMs: 200, paceMs: 40 })
  const app = await desk.open({ settings: { told_about_tray: true } })
  const relay = await app.relay()
  await furnish(app, twin.baseUrl)
  await close(app)
  const { count, stop } = traffic(relay)
  desk.later(stop)
  await sleep(20_000)
  const opened: number[] = []
  const closed: number[] = []
  const patches: number[] = []
  let presses = 0
  for (let run = 0; run < RUNS; run++) {
    closed.push(await percentOfCore([app.pid], RUN_MS))
    const page = await open(app)
    const before = await page.evaluate(() => window.patches)
    opened.push(await percentOfCore([app.pid, await rendererOf(app)], RUN_MS))
    patches.push(((await page.evaluate(() => window.patches)) - before) / (RUN_MS / 1000))
    if (run === RUNS - 1) presses = await press(page)
    else await close(app)
  }
  stop()
  await sleep(75_000) // until every limit is full again
  const idle = await percentOfCore([app.pid, await rendererOf(app)], RUN_MS)
  const idleFrames = await framesIn(app, 10_000)
  const looking: Looking = { open: opened, closed, patches, presses, idle, idleFrames, ...count }
  fs.writeFileSync(process.env.LOOKING_OUT ?? 'looking.json', JSON.stringify(looking))
})
