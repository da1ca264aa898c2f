import fs from 'node:fs'
import path from 'node:path'
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test'
import { type Config, SCHEMA_VERSION } from '../src-shared/config/schema.ts'

export const root = path.resolve(import.meta.dirname, '..')

/** Where a client finds the relay. */
export interface RelayAt {
  readonly address: string
  readonly token: string
}

export interface OpenOptions {
  /** Where everything of this user is kept. */
  readonly home: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Settings of the app from an earlier day. Where there is a config already, it stays. */
  readonly settings?: Partial<Config['app']>
}

/** The app as a person started it, unpackaged or packaged. */
export interface OpenApp {
  readonly electron: ElectronApplication
  readonly pid: number
  readonly home: string
  /** Its window; waits for it to open. */
  window(): Promise<Page>
  relay(): Promise<RelayAt>
  /** Everything it wrote to its terminal so far. */
  printed(): string
  /** Quits as its menu would, and waits for the process to end. */
  quit(): Promise<void>
}

/** What a page may take to show something, on a busy machine. */
const PATIENCE_MS = 15_000

/** Variables of the developer's own that would steer the app, or the Claude Code it launches. */
const STEERS = /^(ANTHROPIC_|CLAUDE|CC_RELAY_|NODE_OPTIONS$|VITEST|TEST_|npm_)/

/** Starts the app. `packaged`: the built one that `CC_RELAY_PACKAGED` names. */
export async function openApp(
  packaged: boolean,
  { home, args = [], env = {}, settings = {} }: OpenOptions,
): Promise<OpenApp> {
  prepare(home, settings)
  const before = readLogs(home).length
  const inherited = Object.entries(process.env).filter(([name]) => !STEERS.test(name))
  const person = path.join(home, '..', 'person')
  fs.mkdirSync(person, { recursive: true })
  const electron = await _electron.launch({
    executablePath: packaged
      ? variable('CC_RELAY_PACKAGED')
      : path.join(variable('ELECTRON_OVERRIDE_DIST_PATH'), 'electron'),
    args: [...(packaged ? [] : [root]), `--home=${home}`, ...args],
    cwd: root,
    env: { ...(Object.fromEntries(inherited) as Record<string, string>), HOME: person, ...env },
  })
  let printed = ''
  const child = electron.process()
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (words) => (printed += String(words)))
  return {
    electron,
    pid: child.pid as number,
    home,
    printed: () => printed,
    async window() {
      const page = electron.windows()[0] ?? (await electron.firstWindow())
      page.setDefaultTimeout(PATIENCE_MS)
      await page.waitForLoadState('domcontentloaded')
      // Nobody presses a key before there is something to see.
      await page.locator('h1').first().waitFor()
      return page
    },
    async relay() {
      const port = () => lastPort(readLogs(home).slice(before))
      await expect.poll(port, { message: 'the relay listens', timeout: 20_000 }).not.toBeNull()
      const token = fs.readFileSync(path.join(home, 'client-token'), 'utf8').trim()
      return { address: `http://127.0.0.1:${port()}`, token }
    },
    async quit() {
      await electron.close()
    },
  }
}

/** What a person would have set before: a port of its own, so that tests stand side by side. */
function prepare(home: string, app: object): void {
  fs.mkdirSync(home, { recursive: true, mode: 0o700 })
  const config = path.join(home, 'config.json')
  if (fs.existsSync(config)) return
  fs.writeFileSync(config, JSON.stringify({ schema_version: SCHEMA_VERSION, server: { listen: '127.0.0.1:0' }, app }))
}

/** From the app's log: the port is chosen by the system. */
const lastPort = (lines: readonly Record<string, unknown>[]): unknown =>
  lines.findLast((line) => line.msg === 'listening')?.port ?? null

/** The lines of the app's log, the oldest first. */
function readLogs(home: string): Record<string, unknown>[] {
  const folder = path.join(home, 'logs')
  if (!fs.existsSync(folder)) return []
  const files = fs.readdirSync(folder).sort()
  return files.flatMap((file) =>
    fs
      .readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
}

function variable(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests with npm test`)
  return value
}
