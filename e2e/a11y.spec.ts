import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { dies } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startZai } from '../playground/twin-zai.ts'
import { text } from '../src-shared/text/text.ts'
import { expect, test } from './desk.ts'
import { keysFor } from './relays.ts'
import { session } from './session.ts'
import { addKey, keyRow } from './window.ts'

const words = text.window
const zaiKey = `${'a11e'.repeat(8)}.EverybodysKey001`

/** What axe has against the page as it stands. */
async function faults(page: Page): Promise<string[]> {
  // A menu belongs to its button; axe's rule of landmarks knows such an exception for dialogs only.
  const menu = await page.getByRole('menu').isVisible()
  await page.evaluate(() => Promise.all(document.getAnimations().map((it) => it.finished.catch(() => {}))))
  // An Electron window has no second page for axe to work in.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (menu ? axe.disableRules('region') : axe).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
}

/** Brings the page to each of its states, one after the other. */
const states: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['keys', (page) => page.keyboard.press('Control+1')],
  ['a key opened', (page) => keyRow(page, 'key 1').dblclick()],
  ['a key of the menu', (page) => page.getByRole('button', { name: words.keys.menu('key 1') }).click()],
  ['adding a key', (page) => esc(page).then(() => page.keyboard.press('Control+n'))],
  ['importing keys', (page) => esc(page).then(() => command(page, words.sheets.palette.importKeys))],
  ['exporting', (page) => esc(page).then(() => command(page, words.sheets.palette.exportKeys))],
  ['replacing a key', (page) => esc(page).then(() => press(page, 'key 1', 'Control+e'))],
  ['renaming a key', (page) => esc(page).then(() => press(page, 'key 1', 'F2'))],
  ['a removed key', (page) => esc(page).then(() => press(page, 'key 2', 'Backspace'))],
  ['launch', (page) => page.keyboard.press('Control+l')],
  ['the command list', (page) => esc(page).then(() => page.keyboard.press('Control+k'))],
  ['the keyboard sheet', (page) => esc(page).then(() => page.keyboard.press('?'))],
  ['sessions', (page) => esc(page).then(() => page.keyboard.press('Control+2'))],
  ['a new profile', (page) => page.getByRole('button', { name: words.sessions.profiles.add }).click()],
  ['requests', (page) => esc(page).then(() => page.keyboard.press('Control+3'))],
  ['a request opened', (page) => page.getByRole('row').nth(1).click()],
  ['providers', (page) => page.keyboard.press('Control+4')],
  ['the kinds of provider', (page) => page.getByRole('button', { name: words.providers.addProvider }).click()],
  ['adding a provider', (page) => page.getByRole('button', { name: /^Kimi Kimi/ }).click()],
  ['settings', (page) => esc(page).then(() => page.keyboard.press('Control+5'))],
  ['the provider picker', (page) => page.getByRole('button', { name: new RegExp(`^${words.bar.provider} `) }).click()],
]
const esc = (page: Page) => page.keyboard.press('Escape')
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}
async function press(page: Page, label: string, key: string): Promise<void> {
  await keyRow(page, label).focus()
  await page.keyboard.press(key)
}

for (const appearance of ['light', 'dark'] as const) {
  test(`every page and sheet is without fault, ${appearance}`, async ({ desk }) => {
    test.setTimeout(120_000)
    const keys = keysFor(3, (i) => (i < 2 ? 'org-shared' : 'org-own'))
    const twin = await desk.twin(startAnthropic, { keys, limits: () => ({ rpm: 50, itpm: 3_000, otpm: 8_000 }) })
    const app = await desk.open({ settings: { appearance } })
    const page = await app.window()
    await expect(page.getByRole('heading', { name: words.keys.first.title })).toBeVisible()
    expect(['first run', await faults(page)]).toEqual(['first run', []])

    for (const { secret, name } of keys)
      await addKey(page, { secret, label: name, ...(name === 'key 1' ? { address: twin.baseUrl } : {}) })
    twin.forKey('key 3', dies())
    const relay = await app.relay()
    for (const _ of keys) await session(relay).ask(`words: 5 ${'context '.repeat(500)}`)
    await expect(keyRow(page, 'key 3')).toHaveAccessibleName(new RegExp(words.keys.status.invalid))

    for (const [name, reach] of states) {
      await reach(page)
      expect([name, await faults(page)]).toEqual([name, []])
    }
    await expect(page.locator('html')).toHaveAttribute('data-theme', appearance)
  })
}

test('everything is done without a mouse', async ({ desk }) => {
  const keys = keysFor(2)
  const a = await desk.twin(startAnthropic, { keys })
  const b = await desk.twin(startZai, { keys: [{ secret: zaiKey, name: 'glm' }] })
  const app = await desk.open()
  const page = await app.window()
  const keyboard = page.keyboard
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  /** Tab until the control of this name has the focus: whoever cannot use a mouse does the same. */
  const tabTo = async (name: string | RegExp) => {
    const control = page
      .getByRole('button', { name })
      .or(page.getByRole('textbox', { name }))
      .or(page.getByRole('combobox', { name }))
      .or(page.getByRole('switch', { name }))
    for (let i = 0; i < 60; i += 1) {
      if (await control.first().evaluate((it) => it === document.activeElement)) return
      await keyboard.press('Tab')
    }
    throw new Error(`Tab never came to ${name}; it is at ${await focused()}`)
  }
  const add = async (secret: string, label: string, address?: string) => {
    await keyboard.insertText(secret)
    if (address !== undefined) {
      await tabTo(words.sheets.add.atAnother)
      await keyboard.press('Enter')
      await keyboard.insertText(address)
    }
    await tabTo(words.sheets.add.label)
    await keyboard.press('Control+a')
    await keyboard.insertText(label)
    // The first page's Enter launches as well; its other button only adds.
    if (await page.getByRole('button', { name: words.sheets.add.submitAndLaunch }).isVisible()) {
      await tabTo(new RegExp(`^${words.sheets.add.submit}$`))
    }
    await keyboard.press('Enter')
    await expect(keyRow(page, label)).toBeVisible()
  }

  await test.step('keys are added', async () => {
    await expect(page.getByLabel(words.sheets.add.key)).toBeFocused()
    const [first, second] = keys
    await add(first?.secret ?? '', 'one', a.baseUrl)
    await keyboard.press('Control+n')
    await add(second?.secret ?? '', 'two')
    await keyboard.press('Control+n')
    await add(zaiKey, 'glm', b.baseUrl)
  })

  await test.step('one is walked to, turned off and on, tested, opened and closed', async () => {
    await expect(keyRow(page, 'glm')).toBeFocused()
    await keyboard.press('Home')
    await expect(keyRow(page, 'one')).toBeFocused()
    await keyboard.press('ArrowDown')
    await expect(keyRow(page, 'two')).toBeFocused()
    await keyboard.press(' ')
    await expect(keyRow(page, 'two')).toHaveAccessibleName(new RegExp(`${words.keys.status.disabled}$`))
    await keyboard.press(' ')
    await expect(keyRow(page, 'two')).toHaveAccessibleName(new RegExp(`${words.keys.status.ready}$`))
    await keyboard.press('r')
    await expect(keyRow(page, 'two')).toContainText('accepted')
    await keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: 'two' })).toBeVisible()
    await keyboard.press('Escape')
    await expect(page.getByRole('complementary', { name: 'two' })).toBeHidden()
  })

  await test.step('moved, renamed, removed, and back', async () => {
    await keyboard.press('Alt+ArrowUp')
    await expect(page.getByRole('row').nth(1)).toHaveAccessibleName(/^two /)
    await keyboard.press('F2')
    await keyboard.insertText('second')
    await keyboard.press('Enter')
    await expect(keyRow(page, 'second')).toBeFocused()
    await keyboard.press('Delete')
    await expect(page.getByRole('button', { name: `${words.keys.undo}, second` })).toBeFocused()
    await keyboard.press('Enter')
    await expect(keyRow(page, 'second')).toBeFocused()
  })

  await test.step('provider and model are chosen by name', async () => {
    await keyboard.press('Control+k')
    await keyboard.insertText('use z.ai')
    await keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `${words.bar.provider} Z.AI` })).toBeVisible()
    await keyboard.press('Control+k')
    await keyboard.insertText('glm-5.2')
    await keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `${words.bar.model} GLM-5.2` })).toBeVisible()
    expect((await session(await app.relay()).ask('words: 5')).complete).toBe(true)
    expect(b.log.map(({ model }) => model)).toEqual(['glm-5.2'])
  })

  await test.step('a request is opened', async () => {
    await keyboard.press('Control+3')
    await expect(page.getByRole('row', { name: /glm, 200$/ })).toBeVisible()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(page.getByText(words.requests.detail.attempts)).toBeVisible()
    await keyboard.press('Escape')
    await expect(page.getByText(words.requests.detail.attempts)).toBeHidden()
  })

  await test.step('a provider is mapped and put aside', async () => {
    await keyboard.press('Control+4')
    await keyboard.press('ArrowDown')
    await keyboard.press(' ')
    await expect(page.getByRole('switch', { name: words.providers.turnOn('Anthropic') })).not.toBeChecked()
    await keyboard.press(' ')
    await expect(page.getByRole('switch', { name: words.providers.turnOn('Anthropic') })).toBeChecked()
  })

  await test.step('settings are changed', async () => {
    await keyboard.press('Control+5')
    await tabTo(words.settings.appearance)
    await keyboard.type('Dark')
    await expect(page.getByLabel(words.settings.appearance)).toHaveValue('dark')
  })

  await test.step('the sheets open and give the focus back', async () => {
    await keyboard.press('Control+1')
    await keyboard.press('Home')
    await expect(keyRow(page, 'second')).toBeFocused()
    for (const [key, name] of [
      ['?', words.sheets.shortcuts.title],
      ['Control+l', words.sheets.launch.title],
      ['Control+n', words.sheets.add.title],
    ] as const) {
      await keyboard.press(key)
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await keyboard.press('Escape')
      await expect(page.getByRole('dialog', { name })).toBeHidden()
      await expect(keyRow(page, 'second')).toBeFocused()
    }
  })
})
