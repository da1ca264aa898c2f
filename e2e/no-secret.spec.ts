import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { status } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { canaries } from '../src-main/secrets/testing/find.ts'
import { text } from '../src-shared/text/text.ts'
import { expect, test } from './desk.ts'
import { listen } from './listen.ts'
import { processes } from './screen.ts'
import { session } from './session.ts'
import { addKey, choosing, fillKey, goTo, keyRow } from './window.ts'

const words = text.window
/** What may be found: it shows that the search finds. */
const label = 'a label that may be found wherever it is written'

/** Pieces of these keys that are longer than the four characters which may be shown. */
const shownOf = (page: string, secrets: readonly string[]): string[] =>
  secrets.flatMap((secret) =>
    [...secret.slice('sk-ant-api03-'.length)].flatMap((_, at, all) => {
      const piece = all.slice(at, at + 5).join('')
      return piece.length === 5 && page.includes(piece) ? [piece] : []
    }),
  )

/** The ways in which a secret may stand somewhere: plain, a piece of it, wide characters, hex, base64 at each offset. */
function disguises(secret: string): Buffer[] {
  const plain = Buffer.from(secret)
  const base64 = [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), plain])
    return padded.toString('base64').slice(4, -4)
  })
  const texts = [secret, secret.slice(20, 44), plain.toString('hex'), ...base64]
  return [...texts.map((it) => Buffer.from(it)), Buffer.from(secret, 'utf16le')]
}

const holds = (hay: Buffer | string, secrets: readonly string[]): boolean => {
  const bytes = Buffer.isBuffer(hay) ? hay : Buffer.from(hay)
  return secrets.some((secret) => disguises(secret).some((it) => bytes.includes(it)))
}

/** Files below this folder in which one of the secrets stands. */
function filesWith(folder: string, secrets: readonly string[]): string[] {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => holds(fs.readFileSync(file), secrets))
}

/** The whole page as it stands, with what is typed in its fields. */
const pageText = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')].map((it) => it.value)
    const attributes = [...document.querySelectorAll('*')].flatMap((it) => [...it.attributes].map(({ value }) => value))
    return [document.documentElement.outerHTML, document.title, location.href, ...fields, ...attributes].join('\n')
  })

test('once stored, a key is found nowhere again @packaged', async ({ desk }) => {
  const [first = '', second = '', refused = ''] = canaries(3)
  const secrets = [first, second, refused]
  const keys = [first, second].map((secret, i) => ({ secret, name: `key ${i + 1}` }))
  const twin = await desk.twin(startAnthropic, { keys })
  const app = await desk.open()
  const page = await app.window()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error.stack)))
  const heard = await listen(app)
  const relay = await app.relay()

  await test.step('typed in, refused or accepted, replaced', async () => {
    await fillKey(page, { secret: refused, label, address: twin.baseUrl })
    await page.getByRole('button', { name: words.sheets.add.submit, exact: true }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await page.getByLabel(words.sheets.add.key).fill(first)
    await page.getByRole('button', { name: words.sheets.add.submit, exact: true }).click()
    await expect(keyRow(page, label)).toBeVisible()
    await choosing(page, label, words.sheets.shortcuts.labels.replace)
    await page.getByRole('dialog').getByLabel(words.sheets.add.key).fill(second)
    await page.getByRole('button', { name: words.sheets.replace.submit, exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await addKey(page, { secret: first, label: 'again' })
  })
  const inwards = (await heard()).filter(({ line }) => holds(line, secrets))
  expect(new Set(inwards.map(({ way, name }) => `${way} ${name}`))).toEqual(
    new Set(['in key.recognise', 'in key.add', 'in key.replace']),
  )
  const before = (await heard()).length

  await test.step('used, also where the provider repeats the key in what it answers', async () => {
    expect((await session(relay).ask('words: 5')).complete).toBe(true)
    for (const secret of [first, second]) {
      const echo = (type: string) => ({ type: 'error', error: { type, message: `no: ${secret}` } })
      for (const code of [400, 500, 403, 429, 401]) {
        twin.next(status(code, echo('api_error'), { 'request-id': `req_${secret}` }))
        await session(relay).ask('words: 5')
      }
      twin.next(status(502, `<html>${secret}</html>`, { 'content-type': 'text/html' }))
      await session(relay).ask('words: 5')
    }
  })

  await test.step('shown, on every page', async () => {
    for (const name of ['keys', 'requests', 'providers', 'settings'] as const) {
      await goTo(page, name)
      const whole = await pageText(page)
      expect([name, holds(whole, secrets)]).toEqual([name, false])
      expect([name, shownOf(whole, secrets)]).toEqual([name, []])
      if (name === 'keys') expect(whole).toContain(second.slice(-4))
    }
    await goTo(page, 'requests')
    const rows = page.getByRole('row')
    for (let i = 1; i < (await rows.count()); i += 1) {
      await rows.nth(i).click()
      expect([i, holds(await pageText(page), secrets)]).toEqual([i, false])
    }
    await goTo(page, 'keys')
    await keyRow(page, 'again').dblclick()
    await page.keyboard.press('Control+n')
    await expect(page.getByLabel(words.sheets.add.key)).toHaveValue('')
    expect(holds(await pageText(page), secrets)).toBe(false)
    await page.keyboard.press('Escape')
  })

  await test.step('in an error that nobody caught', async () => {
    await app.electron.evaluate((_, secret) => {
      setImmediate(() => {
        throw new Error(`broken at ${secret}`)
      })
      void Promise.reject(new Error(`rejected at ${secret}`))
    }, first)
    const logs = () => fs.readFileSync(path.join(app.home, 'logs', 'cc-relay.log'), 'utf8')
    await expect.poll(logs).toContain('broken at')
    await expect.poll(logs).toContain('rejected at')
  })

  await test.step('on no command line and in no environment', () => {
    const showing = processes().filter((it) => it.environment.includes(app.home) || it.commandLine.includes(app.home))
    expect(showing.length).toBeGreaterThan(0)
    expect(showing.filter((it) => holds(it.environment + it.commandLine, secrets))).toEqual([])
  })

  const later = (await heard()).slice(before)
  expect(later.length).toBeGreaterThan(0)
  expect(later.filter(({ line }) => holds(line, secrets))).toEqual([])
  expect(later.filter(({ line }) => holds(line, [label]))).not.toEqual([])
  await app.quit()
  expect(filesWith(path.join(app.home, '..'), [label])).toContain(path.join(app.home, 'config.json'))
  expect(filesWith(path.join(app.home, '..'), secrets)).toEqual([])
  expect(holds(app.printed(), secrets)).toBe(false)
  expect(holds(said.join('\n'), secrets)).toBe(false)
})
