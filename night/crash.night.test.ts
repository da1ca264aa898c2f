import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { end, type Process, processes } from '../e2e/screen.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { canaries, finderOf } from '../src-main/secrets/testing/find.ts'

const root = path.resolve(import.meta.dirname, '..')
const PAGE = path.join(root, 'docs', 'evidence', 'crashes.md')
const PROGRAM = path.join(root, 'dist-e2e', 'linux-unpacked', 'cc-relay')
const TOKEN = 'the-token-of-the-config-of-this-test'
const [SECRET = ''] = canaries(1)
const said: string[] = []

let folder: string
let twin: Twin
let called: number
let proxy: net.Server
beforeAll(() => {
  for (const script of ['scripts/build.mjs', 'scripts/pack.mjs'])
    execFileSync(process.execPath, [script], { cwd: root, stdio: 'inherit' })
}, 600_000)
afterAll(() => {
  const lines = said.map((line) => `- ${line}`).join('\n')
  fs.writeFileSync(
    PAGE,
    `# Crashes\n\nWith a key in memory that was just used:\n\n${lines}\n\nMade by \`npm run test:night\`.\n`,
  )
})
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crash-'))
  twin = await startAnthropic({ keys: [{ secret: SECRET, name: 'one' }] })
  called = 0
  proxy = net.createServer((socket) => {
    called += 1
    socket.destroy()
  })
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready))
})
afterEach(async () => {
  for (const { pid } of ours()) end(pid)
  proxy.close()
  await twin.stop()
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
})

const ours = (): Process[] => processes().filter((it) => `${it.environment}${it.commandLine}`.includes(folder))
const programs = () => ours().filter(({ program }) => program === PROGRAM)
const typeOf = ({ commandLine }: Process) => /--type=([\w-]+)/.exec(commandLine)?.[1] ?? 'main'

/** The app with its window, and a key in memory that was used. */
async function begun(): Promise<string> {
  for (const name of ['home', 'person', 'tmp']) fs.mkdirSync(path.join(folder, name), { mode: 0o700 })
  const config = path.join(folder, 'relay.yaml')
  fs.writeFileSync(
    config,
    `server: { listen: 127.0.0.1:0, auth: { api_key: ${TOKEN} } }\nproviders:\n  - { name: one, type: anthropic, base_url: "${twin.baseUrl}", keys: [{ key: "\${KEY}" }] }\n`,
  )
  const { port } = proxy.address() as AddressInfo
  const env = {
    ...process.env,
    ...{ KEY: SECRET, HOME: path.join(folder, 'person'), TMPDIR: path.join(folder, 'tmp') },
    ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}),
  }
  const args = [`--home=${path.join(folder, 'home')}`, `--config=${config}`, `--proxy-server=http://127.0.0.1:${port}`]
  spawn(path.join(root, 'scripts', 'tray-host.sh'), [PROGRAM, ...args], { env, cwd: folder, stdio: 'ignore' })
  const log = path.join(folder, 'home', 'logs', 'cc-relay.log')
  const relay = () => /"port":(\d+),"msg":"listening"/.exec(fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '')?.[1]
  await expect.poll(relay, { timeout: 60_000, interval: 200 }).toBeDefined()
  await expect.poll(() => programs().map(typeOf), { timeout: 30_000, interval: 200 }).toContain('renderer')
  const address = `http://127.0.0.1:${relay()}`
  const headers = { 'x-api-key': TOKEN, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'claude-sonnet-5', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] })
  expect((await fetch(`${address}/v1/messages`, { method: 'POST', headers, body })).status).toBe(200)
  return address
}

const files = () =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

/** What the desktop around it tidies up meanwhile holds nothing. */
function read(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

it.each([
  // The main process is not ended by a SIGABRT that comes from outside.
  ['main', 'SIGBUS'],
  ['main', 'SIGSEGV'],
  ['renderer', 'SIGABRT'],
  ['renderer', 'SIGSEGV'],
  ['gpu-process', 'SIGSEGV'],
  ['utility', 'SIGSEGV'],
] as const)(
  '%s ended by %s leaves no dump, no key in any file, and calls nobody',
  async (type, signal) => {
    const address = await begun()
    const victim = programs().find((one) => typeOf(one) === type)
    if (!victim) throw new Error(`there is no ${type}: ${programs().map(typeOf)}`)
    process.kill(victim.pid, signal)
    await expect
      .poll(() => ours().some(({ pid }) => pid === victim.pid), { timeout: 20_000, interval: 100 })
      .toBe(false)
    // A dump is written by who looks after the one that died, and may take a moment.
    if (type !== 'main') expect((await fetch(`${address}/health`)).status).toBe(200)
    for (const { pid } of programs()) end(pid)
    await expect.poll(() => programs().length, { timeout: 20_000, interval: 100 }).toBe(0)
    const find = finderOf([SECRET])
    expect(files().filter((file) => find(read(file)).length > 0)).toEqual([])
    const dumps = files().filter((file) => /\.dmp$|(^|\/)core(\.\d+)?$/.test(file))
    expect(dumps).toEqual([])
    expect(called).toBe(0)
    said.push(`${type}, ${signal}: ${files().length} files, 0 dumps, 0 with the key, 0 calls`)
  },
  180_000,
)
