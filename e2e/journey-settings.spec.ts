import fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { dies } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { text } from '../src-shared/text/text.ts'
import type { OpenApp } from './app.ts'
import { expect, test } from './desk.ts'
import { focusWindow, press } from './screen.ts'
import { session } from './session.ts'
import { addKey } from './window.ts'

const words = text.window.settings
const doctor = text.window.sheets.doctor
const key = 'sk-ant-api03-journey-settings-0000000001'
const THEIRS = '{\n  "model": "opus"\n}\n'

const person = (app: OpenApp, ...names: string[]) => path.join(app.home, '..', 'person', ...names)
const close = async (app: OpenApp) => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => app.electron.windows().length).toBe(0)
}
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

test('Claude Code is checked, led here after a look at the change, and put back at the end', async ({ desk }) => {
  const home = path.join(desk.folder('somebody'), 'home')
  const file = path.join(home, '..', 'person', '.claude', 'settings.json')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, THEIRS)
  const app = await desk.open({ home })
  const page = await app.window()
  // Over TLS, so that nobody can pose as the relay.
  const address = (await app.relay()).address.replace('http:', 'https:')

  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: `${words.elsewhere}: ${words.check}` }).click()
  const sheet = page.getByRole('dialog', { name: doctor.title })
  await expect(sheet.getByText(doctor.ways.straight)).toBeVisible({ timeout: 20_000 })
  expect(await faults(page)).toEqual([])

  await sheet.getByRole('button', { name: doctor.preview }).click()
  await expect(sheet.getByText(`"ANTHROPIC_BASE_URL": "${address}"`)).toBeVisible()
  expect(fs.readFileSync(file, 'utf8')).toBe(THEIRS)
  expect(await faults(page)).toEqual([])
  await sheet.getByRole('button', { name: doctor.write, exact: true }).click()
  await expect(sheet.getByText(doctor.ways.here)).toBeVisible({ timeout: 20_000 })
  expect(JSON.parse(fs.readFileSync(file, 'utf8')).env.ANTHROPIC_BASE_URL).toBe(address)

  await app.quit()
  expect(fs.readFileSync(file, 'utf8')).toBe(THEIRS)
})

test('a refused key is told of, leads to its row, and is silent where that is switched off', async ({ desk }) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'a' }] })
  const app = await desk.open()
  const page = await app.window()
  await addKey(page, { secret: key, label: 'work', address: twin.baseUrl })
  await app.electron.evaluate(({ Notification }) => {
    const told: Electron.Notification[] = []
    Notification.prototype.show = function () {
      told.push(this)
    }
    Object.assign(globalThis, { told })
  })
  const titles = () =>
    app.electron.evaluate(() =>
      (globalThis as unknown as { told: Electron.Notification[] }).told.map(({ title }) => title),
    )
  await close(app)
  twin.forKey('a', dies())
  await session(await app.relay()).ask('words: 3')
  await expect.poll(titles).toContain(text.tray.notifications.refused('work').title)

  await app.electron.evaluate(() => {
    const { told } = globalThis as unknown as { told: Electron.Notification[] }
    told.find(({ title }) => title.startsWith('work'))?.emit('click', {} as never)
  })
  const again = await app.window()
  await expect(again.getByRole('complementary', { name: 'work' })).toBeVisible()

  await again.keyboard.press('Escape')
  await again.keyboard.press('Control+,')
  await again.getByRole('switch', { name: words.notify.wrong_tokens }).click()
  await expect(again.getByRole('switch', { name: words.notify.wrong_tokens })).not.toBeChecked()
  await again.getByRole('switch', { name: words.quietHours }).click()
  await expect(again.getByLabel(words.quietFrom)).toHaveValue('22:00')
  // What is scrolled out of sight counts as hidden, with the labels in it.
  await again.getByRole('textbox', { name: words.listen }).scrollIntoViewIfNeeded()
  expect(await faults(again)).toEqual([])
  await again.getByRole('switch', { name: words.quietHours }).click()
  const { address } = await app.relay()
  await close(app)
  for (let n = 0; n < 6; n++) await fetch(`${address}/v1/models`, { headers: { 'x-api-key': 'of-another-day' } })
  const tray = await desk.tray(app)
  await expect.poll(() => tray.labels()).toContain(text.tray.notices(1))
  expect(await titles()).not.toContain(text.tray.notifications.titles.wrong_tokens)
})

test('the size of the window is a setting, by menu and by page, and is remembered', async ({ desk }) => {
  const home = path.join(desk.folder('sized'), 'home')
  const app = await desk.open({ home })
  const page = await app.window()
  const factor = (it: OpenApp) =>
    it.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0)
  await page.keyboard.press('Control+,')
  await page.getByLabel(words.zoom).selectOption('150')
  await expect.poll(() => factor(app)).toBeCloseTo(1.5)
  await app.electron.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    items.find(({ accelerator }) => accelerator === 'CmdOrCtrl+-')?.click()
  })
  await expect(page.getByLabel(words.zoom)).toHaveValue('125')
  await app.quit()
  const next = await desk.open({ home })
  await next.window()
  await expect.poll(() => factor(next)).toBeCloseTo(1.25)
})

test('Ctrl and +, =, - or 0 of the real keyboard zoom the window, wherever one is in it', async ({ desk }) => {
  const app = await desk.open()
  const page = await app.window()
  const percent = async () =>
    Math.round(
      100 *
        (await app.electron.evaluate(
          ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0,
        )),
    )
  const pressed = async (chord: string, expected: number) => {
    await press(chord)
    await expect.poll(percent, { message: chord }).toBe(expected)
  }
  await expect.poll(percent).toBe(100)
  await focusWindow(text.window.title)

  await test.step('by each of its keys, in a field', async () => {
    await expect(page.getByRole('textbox')).toBeFocused()
    for (const [chord, expected] of [
      ['ctrl+plus', 110],
      ['ctrl+equal', 125],
      ['ctrl+KP_Add', 150],
      ['ctrl+minus', 125],
      ['ctrl+KP_Subtract', 110],
      ['ctrl+0', 100],
    ] as const)
      await pressed(chord, expected)
  })

  await test.step('to the largest and to the smallest, and no further', async () => {
    for (const expected of [110, 125, 150, 175, 200, 200]) await pressed('ctrl+plus', expected)
    for (const expected of [175, 150, 125, 110, 100, 90, 80, 80]) await pressed('ctrl+minus', expected)
    await pressed('ctrl+0', 100)
  })

  await test.step('on a page and over it, where it is remembered as the setting', async () => {
    await press('ctrl+5')
    await expect(page.getByLabel(words.zoom)).toHaveValue('100')
    await pressed('ctrl+plus', 110)
    await expect(page.getByLabel(words.zoom)).toHaveValue('110')
    await press('ctrl+n')
    await expect(page.getByRole('dialog')).toBeVisible()
    await pressed('ctrl+equal', 125)
    await press('Escape')
    await press('ctrl+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await pressed('ctrl+0', 100)
  })
})

test('a port that is taken names who has it, and another is one press away', async ({ desk }) => {
  const other = createServer()
  desk.later(() => other.close())
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
  const { port } = other.address() as AddressInfo
  const app = await desk.open({ args: [`--listen=127.0.0.1:${port}`] })
  const page = await app.window()
  await expect(page.getByText(text.window.notices.portTaken(port, 'node'))).toBeVisible()
  expect(await faults(page)).toEqual([])
  const tray = await desk.tray(app)
  await expect.poll(() => tray.labels()).toContain(text.tray.status.portTaken(port, 'node'))
  expect(fs.existsSync(person(app, '.claude'))).toBe(false)
})

test('a setting is found by name, private names are hidden, the log is read live, and all is reset and undone', async ({
  desk,
}) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'a' }] })
  const app = await desk.open()
  const page = await app.window()
  await addKey(page, { secret: key, label: 'somebody', address: twin.baseUrl })
  const commands = async (typed: string) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(typed)
    await page.keyboard.press('Enter')
  }

  await commands(words.hidePrivate)
  await expect(page.getByRole('switch', { name: words.hidePrivate })).toBeFocused()
  await page.keyboard.press(' ')
  await page.keyboard.press('Control+1')
  const name = page.locator('.key-name .name > span').first()
  await expect(name).toHaveText(`${text.window.veil.key} 1`)
  await expect(page.locator('body')).not.toContainText('somebody')
  await name.click()
  await page.keyboard.press('F2')
  await page.keyboard.press('Enter')
  await expect(name).toHaveText(`${text.window.veil.key} 1`)

  await session(await app.relay()).ask('words: 3')
  await commands(text.window.sheets.log.title)
  const log = page.getByRole('dialog', { name: text.window.sheets.log.title })
  await log.getByRole('searchbox').fill('outcome=ok')
  await expect(log.getByRole('listitem').first()).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: words.resetAsk }).click()
  await page.getByRole('button', { name: words.resetYes, exact: true }).click()
  await expect(page.getByRole('switch', { name: words.hidePrivate })).not.toBeChecked()
  await page.getByRole('button', { name: words.undoReset, exact: true }).click()
  await expect(page.getByRole('switch', { name: words.hidePrivate })).toBeChecked()
})
