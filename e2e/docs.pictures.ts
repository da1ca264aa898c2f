import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { SCHEMA_VERSION } from '../src-shared/config/schema.ts'
import { text } from '../src-shared/text/text.ts'
import { type OpenApp, root } from './app.ts'
import { claudeCode } from './claude-code.ts'
import { type Desk, expect, test } from './desk.ts'
import { byKey, byPractice } from './first-answer.ts'
import { press, shoot } from './screen.ts'
import { furnish, work } from './traffic.ts'
import { addKey, goTo, keyRow } from './window.ts'

const images = path.join(root, 'docs', 'images')
const SHARP = '--force-device-scale-factor=2'

/** Of few colours, as this window is: a third of the bytes. */
function keep(name: string, png: Buffer): void {
  fs.mkdirSync(images, { recursive: true })
  const file = path.join(images, `${name}.png`)
  fs.writeFileSync(file, png)
  execFileSync('mogrify', ['-strip', '-dither', 'None', '-colors', '128', '-define', 'png:compression-level=9', file])
}

const picture = async (page: Page, name: string): Promise<void> => {
  await still(page)
  keep(name, await page.screenshot())
}

/** Until nothing moves, and all that was drawn is on the screen. */
async function still(page: Page): Promise<void> {
  await page.mouse.move(420, 8) // where nothing takes notice
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((it) => it.finished.catch(() => {})))
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame)
  })
}

/** As `picture`, by the window itself: a zoomed page has another idea of its size. */
async function zoomedPicture({ electron }: OpenApp, page: Page, name: string): Promise<void> {
  await still(page)
  const png = await electron.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return image?.toPNG().toString('base64') ?? ''
  })
  keep(name, Buffer.from(png, 'base64'))
}

/** The app at the address that the documents name. */
async function open(desk: Desk, appearance: 'light' | 'dark', args = [SHARP]): Promise<{ app: OpenApp; page: Page }> {
  const config = { schema_version: SCHEMA_VERSION, app: { appearance, told_about_tray: true } }
  fs.writeFileSync(path.join(desk.folder('home'), 'config.json'), JSON.stringify(config))
  const app = await desk.open({ args })
  return { app, page: await app.window() }
}

for (const appearance of ['light', 'dark'] as const) {
  test(`the window at work, ${appearance}`, async ({ desk }) => {
    const { app, page } = await open(desk, appearance)
    await expect(page.getByRole('heading', { name: text.window.keys.first.title })).toBeVisible()
    await picture(page, appearance === 'light' ? 'empty' : 'empty-dark')
    const scene = await furnish(desk, page)
    const running = await work(scene, page, await app.relay())
    await keyRow(page, 'team, eu').click()
    await expect(keyRow(page, 'team, eu').getByRole('gridcell').nth(5)).toHaveText(/\d/)
    await picture(page, appearance === 'light' ? 'window' : 'dark')
    if (appearance === 'light') {
      await keyRow(page, 'team, eu').dblclick()
      await expect(page.getByRole('complementary', { name: 'team, eu' })).toBeVisible()
      await picture(page, 'key')
      await page.keyboard.press('Escape')
      await goTo(page, 'requests')
      await page.getByRole('row').filter({ hasText: text.window.requests.arrow }).first().click()
      await picture(page, 'requests')
      await goTo(page, 'providers')
      await picture(page, 'providers')
      await page.keyboard.press('Control+n')
      await picture(page, 'add-key')
    }
    await Promise.all(running.map((it) => it.whole()))
  })
}

test('at 200 %', async ({ desk }) => {
  const { app, page } = await open(desk, 'light')
  const scene = await furnish(desk, page)
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
  const running = await work(scene, page, await app.relay())
  await zoomedPicture(app, page, 'zoom-200')
  await Promise.all(running.map((it) => it.whole()))
})

test('fifty keys', async ({ desk }) => {
  test.setTimeout(240_000)
  const { app, page } = await open(desk, 'light')
  const others = Array.from({ length: 45 }, (_, i) => {
    const name = `build ${i + 1}`
    return { name, secret: `sk-ant-api03-picture-${name.replace(' ', '-')}-${'0'.repeat(12)}${1000 + i * 7}` }
  })
  const scene = await furnish(desk, page, others)
  for (const { name, secret } of others) await addKey(page, { secret, label: name })
  await page.keyboard.press('Home')
  const running = await work(scene, page, await app.relay())
  await picture(page, 'fifty-keys')
  await Promise.all(running.map((it) => it.whole()))
})

const TERMINAL = [
  ...['faceName: DejaVu Sans Mono', 'faceSize: 17', 'geometry: 88x22-40-60'],
  ...['background: #161719', 'foreground: #e8e8e6', 'scrollBar: false', 'termName: xterm-256color'],
].map((line) => `XTerm*${line}`)

for (const [name, way] of Object.entries({ 'first-run-practice': byPractice, 'first-run-key': byKey })) {
  test(`${name}: a filmstrip of each action until the first answer`, async ({ desk }) => {
    test.setTimeout(300_000)
    const claude = await claudeCode()
    execFileSync('xsetroot', ['-solid', '#8b8e94'])
    const shots = desk.folder('shots')
    const frames: string[] = []
    const seen = async (action: number, what: string) => {
      const frame = path.join(shots, `${action}.png`)
      await shoot(frame)
      frames.push('-label', `${action}. ${what}`, frame)
    }
    await way({ desk, claude, seen, args: [SHARP], terminal: TERMINAL })
    const strip = path.join(shots, 'strip.png')
    const look = ['-tile', '2x', '-geometry', '1100x+16+10', '-background', '#fbfbfa', '-pointsize', '28']
    execFileSync('montage', [...frames, ...look, strip])
    keep(name, fs.readFileSync(strip))
  })
}

test('the icon in the panel, and its menu', async ({ desk }) => {
  const { app, page } = await open(desk, 'light', [])
  const tray = await desk.tray(app)
  const scene = await furnish(desk, page)
  const running = await work(scene, page, await app.relay())
  await expect.poll(() => tray.tooltip()).toMatch(/% of \w+ left/)
  const whole = path.join(desk.folder('shots'), 'screen.png')
  const lightness = async (geometry: string) => {
    await shoot(whole)
    return Number(execFileSync('convert', [whole, '-crop', geometry, '-format', '%[fx:mean]', 'info:']))
  }
  const crop = async (name: string, geometry: string) => {
    await shoot(whole)
    execFileSync('convert', [whole, '-crop', geometry, '+repage', whole])
    keep(name, fs.readFileSync(whole))
  }
  await crop('tray-icon', '160x32+0+0')
  execFileSync('xdotool', ['mousemove', '17', '16', 'click', '1'])
  execFileSync('xdotool', ['mousemove', '17', '16', 'click', '3'])
  await expect.poll(() => lightness('250x380+5+40')).toBeGreaterThan(0.8)
  execFileSync('xdotool', ['mousemove', '150', '226']) // the row of providers
  await expect.poll(() => lightness('100x60+280+230')).toBeGreaterThan(0.8)
  await crop('tray-menu', '390x424+0+0')
  await press('Escape')
  await press('Escape')
  await Promise.all(running.map((it) => it.whole()))
})
