import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SUMS, sha256 } from '../scripts/lib/checksums.mjs'

/** What `npm run dist` makes is unpacked as its installer would, and started on a desktop of its own. */
const root = path.resolve(import.meta.dirname, '..')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packages-'))

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/dist.mjs'], { cwd: root, stdio: 'inherit' })
}, 20 * 60_000)
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const WELL = { said: { status: 'ok' } }

function made(ending: string): string {
  const name = fs.readdirSync(path.join(root, 'dist')).find((one) => one.endsWith(ending))
  expect(name, `dist/*${ending}`).toBeDefined()
  return path.join(root, 'dist', name ?? '')
}

/** Starts the app in practice mode and asks its relay for a sign of life, from a home that holds nothing yet. */
async function health(executable: string, ...args: string[]): Promise<{ said: unknown; printed: string }> {
  const home = fs.mkdtempSync(path.join(folder, 'home-'))
  fs.writeFileSync(path.join(home, 'config.json'), JSON.stringify({ server: { listen: '127.0.0.1:0' } }))
  const env = { ...process.env, ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}) }
  const app = spawn(path.join(root, 'scripts', 'tray-host.sh'), [executable, '--demo', `--home=${home}`, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (words) => (printed += String(words)))
  try {
    await expect.poll(() => portIn(home), { timeout: 60_000, interval: 200 }).not.toBeNull()
    const answer = await fetch(`http://127.0.0.1:${portIn(home)}/health`)
    return { said: await answer.json(), printed }
  } finally {
    process.kill(-(app.pid ?? 0), 'SIGTERM')
  }
}

function portIn(home: string): number | null {
  const file = path.join(home, 'logs', 'cc-relay.log')
  const log = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
  return Number(/"port":(\d+),"msg":"listening"/.exec(log)?.[1]) || null
}

it('the deb holds an app that starts', async () => {
  execFileSync('dpkg-deb', ['-x', made('.deb'), path.join(folder, 'deb')])
  expect(await health(path.join(folder, 'deb', 'opt', 'CC Relay', 'cc-relay'))).toMatchObject(WELL)
})

it('the deb puts the app into the menu, under a name its window answers to', () => {
  const entry = path.join(folder, 'deb', 'usr', 'share', 'applications', 'cc-relay.desktop')
  execFileSync('desktop-file-validate', [entry])
  expect(fs.readFileSync(entry, 'utf8')).toMatch(/^StartupWMClass=cc-relay$/m)
})

it('the tar.gz holds an app that starts', async () => {
  execFileSync('tar', ['-xzf', made('.tar.gz'), '-C', folder])
  const inside = fs.readdirSync(folder).find((name) => name.startsWith('cc-relay-')) ?? ''
  expect(await health(path.join(folder, inside, 'cc-relay'))).toMatchObject(WELL)
})

it('cannot be inspected', async () => {
  const { said, printed } = await health(path.join(folder, 'deb', 'opt', 'CC Relay', 'cc-relay'), '--inspect=0')
  expect(said).toEqual(WELL.said)
  expect(printed).not.toContain('Debugger listening')
})

it('comes with checksums that tell a package of which one byte was changed', () => {
  const check = (at: string) => execFileSync('sha256sum', ['--check', '--strict', SUMS], { cwd: at, stdio: 'pipe' })
  const dist = path.join(root, 'dist')
  expect(String(check(dist))).toContain('.deb: OK')
  const copy = path.join(folder, 'changed')
  fs.mkdirSync(copy)
  for (const name of [SUMS, ...fs.readdirSync(dist).filter((one) => /\.(deb|gz)$/.test(one))])
    fs.copyFileSync(path.join(dist, name), path.join(copy, name))
  const deb = path.join(copy, path.basename(made('.deb')))
  const bytes = fs.readFileSync(deb)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  fs.writeFileSync(deb, bytes)
  expect(() => check(copy)).toThrow()
})

it('the same sources make the same app a second time', () => {
  const asar = (output: string) => sha256(path.join(root, output, 'linux-unpacked', 'resources', 'app.asar'))
  const first = asar('dist')
  for (const script of ['scripts/build.mjs', 'scripts/pack.mjs'])
    execFileSync(process.execPath, [script], { cwd: root, stdio: 'inherit' })
  expect(asar('dist-e2e')).toBe(first)
}, 600_000)
