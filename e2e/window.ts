import type { Locator, Page } from '@playwright/test'
import type { Dimension } from '../src-shared/domain/limits.ts'
import { text } from '../src-shared/text/text.ts'

const add = text.window.sheets.add

/** A key as a person has it: what the provider gave them, and what they will call it. */
export interface NewKey {
  readonly secret: string
  readonly label: string
  /** The provider's address; absent: the one it already has. */
  readonly address?: string
}

/** Types a key into the form that is open: on first run the page itself, else the sheet. */
export async function fillKey(page: Page, { secret, label, address }: NewKey): Promise<Locator> {
  const form = page.locator('form.add-key')
  await form.getByLabel(add.key).fill(secret)
  if (address !== undefined) {
    await form.getByRole('button', { name: add.atAnother }).click()
    await form.getByLabel(add.address).fill(address)
  }
  await form.getByLabel(add.label).fill(label)
  return form
}

/** Adds a key, through the page on first run, else through the sheet; ends when its row is there. */
export async function addKey(page: Page, key: NewKey): Promise<Locator> {
  const list = page.getByRole('grid', { name: text.window.keys.table })
  await list.or(page.locator('form.add-key')).first().waitFor()
  if (await list.isVisible()) await page.keyboard.press('Control+n')
  const form = await fillKey(page, key)
  await form.getByRole('button', { name: add.submit, exact: true }).click()
  const row = keyRow(page, key.label)
  await row.waitFor()
  return row
}

/** The row of a key by its label. */
export const keyRow = (page: Page, label: string): Locator =>
  page.getByRole('row', { name: new RegExp(`^${escaped(label)} ?\\S{0,4}, \\w+`) })

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Goes to a page by its button at the side. */
export const goTo = (page: Page, name: keyof typeof text.window.pages): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: text.window.pages[name] }).click()

/** Picks a row of a key's menu. */
export async function choosing(page: Page, label: string, action: string): Promise<void> {
  await keyRow(page, label).click()
  await page.getByRole('button', { name: text.window.keys.menu(label) }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** What a row says is left of one dimension, in percent. */
export async function leftIn(row: Locator, dimension: Dimension): Promise<number> {
  const said = await row.getByRole('img', { name: /^Left: / }).getAttribute('aria-label')
  return Number(new RegExp(`${text.window.dimensions[dimension]} (\\d+)%`).exec(said ?? '')?.[1])
}
