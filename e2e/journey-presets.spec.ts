import type { Locator, Page } from '@playwright/test'
import { rows } from '../playground/contract.ts'
import type { Row } from '../playground/row.ts'
import { type CredentialKind, credentialFields, readCredential } from '../src-shared/domain/credential.ts'
import type { Preset } from '../src-shared/domain/presets/preset.ts'
import { presets } from '../src-shared/domain/presets/presets.ts'
import { ChosenType, Role } from '../src-shared/domain/provider.ts'
import { text } from '../src-shared/text/text.ts'
import { expect, test } from './desk.ts'
import { goTo } from './window.ts'

const words = text.window.addProvider
const { signIn } = words

/** Its row of the contract, with a key that one can type in whole. */
const rowOf = (type: ChosenType) => {
  const all = rows.filter((row) => row.type === type)
  return all.find(({ secret }) => readCredential(secret ?? '')?.type.endsWith('_keys') !== true) ?? all[0]
}

const fieldOf = (sheet: Locator, { name, optional }: (typeof credentialFields)[CredentialKind][number]): Locator =>
  sheet.getByLabel(optional ? signIn.optional(signIn.fields[name]) : signIn.fields[name], { exact: true })

/** Looks at each way to sign in, and ends with the usual one. */
async function seesEveryWayIn(sheet: Locator, type: ChosenType, { credentials = ['key'], key, group }: Preset) {
  const ways = group === 'cloud' && key === 'optional' ? [...credentials, 'own' as const] : credentials
  for (const way of ways.toReversed()) {
    if (ways.length > 1) await sheet.getByLabel(signIn.with).selectOption({ label: signIn.ways[way] })
    if (way === 'own') await expect(sheet).toContainText(signIn.own[type === 'vertex' ? 'vertex' : 'azure'])
    else if (way === 'key') await expect(sheet.getByLabel(text.window.sheets.add.key)).toBeVisible()
    else for (const field of credentialFields[way]) await expect(fieldOf(sheet, field)).toBeVisible()
  }
}

async function seesRoles(sheet: Locator, { roles, models }: Preset) {
  for (const role of Role.options)
    await expect(sheet.getByLabel(text.window.providers.roles[role])).toHaveValue(roles?.[role] ?? '')
  const why = models.length > 0 ? words.noRoles.claude : words.noRoles.own
  if (roles === null) await expect(sheet.getByRole('region', { name: words.roles })).toContainText(why)
}

async function types(sheet: Locator, secret: string) {
  const credential = readCredential(secret)
  if (credential === null) return sheet.getByLabel(text.window.sheets.add.key).fill(secret)
  for (const field of credentialFields[credential.type]) {
    const part = field.name === 'key_file' ? secret : (credential as Record<string, unknown>)[field.name]
    await fieldOf(sheet, field).fill(String(part))
  }
}

/** Where the words leave it open, a server that tells of no keys is asked for a token. */
const spends = ({ test }: Preset, row: Row): boolean =>
  test === 'one_token' || (test === 'free_or_one_token' && row.lists === null && row.account === undefined)

/** What the list of kinds calls it; a click opens its form. */
async function opened(page: Page, type: ChosenType): Promise<Locator> {
  await page.getByRole('button', { name: text.window.providers.addProvider }).click()
  await page.getByRole('button', { name: `${presets[type].name} ${text.presets.notes[type]}`, exact: true }).click()
  return page.getByRole('dialog', { name: words.title })
}

test('every preset opens with its roles filled, and tests a key at the price that it says', async ({ desk }) => {
  const app = await desk.open()
  const page = await app.window()
  await goTo(page, 'providers')

  for (const type of ChosenType.options) {
    await test.step(type, async () => {
      const preset = presets[type]
      const row = rowOf(type)
      if (!row) throw new Error(`no twin of ${type}`)
      const twin = await row.start()
      desk.later(twin.stop)
      const good = twin.secret ?? row.secret

      const sheet = await opened(page, type)
      await seesEveryWayIn(sheet, type, preset)
      await seesRoles(sheet, preset)
      await expect(sheet).toContainText(text.presets.tests[preset.test])

      await sheet.getByLabel(words.address, { exact: true }).fill(twin.baseUrl)
      const add = sheet.getByRole('button', { name: new RegExp(`^(${words.submit}|${words.submitTested})$`) })
      if (good !== null) {
        await types(sheet, twin.wrong ?? `${good}x`)
        await add.click()
        await expect(sheet.getByRole('alert')).toBeVisible()
      }
      await types(sheet, good ?? 'any-word-will-do')
      if (preset.models.length === 0 && row.lists !== null) {
        await sheet.getByRole('button', { name: words.fetch }).click()
        await expect(sheet.getByText(words.fetched(row.lists))).toBeVisible()
      }
      if (preset.models.length === 0 && row.lists === null) {
        await sheet.getByRole('button', { name: words.fetch }).click()
        await expect(sheet.getByRole('alert')).toBeVisible()
        await expect(sheet.getByLabel(text.window.sheets.add.key)).not.toHaveAttribute('aria-invalid')
      }
      if (preset.addresses.length === 0 && preset.template === undefined)
        await sheet.getByLabel(text.window.providers.roles.haiku).fill(row.model)
      await add.click()
      await expect(sheet).toHaveCount(0)

      const books = twin.twin?.log.filter(({ usage }) => usage !== null) ?? []
      expect(books.map(({ model }) => model)).toEqual(spends(preset, row) ? [preset.roles?.haiku ?? row.model] : [])
      await expect.poll(() => books.map(({ ended }) => ended)).not.toContain(null)
      for (const { output } of books) expect(output).toBeLessThanOrEqual(1)
    })
  }
})
