import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SessionId } from '../../src-shared/domain/ids.ts'
import type { LaunchOptions } from '../app.ts'
import { nodeClock } from '../node/clock.ts'
import { nodeIds } from '../node/ids.ts'
import type { Spawner } from '../ports.ts'
import { createLauncher } from './launch.ts'
import { sweepLaunches } from './run-folder.ts'

let home: string
let run: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'launch-'))
  run = join(home, "own 'run'")
  await mkdir(join(home, 'bin'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function program(name: string, lines: string): Promise<void> {
  await writeFile(join(home, 'bin', name), `#!/bin/sh\n${lines}\n`)
  await chmod(join(home, 'bin', name), 0o755)
}

/** A client that writes down where it is, what it was given, and what it read, then ends with `code`. */
const client = (code = 0) =>
  program(
    'claude',
    `[ "$1" = --version ] && { echo 2.1.197; exit; }
pwd > "$OUT/folder"; env > "$OUT/env"; printf '%s\\n' "$@" > "$OUT/args"; cat "$2" > "$OUT/settings"
ls -l "$(dirname "$2")" > "$OUT/own"
exit ${code}`,
  )

/** A terminal whose window is a file: runs `-e COMMAND`, with Enter pressed once. */
const terminal = () => program('xterm', `shift; printf '\\n' | "$@" > "$OUT/screen" 2>&1; touch "$OUT/closed"`)

interface Started {
  file: string
  args: readonly string[]
  env: Record<string, string>
  ended: Promise<unknown>
}

/** Starts programs for real and remembers what was started. */
function spawner(): Spawner & { started: Started[] } {
  const started: Started[] = []
  return {
    started,
    async start(file, args, { cwd, env }) {
      const child = spawn(file, args, { cwd, env, stdio: 'ignore' })
      const ended = once(child, 'close')
      await once(child, 'spawn')
      started.push({ file, args, env, ended })
      return child.pid as number
    },
    ask: async (_file, args) => (args.includes('--version') ? '2.1.197 (Claude Code)' : null),
  }
}

function launcher(start: Spawner, parts: { shell?: string; env?: Record<string, string>; patienceMs?: number } = {}) {
  const env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, HOME: home, OUT: home, ...parts.env }
  return createLauncher({
    machine: { platform: 'linux', env, home, shell: parts.shell ?? '', spawner: start },
    clock: nodeClock,
    runFolder: run,
    ...(parts.patienceMs === undefined ? {} : { patienceMs: parts.patienceMs }),
  })
}

const options = (folder: string, more: Partial<LaunchOptions> = {}): LaunchOptions => ({
  id: SessionId.parse(nodeIds.next('launch')),
  folder,
  terminal: 'xterm',
  address: 'http://127.0.0.1:8787',
  trust: null,
  token: 'relay-token',
  roles: {},
  ...more,
})

const out = (name: string) => readFile(join(home, name), 'utf8')

it("runs Claude Code in the folder, in the terminal, with the relay's environment", async () => {
  await client()
  await terminal()
  const start = spawner()
  expect(await launcher(start).launch(options(home))).toEqual({ terminal: 'xterm', folder: home })
  await start.started[0]?.ended
  expect(await out('folder')).toBe(`${home}\n`)
  expect(await out('env')).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:8787\n')
  expect(await out('env')).toContain('CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1\n')
  expect(JSON.parse(await out('settings')).env).toMatchObject({
    ANTHROPIC_AUTH_TOKEN: 'relay-token',
    ANTHROPIC_API_KEY: '',
  })
})

it.each([
  "it's",
  '$(touch pwned)',
  '`touch pwned`',
  'a"b',
  '-rf',
  'two\nlines',
  'sp  ace ',
  '!!',
  '\\',
  '%PATH%;&',
  'ä€',
])('enters a folder called %j and runs nothing of its name', async (name) => {
  await client()
  await terminal()
  const folder = join(home, name)
  await mkdir(folder)
  const start = spawner()
  await launcher(start).launch(options(folder))
  await start.started[0]?.ended
  expect(await out('folder')).toBe(`${folder}\n`)
  expect([...(await readdir(home)), ...(await readdir(folder))]).not.toContain('pwned')
})

it("puts the token on no command line and in no environment but the client's", async () => {
  await client()
  await terminal()
  const start = spawner()
  await launcher(start).launch(options(home))
  await start.started[0]?.ended
  expect(JSON.stringify(start.started)).not.toContain('relay-token')
  expect(await out('args')).not.toContain('relay-token')
})

it('keeps its files private and leaves none behind', async () => {
  await client()
  await terminal()
  const start = spawner()
  await launcher(start).launch(options(home))
  await start.started[0]?.ended
  const own = await out('own')
  expect(own).toMatch(/^-rw------- .* settings\.json$/m)
  // The script, which holds the token as well, was gone before the client began.
  expect(own).not.toContain('launch.sh')
  expect((await stat(run)).mode & 0o777).toBe(0o700)
  expect(await readdir(run)).toEqual([])
})

it('clears what would steer the client elsewhere, also what a start-up file exports', async () => {
  await client()
  await terminal()
  await writeFile(
    join(home, '.profile'),
    'export ANTHROPIC_MODEL=other CLAUDE_CODE_USE_BEDROCK=1 ANTHROPIC_API_KEY=sk-own MINE=1\n',
  )
  const start = spawner()
  const env = { ANTHROPIC_CUSTOM_HEADERS: 'x: y', CLAUDECODE: '1' }
  await launcher(start, { shell: '/bin/sh', env }).launch(options(home))
  await start.started[0]?.ended
  const lines = (await out('env')).split('\n')
  expect(lines).toContain('MINE=1')
  expect(lines).toContain('ANTHROPIC_API_KEY=')
  expect(lines).toContain('CLAUDE_CODE_USE_BEDROCK=')
  expect(lines.filter((line) => /^(ANTHROPIC_MODEL|ANTHROPIC_CUSTOM_HEADERS|CLAUDECODE)=/.test(line))).toEqual([])
})

it('keeps the window open where the client failed, and says so', async () => {
  await client(7)
  await terminal()
  const start = spawner()
  await launcher(start).launch(options(home))
  await start.started[0]?.ended
  expect(await out('screen')).toContain('Claude Code ended with code 7.\nPress Enter to close this window.')
})

it('lets the window close after a quiet end', async () => {
  await client()
  await terminal()
  const start = spawner()
  await launcher(start).launch(options(home))
  await start.started[0]?.ended
  expect(await out('screen')).toBe('')
})

it('says how to install Claude Code where it is missing', async () => {
  await terminal()
  await expect(launcher(spawner(), { env: { PATH: join(home, 'bin') } }).launch(options(home))).rejects.toThrow(
    'npm install -g @anthropic-ai/claude-code',
  )
})

it('says that there is no terminal', async () => {
  await client()
  const none = launcher(spawner(), { env: { PATH: join(home, 'bin') } })
  await expect(none.launch(options(home, { terminal: null }))).rejects.toThrow('No terminal program was found')
})

it('says that the chosen terminal is gone, and uses no other', async () => {
  await client()
  await terminal()
  const start = spawner()
  await expect(launcher(start).launch(options(home, { terminal: 'Konsole' }))).rejects.toThrow('Konsole was not found')
  expect(start.started).toEqual([])
})

it('says that the folder is gone', async () => {
  await client()
  await expect(launcher(spawner()).launch(options(join(home, 'gone')))).rejects.toThrow('There is no folder')
})

it('says so when a terminal starts but runs nothing', async () => {
  await client()
  await program('xterm', 'exit 0')
  const silent = launcher(spawner(), { patienceMs: 200 })
  await expect(silent.launch(options(home))).rejects.toThrow('xterm was started but ran nothing')
})

it('takes the next terminal where one cannot be started', async () => {
  await client()
  await terminal()
  await program('konsole', '')
  const real = spawner()
  const start: Spawner = {
    ...real,
    start: (file, ...rest) =>
      file.endsWith('konsole') ? Promise.reject(new Error('ENOENT')) : real.start(file, ...rest),
  }
  const opened = await launcher(start, { env: { PATH: join(home, 'bin') } }).launch(options(home, { terminal: null }))
  await real.started[0]?.ended
  expect(opened.terminal).toBe('xterm')
})

it('says which terminal the default of the system is', async () => {
  await client()
  await terminal()
  await symlink(join(home, 'bin', 'xterm'), join(home, 'bin', 'x-terminal-emulator'))
  const start = spawner()
  const opened = await launcher(start).launch(options(home, { terminal: 'System default' }))
  await start.started[0]?.ended
  expect(opened.terminal).toBe('xterm')
})

it('leaves nothing behind where none can be started', async () => {
  await client()
  await terminal()
  const start: Spawner = { ...spawner(), start: () => Promise.reject(new Error('EACCES')) }
  await expect(launcher(start).launch(options(home))).rejects.toThrow('xterm could not be started')
  expect(await readdir(run)).toEqual([])
})

it('lists the terminals of the system with those that are there', async () => {
  await terminal()
  const list = await launcher(spawner(), { env: { PATH: join(home, 'bin') } }).terminals()
  expect(list).toContainEqual({ name: 'xterm', found: true })
  expect(list).toContainEqual({ name: 'Konsole', found: false })
})

it('sweeps the folders of sessions that are over and keeps the others', async () => {
  const make = async (name: string, started: string | null) => {
    await mkdir(join(run, name), { recursive: true })
    if (started !== null) await writeFile(join(run, name, 'started'), started)
  }
  const gone = spawn('true')
  await once(gone, 'close')
  await make('running', `${process.pid}\n`)
  await make('over', `${gone.pid}\n`)
  await make('opening', null)
  await make('never-opened', null)
  await make('windows', '1 \r\n')
  const hourAgo = Date.now() / 1000 - 3600
  await utimes(join(run, 'never-opened'), hourAgo, hourAgo)
  await sweepLaunches(run, Date.now())
  expect((await readdir(run)).sort()).toEqual(['opening', 'running', 'windows'])
})
