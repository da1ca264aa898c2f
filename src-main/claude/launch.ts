import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import type { Launcher, LaunchOptions } from '../app.ts'
import { Refusal } from '../ipc/refusal.ts'
import type { Clock } from '../ports.ts'
import { claudeEnv, cleanEnv } from './env.ts'
import { findClaude, searchPath } from './locate.ts'
import { loginEnvironment } from './login-shell.ts'
import type { Machine } from './machine.ts'
import { came, sweepLaunches } from './run-folder.ts'
import { SETTINGS } from './runs.ts'
import { batchScript, type Launch, posixScript, STARTED } from './script.ts'
import { calledOf, type Found, findTerminal, terminalsOf } from './terminals.ts'

export interface LauncherParts {
  machine: Machine
  clock: Clock
  /** A folder of our own for what a launch needs. Made where it is missing, mode 0700. */
  runFolder: string
  /** How long a terminal may take until it runs our script, in ms. */
  patienceMs?: number
}

/**
 * Opens Claude Code in the user's terminal. The client token travels in two files of mode 0600 and 0700
 * inside a folder of mode 0700 that goes away with the session; nothing secret is on a command line, and
 * nothing of the user's own settings is touched.
 */
export function createLauncher({ machine, clock, runFolder, patienceMs = 10_000 }: LauncherParts): Launcher {
  const { join } = machine.platform === 'win32' ? win32 : posix
  // What cannot be removed now is tried again at the next start.
  const swept = sweepLaunches(runFolder, clock.now()).catch(() => {})

  async function found(folders: readonly string[]): Promise<Found[]> {
    const all = await Promise.all(terminalsOf(machine).map((one) => findTerminal(one, folders, machine)))
    return all.filter((one) => one !== null)
  }

  async function choose(name: string | null, folders: readonly string[]): Promise<Found[]> {
    const there = await found(folders)
    if (name === null && there.length === 0) throw new Refusal(text.launch.noTerminal)
    const chosen = name === null ? there : there.filter((one) => one.name === name)
    if (name !== null && chosen.length === 0) throw new Refusal(text.launch.terminalMissing(name))
    return chosen
  }

  /** Writes what the terminal will run; answers with its command. */
  async function prepare(launch: Launch, settings: Readonly<Record<string, string>>): Promise<string[]> {
    await mkdir(launch.own, { recursive: true, mode: 0o700 })
    await writeFile(launch.settings, JSON.stringify({ env: settings }), { mode: 0o600, flag: 'wx' })
    const [name, script, command] =
      machine.platform === 'win32'
        ? ['launch.cmd', batchScript(launch), ['cmd.exe', '/d', '/c']]
        : [machine.platform === 'darwin' ? 'launch.command' : 'launch.sh', posixScript(launch), ['/bin/sh']]
    await writeFile(join(launch.own, name), script, { mode: 0o700, flag: 'wx' })
    return [...command, join(launch.own, name)]
  }

  /** Starts the first of these that can be started. */
  async function open(terminals: readonly Found[], command: readonly string[], cwd: string): Promise<Found> {
    for (const terminal of terminals) {
      const args = terminal.args(command)
      const started = await machine.spawner
        .start(terminal.file, args, { cwd, env: cleanEnv(machine.env) })
        .catch(() => null)
      if (started !== null) return terminal
    }
    throw new Refusal(text.launch.terminalFailed(terminals[0]?.name ?? ''))
  }

  return {
    async terminals() {
      const there = await found(searchPath(machine, await loginEnvironment(machine)))
      return terminalsOf(machine).map(({ name }) => ({ name, found: there.some((one) => one.name === name) }))
    },

    async claude() {
      return findClaude(machine, await loginEnvironment(machine))
    },

    async launch(options: LaunchOptions) {
      await swept
      const { folder, terminal } = options
      if (!(await isFolder(folder))) throw new Refusal(text.launch.noFolder(folder))
      const login = await loginEnvironment(machine)
      const claude = await findClaude(machine, login)
      if (!claude) throw new Refusal(text.launch.noClaude)
      const terminals = await choose(terminal, searchPath(machine, login))

      const own = join(runFolder, options.id)
      const env = claudeEnv(options, { ...machine.env, ...login })
      const launch: Launch = {
        own,
        folder,
        claude: claude.path,
        settings: join(own, SETTINGS),
        env: env.process,
        shell: machine.shell,
      }
      const command = await prepare(launch, env.settings)
      const opened = await open(terminals, command, folder).catch(async (error) => {
        await rm(own, { recursive: true, force: true })
        throw error
      })
      if (!(await came(join(own, STARTED), patienceMs))) {
        throw new Refusal(text.launch.terminalSilent(opened.name, Math.round(patienceMs / 1000)))
      }
      return { terminal: await calledOf(opened), folder }
    },
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
