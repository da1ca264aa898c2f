import { constants } from 'node:fs'
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { type LoginEnvironment, speaksPosix } from './login-shell.ts'
import type { Machine } from './machine.ts'

/** How long a program is waited for that is asked its version or its folder, in ms. */
const PATIENCE_MS = 10_000

/**
 * Where installers of Claude Code put it beyond the PATH of a GUI app, the likeliest first. `*`: every
 * folder of that level, the newest version first.
 */
export function knownFolders({ platform, env, home }: Pick<Machine, 'platform' | 'env' | 'home'>): string[] {
  if (platform === 'win32') {
    const roaming = env.APPDATA ?? `${home}\\AppData\\Roaming`
    const local = env.LOCALAPPDATA ?? `${home}\\AppData\\Local`
    return [
      `${home}\\.local\\bin`,
      `${home}\\.claude\\local`,
      `${roaming}\\npm`,
      `${local}\\Microsoft\\WinGet\\Links`,
      `${local}\\pnpm`,
      `${local}\\Volta\\bin`,
      `${home}\\.bun\\bin`,
      `${home}\\scoop\\shims`,
      `${roaming}\\nvm\\*`,
    ]
  }
  const mac = platform === 'darwin'
  return [
    `${home}/.claude/local`,
    `${home}/.local/bin`,
    `${home}/.npm-global/bin`,
    `${home}/.volta/bin`,
    `${home}/.bun/bin`,
    `${home}/.asdf/shims`,
    `${home}/.local/share/mise/shims`,
    `${home}/${mac ? 'Library/pnpm' : '.local/share/pnpm'}`,
    `${home}/.yarn/bin`,
    `${home}/.nix-profile/bin`,
    ...(mac ? ['/opt/homebrew/bin', '/usr/local/bin'] : ['/home/linuxbrew/.linuxbrew/bin']),
    `${env.NVM_DIR ?? `${home}/.nvm`}/versions/node/*/bin`,
    `${home}/.local/share/fnm/node-versions/*/installation/bin`,
    ...(mac ? [`${home}/Library/Application Support/fnm/node-versions/*/installation/bin`] : []),
  ]
}

/**
 * Claude Code as this user would start it in a terminal: by the login shell's PATH, then the app's own,
 * then the known folders, then npm's. `null`: it is nowhere. `version` is null where it does not say one.
 */
export async function findClaude(
  machine: Machine,
  login: LoginEnvironment,
): Promise<{ path: string; version: string | null } | null> {
  const path =
    (await findProgram('claude', searchPath(machine, login), machine)) ??
    (await findProgram('claude', await expand(knownFolders(machine)), machine)) ??
    (await findProgram('claude', await npmFolder(machine), machine))
  return path === null ? null : { path, version: await versionOf(path, machine) }
}

/** At most so many are asked for their version. */
const MOST = 12

/** Every Claude Code of this machine, each once, in the order in which `findClaude` looks for one. */
export async function findEveryClaude(
  machine: Machine,
  login: LoginEnvironment,
): Promise<{ path: string; version: string | null }[]> {
  const folders = [
    ...searchPath(machine, login),
    ...(await expand(knownFolders(machine))),
    ...(await npmFolder(machine)),
  ]
  const found = new Map<string, string>()
  for (const folder of folders) {
    const path = await findProgram('claude', [folder], machine)
    const real = path && (await realpath(path).catch(() => path))
    if (path && real && !found.has(real)) found.set(real, path)
  }
  const paths = [...found.values()].slice(0, MOST)
  return Promise.all(paths.map(async (path) => ({ path, version: await versionOf(path, machine) })))
}

/** Folders that programs are looked for in: the login shell's, then the app's own. */
export function searchPath({ platform, env }: Machine, login: LoginEnvironment): string[] {
  return [login.PATH, env.PATH ?? env.Path]
    .flatMap((path) => (path ?? '').split(platform === 'win32' ? ';' : ':'))
    .filter((folder, at, all) => folder !== '' && all.indexOf(folder) === at)
}

/** The first of these folders that has such a program, as a whole path. */
export async function findProgram(
  name: string,
  folders: readonly string[],
  { platform }: Pick<Machine, 'platform'>,
): Promise<string | null> {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix
  const files = platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  for (const folder of folders.filter(isAbsolute)) {
    for (const file of files) if (await isProgram(join(folder, file), platform)) return join(folder, file)
  }
  return null
}

async function isProgram(path: string, platform: NodeJS.Platform): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    // A store app's alias on Windows is a link that can be started but not followed.
    return !(await (platform === 'win32' ? lstat : stat)(path)).isDirectory()
  } catch {
    return false
  }
}

/** Replaces the `*` of a folder by what is there. */
async function expand(patterns: readonly string[]): Promise<string[]> {
  const expanded = patterns.map(async (pattern) => {
    const [before, after] = pattern.split('*')
    if (before === undefined || after === undefined) return [pattern]
    const versions = await readdir(before).catch(() => [])
    return versions.sort(newestFirst).map((version) => before + version + after)
  })
  return (await Promise.all(expanded)).flat()
}

const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true })

/** npm's global folder where no PATH names it. npm itself may only be in the login shell's. */
async function npmFolder({ platform, shell, spawner }: Machine): Promise<string[]> {
  if (platform === 'win32' || !speaksPosix(shell)) return []
  const said = await spawner.ask(shell, ['-l', '-i', '-c', 'npm prefix -g'], PATIENCE_MS)
  const prefix = said?.trim().split('\n').at(-1)
  return prefix ? [`${prefix}/bin`] : []
}

async function versionOf(path: string, { platform, spawner }: Machine): Promise<string | null> {
  // A .cmd is no program to Windows; its shell runs it.
  const said =
    /\.cmd$/i.test(path) && platform === 'win32'
      ? await spawner.ask('cmd.exe', ['/d', '/c', path, '--version'], PATIENCE_MS)
      : await spawner.ask(path, ['--version'], PATIENCE_MS)
  return /\d+\.\d+\.\d+\S*/.exec(said ?? '')?.[0] ?? null
}
