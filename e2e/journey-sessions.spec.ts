import fs from 'node:fs'
import path from 'node:path'
import { slowly } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startZai } from '../playground/twin-zai.ts'
import { text } from '../src-shared/text/text.ts'
import { claudeCode } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { answers, furnish, shownIn, squeezed } from './person.ts'
import { focusTerminalIn, press, processes, shoot, type } from './screen.ts'
import { addKey, goTo } from './window.ts'

const words = text.window.sessions
const sheets = text.window.sheets
const key = 'sk-ant-api03-journey-sessions-key-000001'
const zaiKey = `${'c0ffee22'.repeat(4)}.JourneyOfGlmQZ1p`

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

test('two terminals work with two providers, and ending one ends nothing else', async ({ desk }, info) => {
  test.setTimeout(180_000)
  const anthropic = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'one' }] })
  const zai = await desk.twin(startZai, { keys: [{ secret: zaiKey, name: 'two' }] })
  const person = desk.folder('person')
  const [work, side] = [desk.folder('person/work'), desk.folder('person/side')]
  furnish(person, claude, [work, side])
  const recent_folders = [work, side].map((folder) => ({ path: folder, profile: null }))
  const app = await desk.open({
    env: { HOME: person, SHELL: '/bin/bash' },
    settings: { recent_folders, terminal: 'xterm' },
  })
  const page = await app.window()
  await addKey(page, { secret: key, label: 'work', address: anthropic.baseUrl })
  await addKey(page, { secret: zaiKey, label: 'z.ai', address: zai.baseUrl })

  await test.step('a profile for each provider is made', async () => {
    await goTo(page, 'sessions')
    for (const [name, provider] of Object.entries({ paying: 'Anthropic', trying: 'Z.AI' })) {
      await page.getByRole('button', { name: words.profiles.add }).click()
      const sheet = page.getByRole('dialog', { name: words.profile.newTitle })
      await sheet.getByLabel(words.profile.name, { exact: true }).fill(name)
      await sheet.getByLabel(words.profile.provider).selectOption(provider)
      await sheet.getByRole('button', { name: text.window.save }).click()
      await expect(page.getByRole('table', { name: words.profiles.table }).getByText(name)).toBeVisible()
    }
  })

  await test.step('each folder is launched under one of them', async () => {
    for (const [folder, profile] of [
      [work, 'paying'],
      [side, 'trying'],
    ] as const) {
      await page.bringToFront()
      await page.keyboard.press('Control+l')
      const sheet = page.getByRole('dialog', { name: sheets.launch.title })
      await sheet.getByRole('button', { name: sheets.launch.inFolder(folder) }).click()
      await sheet.getByLabel(sheets.launch.profile).selectOption(profile)
      await sheet.getByRole('button', { name: sheets.launch.submit, exact: true }).click()
      await expect(page.getByText(sheets.launch.opened('xterm', folder))).toBeVisible()
      await expect.poll(() => shownIn(folder), { timeout: 30_000 }).toContain('❯')
    }
  })

  const ask = async (folder: string, prompt: string) => {
    await focusTerminalIn(folder)
    await type(prompt)
    await expect.poll(() => shownIn(folder), { timeout: 15_000 }).toContain(squeezed(prompt))
    await press('Return')
  }
  const row = (folder: string) => page.getByRole('row', { name: new RegExp(`person/${path.basename(folder)}, xterm`) })

  await test.step('both work at once, each with its own provider', async () => {
    for (const twin of [anthropic, zai]) twin.next(slowly(400), 6)
    await ask(work, 'words: 20')
    await ask(side, 'words: 21')
    await expect(page.getByRole('heading', { name: words.headline(2, 2) })).toBeVisible({ timeout: 20_000 })
    for (const folder of [work, side])
      await expect.poll(() => answers(person, folder), { timeout: 60_000 }).toHaveLength(1)
    await expect(row(work)).toContainText('at Anthropic')
    await expect(row(work)).toContainText('paying')
    await expect(row(side)).toContainText('at Z.AI')
    await expect(row(side)).toContainText('trying')
    for (const twin of [anthropic, zai]) expect(twin.log.some(({ status }) => status === 200)).toBe(true)
    await shoot(info.outputPath('both.png'))
  })

  await test.step('one is ended by keyboard in the middle of an answer: it is cut at once, the other is not', async () => {
    const [heard, beside] = [zai.log.length, anthropic.log.length]
    for (const twin of [anthropic, zai]) twin.next(slowly(400), 1)
    await ask(work, 'words: 24')
    await ask(side, 'words: 60')
    for (const [twin, before] of [
      [anthropic, beside],
      [zai, heard],
    ] as const)
      await expect.poll(() => twin.log.length, { timeout: 30_000 }).toBe(before + 1)
    await page.bringToFront()
    await row(side).focus()
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('row', { name: /person\/side, xterm, ended/ })).toBeVisible()
    await expect.poll(() => zai.log.at(heard)?.ended, { timeout: 2000 }).toBe('aborted')
    await expect.poll(() => answers(person, work), { timeout: 60_000 }).toHaveLength(2)
    expect(anthropic.log.at(beside)?.ended).toBe('sent')
  })

  await test.step('what was ended is told so, and its provider hears nothing more', async () => {
    await expect.poll(() => shownIn(side), { timeout: 30_000 }).toContain(squeezed(text.errors.gate.sessionEnded))
    const heard = zai.log.length
    await ask(side, 'words: 22')
    await expect.poll(() => shownIn(side), { timeout: 30_000 }).toContain(squeezed(text.errors.gate.sessionEnded))
    expect(zai.log.length).toBe(heard)
    await shoot(info.outputPath('ended.png'))
  })

  await test.step('the other goes on', async () => {
    await ask(work, 'words: 23')
    await expect.poll(() => answers(person, work), { timeout: 60_000 }).toHaveLength(3)
    expect(anthropic.log.at(-1)?.status).toBe(200)
  })

  await test.step('when its Claude Code is over, so is its session, and nothing is left behind', async () => {
    await focusTerminalIn(work)
    await press('ctrl+c', 'ctrl+c')
    await expect(page.getByRole('row', { name: /person\/work, xterm, over/ })).toBeVisible({ timeout: 20_000 })
    await focusTerminalIn(side)
    await press('ctrl+c', 'ctrl+c')
    const clients = () => processes().filter(({ environment }) => environment.includes(`HOME=${person}\n`))
    await expect.poll(() => clients().filter((it) => it.program.includes('claude-code')).length).toBe(0)
    await expect.poll(() => fs.readdirSync(path.join(app.home, 'run'))).toEqual([])
  })
})
