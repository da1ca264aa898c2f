import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { slowly } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { text } from '../src-shared/text/text.ts'
import { type OpenApp, root } from './app.ts'
import { expect, test } from './desk.ts'
import { session } from './session.ts'
import { addKey } from './window.ts'

const words = text.tray
const key = 'sk-ant-api03-desktop-0000000000000000001'

const bounds = (app: OpenApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds() ?? null)
const inSight = (app: OpenApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((it) => it.isVisible()).length)
/** As with the button of its frame. */
const close = async (app: OpenApp) => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => app.electron.windows().length).toBe(0)
}
const ended = (app: OpenApp) => once(app.electron.process(), 'exit')

test('it starts into the tray, and a click or a second start brings the window @packaged', async ({ desk }) => {
  const app = await desk.open({ args: ['--hidden'] })
  const tray = await desk.tray(app)
  await app.relay()
  expect(app.electron.windows()).toHaveLength(0)

  await tray.activate()
  await expect.poll(() => inSight(app)).toBe(1)
  await close(app)

  const program = app.electron.process().spawnfile
  const second = spawn(program, [...(desk.packaged ? [] : [root]), `--home=${app.home}`, '--no-sandbox'], {
    stdio: 'ignore',
  })
  expect(await once(second, 'exit')).toEqual([0, null])
  await expect.poll(() => inSight(app)).toBe(1)
})

test('a closed window leaves the app, says so once, and comes back where it was', async ({ desk }) => {
  const app = await desk.open()
  const tray = await desk.tray(app)
  await app.window()
  await expect.poll(() => inSight(app)).toBe(1)
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 200, y: 150, width: 800, height: 600 }),
  )
  await expect.poll(() => bounds(app)).toMatchObject({ width: 800, height: 600 })
  const placed = await bounds(app)
  const shown = await app.electron.evaluate(({ Notification }) => {
    const titles: string[] = []
    const show = Notification.prototype.show
    Notification.prototype.show = function () {
      titles.push(this.title)
      return show.call(this)
    }
    Object.assign(globalThis, { titles })
    return Notification.isSupported()
  })
  const titles = () => app.electron.evaluate(() => (globalThis as unknown as { titles: string[] }).titles)
  const config = () => JSON.parse(fs.readFileSync(path.join(app.home, 'config.json'), 'utf8'))

  await close(app)
  await expect.poll(() => config().app.told_about_tray).toBe(true)
  expect(await titles()).toEqual(shown ? [words.notifications.staysInTray.title] : [])

  await tray.click(words.settings)
  await expect.poll(() => bounds(app)).toMatchObject({ width: placed?.width, height: placed?.height })
  const again = await app.window()
  await expect(again.getByRole('heading', { name: text.window.pages.settings })).toBeVisible()
  await close(app)
  expect(await titles()).toHaveLength(shown ? 1 : 0)
})

test('a window that was out of sight knows what happened meanwhile', async ({ desk }) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'a' }] })
  const app = await desk.open()
  const page = await app.window()
  await addKey(page, { secret: key, label: 'work', address: twin.baseUrl })
  const minimize = (on: boolean) =>
    app.electron.evaluate(({ BrowserWindow }, small) => {
      const [window] = BrowserWindow.getAllWindows()
      if (small) window?.minimize()
      else window?.restore()
      return window?.isMinimized()
    }, on)
  await minimize(true)
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(true)
  expect((await session(await app.relay()).ask('words: 3', 'claude-sonnet-4-5')).complete).toBe(true)
  await minimize(false)
  await page.keyboard.press('Control+3')
  await expect(page.getByText('Sonnet 4.5').first()).toBeVisible()
  await page.keyboard.press('Control+1')
  await expect(page.getByText(text.window.keys.row.noLimit)).toHaveCount(0)
})

test('quitting waits for a running answer, shows how many are left, and cuts nothing', async ({ desk }) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'a' }] })
  const app = await desk.open()
  const tray = await desk.tray(app)
  await addKey(await app.window(), { secret: key, label: 'work', address: twin.baseUrl })
  twin.next(slowly(60))
  const running = await session(await app.relay()).begin('words: 60')
  const exit = ended(app)
  await tray.click(words.quit)
  await expect.poll(() => tray.labels()).toContain(words.status.draining(1))
  expect(await tray.labels()).toContain(words.quitNow)
  expect((await running.whole()).complete).toBe(true)
  expect(await exit).toEqual([0, null])
})

test('a second quit waits no longer', async ({ desk }) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'a' }] })
  const app = await desk.open()
  const tray = await desk.tray(app)
  await addKey(await app.window(), { secret: key, label: 'work', address: twin.baseUrl })
  twin.next(slowly(1000))
  const running = await session(await app.relay()).begin('words: 400')
  const exit = ended(app)
  await tray.click(words.quit)
  await expect.poll(() => tray.labels()).toContain(words.quitNow)
  await tray.click(words.quitNow).catch(() => {}) // the app may be gone before it answers
  expect(await exit).toEqual([0, null])
  expect((await running.whole().catch(() => ({ complete: false }))).complete).toBe(false)
})

test('a signal to end is taken as quitting', async ({ desk }) => {
  for (const args of [[], ['--demo'], ['--hidden']]) {
    const app = await desk.open({ home: path.join(desk.folder(`signal ${args}`), 'home'), args })
    await app.relay()
    const exit = ended(app)
    app.electron.process().kill('SIGTERM')
    expect([args, await exit]).toEqual([args, [0, null]])
  }
})

test('starting at login is a file of the session that starts it hidden', async ({ desk }) => {
  const folder = desk.folder('config of the session')
  const app = await desk.open({ env: { XDG_CONFIG_HOME: folder } })
  const page = await app.window()
  const file = path.join(folder, 'autostart', 'cc-relay.desktop')
  const set = (on: boolean) =>
    page.evaluate((start_at_login) => window.relay?.invoke('settings.patch', { start_at_login }), on)
  expect(await set(true)).toEqual({ ok: true })
  expect(fs.readFileSync(file, 'utf8')).toMatch(/^Exec=.* "--hidden"/m)
  expect(await set(false)).toEqual({ ok: true })
  expect(fs.existsSync(file)).toBe(false)
})
