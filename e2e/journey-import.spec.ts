import fs from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { text } from '../src-shared/text/text.ts'
import { root } from './app.ts'
import { type Desk, expect, test } from './desk.ts'
import { session } from './session.ts'
import { addKey, keyRow } from './window.ts'

const words = text.window.sheets
const ONE = 'sk-ant-api03-journey-import-one-00000001aaaa'
const TWO = 'sk-ant-api03-journey-import-two-00000002bbbb'
const WRONG = 'sk-ant-api03-journey-import-bad-00000003cccc'

const twinOf = (desk: Desk) =>
  desk.twin(startAnthropic, { keys: [ONE, TWO].map((secret) => ({ secret, name: secret.slice(-4) })) })

const env = (address: string) =>
  [ONE, TWO, WRONG]
    .map((key, n) => `# account ${n + 1}\nexport ANTHROPIC_BASE_URL=${address}\nexport ANTHROPIC_AUTH_TOKEN="${key}"`)
    .join('\n\n')

const line = (page: Page, label: string) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByRole('checkbox', { name: new RegExp(`^${words.intake.take(label)}`) }) })

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

/** No file dialog can be seen by a test: what it would answer. */
const picking = (app: Awaited<ReturnType<Desk['open']>>, file: string) =>
  app.electron.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file })
  }, file)

/** No byte of a key in anything that was written or drawn. */
async function keepsQuiet(page: Page, home: string): Promise<void> {
  expect(await page.content()).not.toMatch(/journey-import-(one|two|bad)/)
  for (const entry of fs.readdirSync(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1')
    expect(bytes.includes('journey-import'), entry.name).toBe(false)
  }
}

test('a .env with three keys is pasted: two are stored, one is refused with its reason @packaged', async ({ desk }) => {
  const twin = await twinOf(desk)
  const app = await desk.open()
  const page = await app.window()
  await addKey(page, { secret: ONE, label: 'first', address: twin.baseUrl })

  await page.keyboard.press('Control+n')
  await page.locator('form.add-key').getByLabel(words.add.key).fill(env(twin.baseUrl))
  const sheet = page.getByRole('dialog', { name: words.intake.pasted })
  await expect(line(page, 'account 1')).toContainText(words.intake.known('first'))
  await expect(line(page, 'account 2')).toContainText('Accepted')
  await expect(line(page, 'account 3')).toContainText('invalid x-api-key')
  await expect(sheet.getByRole('checkbox', { name: /^Take account 3/ })).toBeDisabled()
  expect(
    (await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations.map(({ id, nodes }) => [
      id,
      nodes[0]?.html,
    ]),
  ).toEqual([])

  await line(page, 'account 2').getByRole('textbox', { name: words.intake.label }).fill('second')
  await sheet.getByRole('button', { name: words.intake.add(1) }).click()
  await expect(keyRow(page, 'second')).toBeFocused()
  await expect(page.getByRole('grid', { name: text.window.keys.table }).getByRole('row')).toHaveCount(3)
  await keepsQuiet(page, app.home)
})

test('the first keys of all may be a whole file of them, by keyboard alone', async ({ desk }) => {
  const twin = await twinOf(desk)
  const app = await desk.open()
  const page = await app.window()
  await page.locator('form.add-key').getByLabel(words.add.key).fill(env(twin.baseUrl))
  await expect(line(page, 'account 1')).toContainText(words.intake.untested)
  await expect(page.getByRole('button', { name: words.intake.add(3) })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(line(page, 'account 1')).toContainText(words.intake.stored)
  await expect(line(page, 'account 3')).toContainText('invalid x-api-key')
  await page.keyboard.press('Escape')
  await expect(keyRow(page, 'account 2')).toBeVisible()
  expect((await session(await app.relay()).ask('words: 5')).complete).toBe(true)
})

for (const { file, from, labels } of [
  { file: 'cc-switch.db', from: '.cc-switch/cc-switch.db', labels: ['Work', 'Z.AI plan', 'Gateway'] },
  { file: 'cc-switch-v2.json', from: '.cc-switch/config.json', labels: ['Work', 'Gateway'] },
  {
    file: 'claude-code-router.json5',
    from: '.claude-code-router/config.json',
    labels: ['openrouter', 'ollama', 'anthropic'],
  },
  { file: 'claude-settings.json', from: '.claude/settings.json', labels: ['Z.AI'] },
  {
    file: 'relay.yaml',
    from: '.config/cc-relay/config.yaml',
    labels: ['anthropic-pool 1', 'anthropic-pool 2', 'zai', 'local'],
  },
]) {
  test(`the file of another program is shown where it is, before anything is taken: ${file}`, async ({ desk }) => {
    const home = desk.folder('home')
    const place = path.join(home, '..', 'person', from)
    fs.mkdirSync(path.dirname(place), { recursive: true })
    fs.copyFileSync(path.join(root, 'src-main/intake/samples', file), place)
    const app = await desk.open({ home })
    const page = await app.window()
    await page.getByRole('button', { name: words.add.elsewhere }).click()
    const sheet = page.getByRole('dialog', { name: words.import.title })
    await expect(sheet.getByRole('listitem')).toHaveCount(1)
    await sheet.getByRole('listitem').getByRole('button').click()
    const shown = page.getByRole('dialog', { name: words.intake.read })
    await expect(shown).toContainText(place)
    await expect(shown.getByRole('textbox', { name: words.intake.label })).toHaveCount(labels.length)
    for (const label of labels) await expect(line(page, label)).toBeVisible()
    await expect(shown.getByRole('switch')).not.toBeChecked()
    await page.keyboard.press('Escape')
    await expect(page.locator('form.add-key')).toBeVisible()
    expect(fs.existsSync(path.join(app.home, 'secrets.json'))).toBe(false)
  })
}

test('keys go to another computer in a sealed file, and wait there to be switched on', async ({ desk }) => {
  const twin = await twinOf(desk)
  const file = path.join(desk.folder('carried'), 'keys.json')
  const here = await desk.open()
  let page = await here.window()
  await addKey(page, { secret: ONE, label: 'carried', address: twin.baseUrl })
  await picking(here, file)
  await command(page, 'Export')
  await page.getByRole('radio', { name: words.export.sealed }).check()
  await page.getByRole('textbox', { name: words.export.passphrase }).fill('correct horse battery')
  await page.getByLabel(words.export.repeat).fill('correct horse battery')
  await page.getByRole('button', { name: words.export.submit }).click()
  await expect(page.getByText(words.export.saved(file, 1))).toBeVisible()
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  expect(fs.readFileSync(file, 'utf8')).not.toContain('journey-import')
  await here.quit()

  const there = await desk.open({ home: path.join(desk.folder('other'), 'home') })
  page = await there.window()
  await picking(there, file)
  await page.getByRole('button', { name: words.add.elsewhere }).click()
  await page.getByRole('button', { name: words.import.choose }).click()
  await page.getByLabel(words.import.passphrase).fill('something else')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText(words.import.wrong)
  await page.getByLabel(words.import.passphrase).fill('correct horse battery')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: words.intake.add(1) }).click()
  await expect(keyRow(page, 'carried')).toContainText(text.window.keys.row.off)
  await keepsQuiet(page, there.home)
})
