import fs from 'node:fs'
import path from 'node:path'
import { slowly } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { text } from '../src-shared/text/text.ts'
import { expect, keysOf, test } from './desk.ts'
import { session } from './session.ts'
import { addKey, choosing, fillKey, goTo, keyRow, leftIn } from './window.ts'

const words = text.window
const first = 'sk-ant-api03-journey-keys-first-0000001'
const second = 'sk-ant-api03-journey-keys-second-000002'
const unknown = 'sk-ant-api03-journey-keys-unknown-00003'
const keys = [
  { secret: first, name: 'first' },
  { secret: second, name: 'second' },
]
const limits = () => ({ rpm: 50, itpm: 30_000, otpm: 8_000 })

test('a key is added, shown live, renamed, disabled, replaced, removed, restored, and still there after a restart @packaged', async ({
  desk,
}) => {
  const twin = await desk.twin(startAnthropic, { keys, limits })
  let app = await desk.open()
  let page = await app.window()

  await test.step('a key that the provider refuses stays out, with the reason, and nothing typed is lost', async () => {
    const form = await fillKey(page, { secret: unknown, label: 'work', address: twin.baseUrl })
    await form.getByRole('button', { name: words.sheets.add.submit, exact: true }).click()
    await expect(form.getByRole('alert')).toContainText('invalid x-api-key')
    await expect(form.getByLabel(words.sheets.add.label)).toHaveValue('work')
    await expect(form.getByLabel(words.sheets.add.address)).toHaveValue(twin.baseUrl)
    expect(fs.existsSync(path.join(app.home, 'secrets.json'))).toBe(false)
    await form.getByLabel(words.sheets.add.key).fill(first)
    await form.getByRole('button', { name: words.sheets.add.submit, exact: true }).click()
  })

  await test.step('one that it accepts is there, and its limits are not known yet', async () => {
    const row = keyRow(page, 'work')
    await expect(row).toContainText(words.keys.row.noLimit)
    await expect(row).toHaveAccessibleName(`work ${first.slice(-4)}, ${words.keys.status.ready}`)
    expect(twin.log).toHaveLength(0)
  })

  const relay = await app.relay()
  await test.step('traffic shows at once: what is left, what is lent, what was asked', async () => {
    const row = keyRow(page, 'work')
    const underWay = row.getByRole('gridcell').nth(5)
    expect((await session(relay).ask('words: 10')).complete).toBe(true)
    await expect(row.getByRole('img', { name: /^Left: / })).toBeVisible()
    twin.next(slowly(100))
    const running = await session(relay).begin(`words: 40 ${'about this '.repeat(4000)}`)
    await expect(underWay).toHaveText('1')
    const during = await leftIn(row, 'itpm')
    expect(during).toBeLessThan(95)
    expect((await running.whole()).complete).toBe(true)
    await expect(underWay).toHaveText('')
    await expect(page.getByRole('region', { name: words.keys.last }).locator('li')).toHaveCount(2)
    await expect.poll(() => leftIn(row, 'itpm')).toBeGreaterThan(during)
  })

  await test.step('renamed', async () => {
    await choosing(page, 'work', words.sheets.shortcuts.labels.rename)
    await page.getByRole('textbox', { name: words.keys.rename }).fill('work, renamed')
    await page.keyboard.press('Enter')
    await expect(keyRow(page, 'work, renamed')).toBeVisible()
  })

  await test.step('turned off, requests pass it by; turned on, it serves', async () => {
    await choosing(page, 'work, renamed', words.keys.detail.turnOff)
    await expect(keyRow(page, 'work, renamed')).toContainText(words.keys.row.off)
    const before = twin.log.length
    const refused = await session(relay).ask('words: 5')
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(twin.log).toHaveLength(before)
    await choosing(page, 'work, renamed', words.keys.detail.turnOn)
    await expect(keyRow(page, 'work, renamed')).not.toContainText(words.keys.row.off)
    expect((await session(relay).ask('words: 5')).complete).toBe(true)
  })

  await test.step('replaced only by a key that the provider accepts; the old one serves until then', async () => {
    await choosing(page, 'work, renamed', words.sheets.shortcuts.labels.replace)
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel(words.sheets.add.key).fill(unknown)
    await sheet.getByRole('button', { name: words.sheets.replace.submit, exact: true }).click()
    await expect(sheet.getByRole('alert')).toContainText('invalid x-api-key')
    await session(relay).ask('words: 5')
    expect(keysOf(twin.log).at(-1)).toBe('first')
    await sheet.getByLabel(words.sheets.add.key).fill(second)
    await sheet.getByRole('button', { name: words.sheets.replace.submit, exact: true }).click()
    await expect(sheet).toBeHidden()
    await session(relay).ask('words: 5')
    expect(keysOf(twin.log).at(-1)).toBe('second')
    await expect(keyRow(page, 'work, renamed')).toContainText(second.slice(-4))
  })

  await test.step('a second key, removed, and back by undo', async () => {
    await addKey(page, { secret: first, label: 'spare' })
    await choosing(page, 'spare', words.sheets.shortcuts.labels.remove)
    const gone = page.getByRole('grid').getByText(words.keys.removed('spare'))
    await expect(gone).toBeVisible()
    await page.getByRole('button', { name: `${words.keys.undo}, spare` }).click()
    await expect(keyRow(page, 'spare')).toBeVisible()
    await expect(gone).toBeHidden()
    await choosing(page, 'work, renamed', words.keys.detail.turnOff)
    expect((await session(relay).ask('words: 5')).complete).toBe(true)
    expect(keysOf(twin.log).at(-1)).toBe('first')
    await choosing(page, 'work, renamed', words.keys.detail.turnOn)
  })

  await test.step('after a restart both are there and usable, sealed by the keyring', async () => {
    await app.quit()
    const sealed = fs.readFileSync(path.join(app.home, 'secrets.json'), 'utf8')
    for (const secret of [first, second]) {
      expect(sealed).not.toContain(secret)
      expect(sealed).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4))
    }
    app = await desk.open()
    page = await app.window()
    await expect(keyRow(page, 'work, renamed')).toContainText(second.slice(-4))
    await expect(keyRow(page, 'spare')).toContainText(first.slice(-4))
    const again = await app.relay()
    const before = twin.log.length
    for (const client of [session(again), session(again)]) expect((await client.ask('words: 5')).complete).toBe(true)
    expect(keysOf(twin.log).slice(before).sort()).toEqual(['first', 'second'])
    await goTo(page, 'settings')
    await expect(page.getByText(words.settings.vaults.keyring('gnome_libsecret'))).toBeVisible()
  })

  await test.step('removed for good, it is gone after the next start', async () => {
    await goTo(page, 'keys')
    await choosing(page, 'spare', words.sheets.shortcuts.labels.remove)
    await app.quit()
    app = await desk.open()
    page = await app.window()
    await expect(keyRow(page, 'work, renamed')).toBeVisible()
    await expect(keyRow(page, 'spare')).toHaveCount(0)
    const kept = JSON.parse(fs.readFileSync(path.join(app.home, 'config.json'), 'utf8'))
    const [id] = kept.providers[0].keys.map((key: { id: string }) => key.id)
    expect(Object.keys(JSON.parse(fs.readFileSync(path.join(app.home, 'secrets.json'), 'utf8')).secrets)).toEqual([id])
  })
})

test('without a keyring it says that keys are kept until it quits, and keeps none @packaged', async ({ desk }) => {
  const twin = await desk.twin(startAnthropic, { keys })
  const args = ['--password-store=basic']
  let app = await desk.open({ args })
  let page = await app.window()
  await expect(page.getByText(words.keys.first.wordsSession)).toBeVisible()
  const form = await fillKey(page, { secret: first, label: 'passing', address: twin.baseUrl })
  await expect(form.getByText(words.sheets.add.kept.session)).toBeVisible()
  await form.getByRole('button', { name: words.sheets.add.submit, exact: true }).click()
  await expect(keyRow(page, 'passing')).toBeVisible()
  await expect(page.getByText(words.notices.noKeyring)).toBeVisible()
  expect((await session(await app.relay()).ask('words: 5')).complete).toBe(true)
  await app.quit()
  expect(fs.existsSync(path.join(app.home, 'secrets.json'))).toBe(false)

  app = await desk.open({ args })
  page = await app.window()
  await expect(keyRow(page, 'passing')).toHaveAccessibleName(new RegExp(words.keys.status.invalid))
  await keyRow(page, 'passing').dblclick()
  await expect(page.getByRole('complementary', { name: 'passing' })).toContainText(text.notices.sessionOver)
})
