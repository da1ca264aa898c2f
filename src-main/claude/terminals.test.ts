import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nodeSpawner } from '../node/spawner.ts'
import type { Machine } from './machine.ts'
import { findTerminal, terminalsOf } from './terminals.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminals-'))
  for (const name of ['xterm', 'rare-term']) {
    await writeFile(join(folder, name), '')
    await chmod(join(folder, name), 0o755)
  }
  await mkdir(join(folder, 'Applications/iTerm.app'), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true }))

const machine = (parts: Partial<Machine>): Machine => ({
  platform: 'linux',
  env: {},
  home: folder,
  shell: '/bin/sh',
  spawner: nodeSpawner,
  ...parts,
})
const named = (platform: NodeJS.Platform, name: string) => {
  const terminal = terminalsOf({ platform, env: {} }).find((one) => one.name === name)
  if (!terminal) throw new Error(`no terminal ${name}`)
  return terminal
}
const command = ['/bin/sh', "/home/me/my 'run'/launch.sh"]

it.each([
  ['System default', ['-e', ...command]],
  ['GNOME Terminal', ['--', ...command]],
  ['Konsole', ['-e', ...command]],
  ['Xfce Terminal', ['-x', ...command]],
  ['kitty', command],
  ['WezTerm', ['start', '--', ...command]],
  ['xterm', ['-e', ...command]],
  ['Tilix', ['-e', `'/bin/sh' '/home/me/my '\\''run'\\''/launch.sh'`]],
])('tells %s of Linux what to run', (name, args) => expect(named('linux', name).args(command)).toEqual(args))

it.each([
  ['Terminal', ['-a', 'Terminal', command[1]]],
  ['Ghostty', ['-na', 'Ghostty', '--args', '-e', ...command]],
])('opens %s of macOS without asking to control it', (name, args) => {
  expect(named('darwin', name).args(command)).toEqual(args)
})

const batch = ['cmd.exe', '/d', '/c', "C:\\a;b\\it's.cmd"]
it.each([
  ['Windows Terminal', ['cmd.exe', '/d', '/c', "C:\\a\\;b\\it's.cmd"]],
  ['PowerShell', ['-NoLogo', '-Command', "& 'C:\\a;b\\it''s.cmd'"]],
  ['Command Prompt', ['/d', '/c', "C:\\a;b\\it's.cmd"]],
])('tells %s of Windows what to run', (name, args) => expect(named('win32', name).args(batch)).toEqual(args))

it("tries the user's own $TERMINAL first, and once", () => {
  const names = terminalsOf({ platform: 'linux', env: { TERMINAL: '/opt/bin/wezterm' } }).map(({ name }) => name)
  expect(names[0]).toBe('WezTerm')
  expect(names.filter((name) => name === 'WezTerm')).toHaveLength(1)
})

it('runs an unknown $TERMINAL the way most are run', () => {
  const [own] = terminalsOf({ platform: 'linux', env: { TERMINAL: 'rare-term' } })
  expect(own?.args(command)).toEqual(['-e', ...command])
})

it('finds what is installed and nothing else', async () => {
  const file = async (name: string) => (await findTerminal(named('linux', name), [folder], machine({})))?.file ?? null
  expect(await file('xterm')).toBe(join(folder, 'xterm'))
  expect(await file('Konsole')).toBeNull()
})

it('finds a $TERMINAL given by its whole path', async () => {
  const env = { TERMINAL: join(folder, 'rare-term') }
  const [own] = terminalsOf({ platform: 'linux', env })
  expect(own && (await findTerminal(own, [], machine({ env })))?.file).toBe(env.TERMINAL)
})

it("finds an application in the user's own folder", async () => {
  const found = await findTerminal(named('darwin', 'iTerm'), [], machine({ platform: 'darwin' }))
  expect(found?.file).toBe('/usr/bin/open')
})
