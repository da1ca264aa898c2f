import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** What `npm run dist` makes is unpacked as its installer would, and started on a desktop of its own. */
const root = path.resolve(import.meta.dirname, '..')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packages-'))

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/dist.mjs'], { cwd: root, stdio: 'inherit' })
}, 20 * 60_000)
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function made(ending: string): string {
  const name = fs.readdirSync(path.join(root, 'dist')).find((one) => one.endsWith(ending))
  expect(name, `dist/*${ending}`).toBeDefined()
  return path.join(root, 'dist', name ?? '')
}

/** Starts the app in practice mode and asks its relay for a sign of life, from a home that holds nothing yet. */
async function health(executable: string): Promise<unknown> {
  const home = fs.mkdtempSync(path.join(folder, 'home-'))
  fs.writeFileSync(path.join(home, 'config.json'), JSON.stringify({ server: { listen: '127.0.0.1:0' } }))
  const env = { ...process.env, ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}) }
  const app = spawn(path.join(root, 'scripts', 'tray-host.sh'), [executable, '--demo', `--home=${home}`], {
    env,
    stdio: 'ignore',
    detached: true,
  })
  try {
    await expect.poll(() => portIn(home), { timeout: 60_000, interval: 200 }).not.toBeNull()
    const answer = await fetch(`http://127.0.0.1:${portIn(home)}/health`)
    return await answer.json()
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
  expect(await health(path.join(folder, 'deb', 'opt', 'CC Relay', 'cc-relay'))).toEqual({ status: 'ok' })
})

it('the deb puts the app into the menu, under a name its window answers to', () => {
  const entry = path.join(folder, 'deb', 'usr', 'share', 'applications', 'cc-relay.desktop')
  execFileSync('desktop-file-validate', [entry])
  expect(fs.readFileSync(entry, 'utf8')).toMatch(/^StartupWMClass=cc-relay$/m)
})

it('the tar.gz holds an app that starts', async () => {
  execFileSync('tar', ['-xzf', made('.tar.gz'), '-C', folder])
  const inside = fs.readdirSync(folder).find((name) => name.startsWith('cc-relay-')) ?? ''
  expect(await health(path.join(folder, inside, 'cc-relay'))).toEqual({ status: 'ok' })
})
