import { text } from '../src-shared/text/text.ts'
import { claudeCode, print } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { session } from './session.ts'
import { keyRow } from './window.ts'

const words = text.window
const voice = text.providers.practice

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

test('practice needs no key, says everywhere that it is practice, meets its limits and recovers @packaged', async ({
  desk,
}) => {
  const app = await desk.open({ args: ['--demo'] })
  const tray = await desk.tray(app)
  const page = await app.window()
  const relay = await app.relay()
  const labels = ['a', 'b', 'c'].map(voice.key)

  await test.step('marked in the window and in the tray', async () => {
    await expect(page.getByRole('region', { name: words.notices.region })).toContainText(words.notices.practiceWords)
    for (const label of labels) await expect(keyRow(page, label)).toBeVisible()
    const status = text.tray.status.practice(Number(new URL(relay.address).port))
    await expect.poll(() => tray.labels()).toContain(status)
    expect(await tray.tooltip()).toContain(status)
  })

  await test.step('marked in what the real Claude Code is answered', async () => {
    const folders = { home: desk.folder('person'), cwd: desk.folder('project') }
    const { code, result } = await print(claude, relay, { prompt: 'words: 10', ...folders })
    expect(code).toBe(0)
    expect(result?.result).toContain(voice.marked)
  })

  await test.step('limits are met, and shown as what they are', async () => {
    // More than three keys of two organizations may send at once.
    const statuses = Array.from({ length: 20 }, async () => (await session(relay).ask('words: 1')).status)
    await expect(
      page.getByRole('row', { name: new RegExp(`, (${words.keys.status.limited}|${words.keys.status.cooling})$`) }),
    ).toHaveCount(3)
    await expect(page.getByText(words.keys.pool.waiting)).toBeVisible()
    await expect.poll(() => tray.tooltip()).toContain('until the next key')
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200, 429]))
  })

  await test.step('and it recovers by itself', async () => {
    await expect(page.getByRole('row', { name: new RegExp(`, ${words.keys.status.ready}$`) }).first()).toBeVisible({
      timeout: 30_000,
    })
    await expect.poll(async () => (await session(relay).ask('words: 1')).status, { timeout: 30_000 }).toBe(200)
  })

  await test.step('over when the person says so; nothing of it stays', async () => {
    await page.getByRole('button', { name: words.notices.endPractice }).click()
    await expect(page.getByRole('heading', { name: words.keys.first.title })).toBeVisible()
    await expect(page.getByText(words.notices.practiceWords)).toBeHidden()
  })
})
