import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nodeSpawner } from '../node/spawner.ts'
import { findClaude, findProgram, knownFolders, searchPath } from './locate.ts'
import { loginEnvironment } from './login-shell.ts'
import type { Machine } from './machine.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'locate-'))
})
afterEach(() => rm(home, { recursive: true }))

/** A Linux machine whose login shell answers with `login` and on which nothing else can be asked. */
const machine = (parts: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  env: { PATH: join(home, 'nothing') },
  home,
  shell: '',
  spawner: nodeSpawner,
  ...parts,
})

async function install(path: string, text = '#!/bin/sh\necho "2.1.197 (Claude Code)"\n'): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  await chmod(path, 0o755)
  return path
}

it('has nothing where there is nothing', async () => {
  expect(await findProgram('claude', [home, join(home, 'missing')], machine())).toBeNull()
})

it('takes the one the login shell would run before the one the app sees', async () => {
  const shells = await install(join(home, 'shell/claude'))
  await install(join(home, 'gui/claude'))
  const found = await findClaude(machine({ env: { PATH: join(home, 'gui') } }), { PATH: join(home, 'shell') })
  expect(found).toEqual({ path: shells, version: '2.1.197' })
})

it.each([
  '.claude/local/claude',
  '.local/bin/claude',
  '.npm-global/bin/claude',
  '.volta/bin/claude',
  '.bun/bin/claude',
  '.asdf/shims/claude',
  '.nvm/versions/node/v22.1.0/bin/claude',
  '.local/share/fnm/node-versions/v20.18.1/installation/bin/claude',
])('finds ~/%s, which is in no PATH', async (place) => {
  const path = await install(join(home, place))
  expect((await findClaude(machine(), {}))?.path).toBe(path)
})

it('takes the newest of several Node versions, by number', async () => {
  await install(join(home, '.nvm/versions/node/v9.0.0/bin/claude'))
  const newest = await install(join(home, '.nvm/versions/node/v22.1.0/bin/claude'))
  expect((await findClaude(machine(), {}))?.path).toBe(newest)
})

it('asks npm for its global folder as the last thing', async () => {
  const path = await install(join(home, 'far away/bin/claude'))
  const spawner: Machine['spawner'] = {
    ...nodeSpawner,
    ask: async (file, args, ms) =>
      args.includes('npm prefix -g') ? `hello\n${join(home, 'far away')}\n` : nodeSpawner.ask(file, args, ms),
  }
  expect((await findClaude(machine({ shell: '/bin/bash', spawner }), {}))?.path).toBe(path)
})

it('has the path without a version where the program does not say one', async () => {
  const path = await install(join(home, 'bin/claude'), '#!/bin/sh\nexit 1\n')
  expect(await findClaude(machine({ env: { PATH: join(home, 'bin') } }), {})).toEqual({ path, version: null })
})

it('passes over what cannot be run, folders, and relative places', async () => {
  await mkdir(join(home, 'a/claude'), { recursive: true })
  await mkdir(join(home, 'b'))
  await writeFile(join(home, 'b/claude'), 'not executable')
  const path = await install(join(home, 'c/claude'))
  expect(await findProgram('claude', ['.', join(home, 'a'), join(home, 'b'), join(home, 'c')], machine())).toBe(path)
})

it('looks where Windows installers put it', () => {
  const env = { APPDATA: 'C:\\Users\\me\\AppData\\Roaming' }
  const folders = knownFolders({ platform: 'win32', env, home: 'C:\\Users\\me' })
  expect(folders).toContain('C:\\Users\\me\\AppData\\Roaming\\npm')
  expect(folders).toContain('C:\\Users\\me\\.local\\bin')
})

it('knows each folder of the two PATHs once, in their order', () => {
  expect(searchPath(machine({ env: { PATH: '/usr/bin:/opt' } }), { PATH: '/home/me/bin:/usr/bin:' })).toEqual([
    '/home/me/bin',
    '/usr/bin',
    '/opt',
  ])
  expect(searchPath(machine({ platform: 'win32', env: { Path: 'C:\\a;C:\\b' } }), {})).toEqual(['C:\\a', 'C:\\b'])
})

it('asks the login shell for the PATH its start-up files make', async () => {
  await writeFile(join(home, '.profile'), 'echo "Welcome"\nexport PATH="$HOME/made:/bin" NO_PROXY=.corp\n')
  const spawner: Machine['spawner'] = {
    ...nodeSpawner,
    ask: (file, args, ms) => nodeSpawner.ask('/usr/bin/env', [`HOME=${home}`, file, ...args], ms),
  }
  const login = await loginEnvironment(machine({ shell: '/bin/sh', spawner }))
  expect(login).toMatchObject({ PATH: `${home}/made:/bin`, NO_PROXY: '.corp' })
})

it('asks nothing of a shell it does not know', async () => {
  const spawner: Machine['spawner'] = { ...nodeSpawner, ask: () => Promise.reject(new Error('asked')) }
  expect(await loginEnvironment(machine({ shell: '/usr/bin/nu', spawner }))).toEqual({})
  expect(await loginEnvironment(machine({ platform: 'win32', shell: '/bin/bash', spawner }))).toEqual({})
})

it('does without the interactive files where they fail', async () => {
  const spawner: Machine['spawner'] = {
    ...nodeSpawner,
    ask: (file, args, ms) => (args.includes('-i') ? Promise.resolve(null) : nodeSpawner.ask(file, args, ms)),
  }
  expect(await loginEnvironment(machine({ shell: '/bin/sh', spawner }))).toHaveProperty('PATH')
})
