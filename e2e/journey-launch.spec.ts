import fs from 'node:fs'
import path from 'node:path'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { text } from '../src-shared/text/text.ts'
import { claudeCode } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { answers, furnish, shown, squeezed } from './person.ts'
import { focusWindow, press, processes, shoot, type } from './screen.ts'
import { addKey, goTo } from './window.ts'

const words = text.window.sheets.launch
const key = 'sk-ant-api03-journey-launch-key-00000001'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

test('launch opens a terminal whose Claude Code answers through the relay @packaged', async ({ desk }, info) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'one' }] })
  const person = desk.folder('person')
  const settings = furnish(person, claude)
  const before = fs.readFileSync(settings, 'utf8')
  const app = await desk.open({ env: { SHELL: '/bin/bash', ANTHROPIC_API_KEY: 'sk-ant-own' } })
  const page = await app.window()
  const { token } = await app.relay()
  await addKey(page, { secret: key, label: 'work', address: twin.baseUrl })

  await test.step('Claude Code is found where no PATH of a desktop leads, and the terminal can be chosen', async () => {
    await goTo(page, 'settings')
    await expect(page.getByText(/^2\.1\.197, .*person\/\.local\/bin\/claude$/)).toBeVisible({ timeout: 20_000 })
    await page.getByLabel(text.window.settings.terminal).selectOption('xterm')
  })

  await test.step('a folder is chosen in the system’s own dialog', async () => {
    await page.keyboard.press('Control+l')
    const sheet = page.getByRole('dialog', { name: words.title })
    await sheet.getByRole('button', { name: words.choose }).click()
    await focusWindow(text.tray.chooseFolder)
    await expect(async () => {
      await press('alt+Home', 'alt+o') // to the home folder, and open
      await expect(sheet.getByText(person, { exact: true })).toBeVisible({ timeout: 1000 })
    }).toPass({ timeout: 20_000 })
    await sheet.getByRole('button', { name: words.submit, exact: true }).click()
    await expect(page.getByText(words.opened('xterm', person))).toBeVisible()
  })

  const screen = () => shown(path.join(person, 'screen.log'))
  /** This person's Claude Code: the machine may run others. */
  const clients = () =>
    processes().filter((it) => it.program.includes('claude-code') && it.environment.includes(`HOME=${person}\n`))
  await test.step('the real client answers there', async () => {
    await expect.poll(screen, { timeout: 30_000 }).toContain('❯')
    await focusWindow('xterm|claude|Claude')
    await type('words: 12')
    await expect.poll(screen).toContain('words:12')
    await press('Return')
    await expect.poll(() => answers(person), { timeout: 30_000 }).toHaveLength(1)
    const [answer = ''] = answers(person)
    await expect.poll(screen).toContain(squeezed(answer))
    await shoot(info.outputPath('terminal.png'))
    expect(twin.log.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    expect(twin.log.map((entry) => entry.key)).not.toContain(null)
  })

  await test.step('no secret is on a command line, and no provider’s key anywhere near the client', async () => {
    const all = processes()
    const client = clients()
    expect(client).toHaveLength(1)
    const [environment = ''] = client.map((it) => it.environment)
    const [, own = ''] = /^ANTHROPIC_AUTH_TOKEN=(.*)$/m.exec(environment) ?? []
    expect(own).toMatch(/^[\w-]{43}$/)
    for (const secret of [token, own, key]) expect(all.filter((it) => it.commandLine.includes(secret))).toEqual([])
    for (const { environment } of all) expect(environment).not.toContain(key)
    expect(own).not.toBe(token)
    expect(environment).not.toContain('sk-ant-own')
  })

  await test.step('its settings are as they were, and nothing is left behind', async () => {
    expect(fs.readFileSync(settings, 'utf8')).toBe(before)
    await focusWindow('xterm|claude|Claude')
    await press('ctrl+c', 'ctrl+c')
    await expect.poll(() => clients().length).toBe(0)
    await expect.poll(() => fs.readdirSync(path.join(app.home, 'run'))).toEqual([])
  })
})

test('without Claude Code it says what is missing and how to get it', async ({ desk }) => {
  const twin = await desk.twin(startAnthropic, { keys: [{ secret: key, name: 'one' }] })
  const app = await desk.open({
    settings: { last_folder: desk.folder('projects') },
    env: { SHELL: '/bin/false', PATH: desk.folder('nothing') },
  })
  const page = await app.window()
  await addKey(page, { secret: key, label: 'work', address: twin.baseUrl })
  await page.keyboard.press('Control+l')
  const sheet = page.getByRole('dialog', { name: words.title })
  await sheet.getByRole('button', { name: words.submit, exact: true }).click()
  await expect(sheet.getByRole('alert')).toHaveText(text.launch.noClaude)
})
