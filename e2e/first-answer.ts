import fs from 'node:fs'
import path from 'node:path'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { SCHEMA_VERSION } from '../src-shared/config/schema.ts'
import { text } from '../src-shared/text/text.ts'
import { type Desk, expect } from './desk.ts'
import { answers, furnish, shown, squeezed } from './person.ts'
import { focusTerminalIn, focusWindow, press, processes, type } from './screen.ts'

const first = text.window.keys.first
const sheets = text.window.sheets
const KEY = 'sk-ant-api03-first-answer-key-00000001'

/** More than that is too many between the first window and the first answer, Claude Code's own question of trust among them. */
const MOST_ACTIONS = 4

/** Called after each action, when what came of it is on the screen. */
type Seen = (action: number, what: string) => Promise<unknown>

export interface FirstRun {
  readonly desk: Desk
  readonly claude: string
  readonly seen: Seen
  readonly args?: readonly string[]
  /** X resources of the terminal. */
  readonly terminal?: readonly string[]
}

/** Practice mode, from the first window to the first answer. Answers with the number of actions it took. */
export async function byPractice(run: FirstRun): Promise<number> {
  const { page, person, act, answer, count } = await begin(run, [])
  await act('practice started', async () => {
    await page.getByRole('button', { name: first.start }).click()
    await expect(page.getByRole('dialog', { name: sheets.launch.title })).toBeVisible()
    await expect(page.getByText(text.window.notices.practiceWords)).toBeVisible()
  })
  await act('launched', async () => {
    await focusWindow(text.window.title)
    await press('Return')
    await opened(person)
  })
  await answer()
  return count()
}

/** With a key that is pasted, which a twin of its provider accepts. Answers with the number of actions it took. */
export async function byKey(run: FirstRun): Promise<number> {
  const twin = await run.desk.twin(startAnthropic, { keys: [{ secret: KEY, name: 'one' }] })
  const provider = { name: 'anthropic', type: 'anthropic', base_url: twin.baseUrl, keys: [] }
  const { app, page, person, act, answer, count } = await begin(run, [provider])
  await app.electron.evaluate(({ clipboard }, key) => clipboard.writeText(key), KEY)
  await focusWindow(text.window.title)
  await act('pasted and recognised', async () => {
    await press('ctrl+v')
    await expect(page.getByText(sheets.add.recognised('Anthropic'))).toBeVisible()
  })
  await act('tested, stored and launched', async () => {
    await press('Return')
    await opened(person)
  })
  await answer()
  expect(twin.log.some(({ status, key }) => status === 200 && key === 'one')).toBe(true)
  await app.quit()
  return count()
}

const screenOf = (person: string) => shown(path.join(person, 'screen.log'))
const opened = (person: string) =>
  expect.poll(() => screenOf(person), { timeout: 40_000 }).toContain(squeezed('Yes, I trust this folder'))

/** The app as it is started for the first time, by a person who has used Claude Code before, but not here. */
async function begin({ desk, claude, seen, args = [], terminal = [] }: FirstRun, providers: readonly object[]) {
  const person = desk.folder('person')
  furnish(person, claude, [desk.folder('person/elsewhere')])
  fs.appendFileSync(path.join(person, '.Xdefaults'), terminal.map((line) => `${line}\n`).join(''))
  const config = { schema_version: SCHEMA_VERSION, server: { listen: '127.0.0.1:0' }, providers }
  fs.writeFileSync(
    path.join(desk.folder('home'), 'config.json'),
    JSON.stringify({ ...config, app: { terminal: 'xterm', appearance: 'light' } }),
  )
  const app = await desk.open({ env: { HOME: person, SHELL: '/bin/bash' }, args })
  const page = await app.window()
  await expect(page.getByRole('heading', { name: first.title })).toBeVisible()

  let actions = 0
  const act = async (what: string, doIt: () => Promise<unknown>) => {
    actions += 1
    expect(actions, what).toBeLessThanOrEqual(MOST_ACTIONS)
    await doIt()
    await page.evaluate(() => Promise.all(document.getAnimations().map((it) => it.finished.catch(() => {}))))
    await seen(actions, what)
  }
  /** Claude Code asks whether the folder is to be trusted; then it is asked something. */
  const answer = async () => {
    await act('the folder is trusted', async () => {
      await focusTerminalIn(person)
      await press('Return')
      await expect.poll(() => screenOf(person), { timeout: 40_000 }).toContain(squeezed('? for shortcuts'))
    })
    await act('asked and answered', async () => {
      await type('words: 12')
      await press('Return')
      await expect.poll(() => answers(person), { timeout: 40_000 }).toHaveLength(1)
      const [said = ''] = answers(person)
      await expect.poll(() => screenOf(person)).toContain(squeezed(said).slice(0, 40))
    })
    await press('ctrl+c', 'ctrl+c') // it would outlive the app
    const clients = () => processes().filter(({ environment }) => environment.includes(`HOME=${person}\n`))
    await expect.poll(() => clients().filter((it) => it.program.includes('claude-code')).length).toBe(0)
  }
  return { app, page, person, act, answer, count: () => actions }
}
