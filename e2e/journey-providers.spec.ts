import type { Page } from '@playwright/test'
import { startCareless } from '../playground/twin-careless.ts'
import { startKimi } from '../playground/twin-kimi.ts'
import { text } from '../src-shared/text/text.ts'
import { expect, test } from './desk.ts'
import { session } from './session.ts'
import { goTo } from './window.ts'

const words = text.window.addProvider
const kimiKey = 'sk-journey-providers-kimi-000001'
const houseKey = 'house-journey-providers-0000002'

/** Opens the sheet and picks a kind from its list. */
async function pick(page: Page, typed: string, kind: RegExp) {
  await page.getByRole('button', { name: text.window.providers.addProvider }).click()
  await page.getByLabel(words.search).fill(typed)
  await page.getByRole('button', { name: kind }).click()
  return page.getByRole('dialog', { name: words.title })
}

test('a provider from a preset, then an endpoint of one’s own, are added and answer; one is removed and comes back', async ({
  desk,
}) => {
  const kimi = await desk.twin(startKimi, { keys: [{ secret: kimiKey, name: 'kimi' }] })
  const house = await desk.twin(startCareless, { keys: [{ secret: houseKey, name: 'house' }] })
  const app = await desk.open()
  const page = await app.window()
  await goTo(page, 'providers')

  await test.step('a preset brings its roles; a wrong key is refused in place', async () => {
    const sheet = await pick(page, 'moonshot', /^Kimi /)
    await expect(sheet.getByLabel('Opus')).toHaveValue('kimi-k2.7-code')
    await expect(sheet).toContainText(text.presets.tests.free)
    await sheet.getByLabel(words.address).fill(kimi.baseUrl)
    await sheet.getByLabel(text.window.sheets.add.key).fill('sk-nobody-knows-this-key')
    await sheet.getByRole('button', { name: words.submitTested }).click()
    await expect(sheet.getByRole('alert')).toBeVisible()
    await sheet.getByLabel(text.window.sheets.add.key).fill(kimiKey)
    await sheet.getByRole('button', { name: words.submitTested }).click()
    await expect(page.getByRole('row', { name: /^Kimi, / })).toBeVisible()
    expect(kimi.log).toHaveLength(0)
  })

  const relay = await app.relay()
  await test.step('it answers, by its own model', async () => {
    expect((await session(relay).ask('words: 10')).complete).toBe(true)
    expect(kimi.log.at(-1)?.model).toBe('kimi-k2.7-code')
  })

  await test.step('it tells its speed and its balance', async () => {
    await page.getByRole('button', { name: text.window.providers.check.run }).click()
    await expect(page.getByText(/^Kimi answers in \d+ ms and lists 3 models\.$/).first()).toBeVisible()
    await page.getByRole('button', { name: /^Ask the vendor about / }).click()
    await expect(page.getByText('49.58 left')).toBeVisible()
  })

  await test.step('an address of one’s own, its models mapped by hand', async () => {
    const sheet = await pick(page, '', /^Custom Any /)
    await sheet.getByLabel(words.address).fill(house.baseUrl)
    await sheet.getByLabel(words.name).fill('house')
    await sheet.getByLabel(text.window.sheets.add.key).fill(houseKey)
    for (const role of ['Opus', 'Sonnet']) await sheet.getByLabel(role).fill('house-large')
    await sheet.getByLabel('Haiku').fill('house-small')
    await sheet.getByRole('button', { name: words.submit, exact: true }).click()
    await expect(page.getByRole('row', { name: /^house, / })).toBeVisible()
  })

  await test.step('the first is removed: the second answers; undone, it is back', async () => {
    await page.getByRole('row', { name: /^Kimi, / }).click()
    await page.getByRole('button', { name: text.window.providers.removeProvider }).click()
    await expect(page.getByRole('row', { name: /^Kimi, / })).toHaveCount(0)
    expect((await session(relay).ask('words: 10')).complete).toBe(true)
    expect(house.log.at(-1)?.model).toBe('house-large')
    await page.getByRole('button', { name: `${text.window.keys.undo}, Kimi` }).click()
    await expect(page.getByRole('row', { name: /^Kimi, / })).toBeVisible()
  })
})
