import { realpath, stat } from 'node:fs/promises'
import { basename, win32 } from 'node:path'
import { findProgram } from './locate.ts'
import type { Machine } from './machine.ts'
import { quote } from './quote.ts'

type Command = readonly string[]

/** A terminal program and how it is told to run a command in a new window. */
export interface Terminal {
  /** As people call it; stored in the settings. */
  readonly name: string
  /** Looked for in PATH; on a Mac the name of the application. */
  readonly program: string
  /** Arguments that make it run this command, each word one argument. */
  args(command: Command): string[]
}

/** A terminal that is there. `file`: the program to start. */
export interface Found extends Terminal {
  readonly file: string
}

const after =
  (...flags: string[]) =>
  (command: Command) => [...flags, ...command]

/** For the few that take the whole command as one argument and split it themselves. */
const joined =
  (...flags: string[]) =>
  (command: Command) => [...flags, command.map(quote.posix).join(' ')]

/** The last argument alone: the script, for programs that open it by themselves. */
const script =
  (...flags: string[]) =>
  (command: Command) => [...flags, ...command.slice(-1)]

const linux: readonly Terminal[] = [
  { name: 'System default', program: 'x-terminal-emulator', args: after('-e') },
  { name: 'GNOME Terminal', program: 'gnome-terminal', args: after('--') },
  { name: 'Ptyxis', program: 'ptyxis', args: after('--new-window', '--') },
  { name: 'GNOME Console', program: 'kgx', args: after('--') },
  { name: 'Konsole', program: 'konsole', args: after('-e') },
  { name: 'Xfce Terminal', program: 'xfce4-terminal', args: after('-x') },
  { name: 'MATE Terminal', program: 'mate-terminal', args: after('-x') },
  { name: 'LXTerminal', program: 'lxterminal', args: joined('-e') },
  { name: 'Tilix', program: 'tilix', args: joined('-e') },
  { name: 'Terminator', program: 'terminator', args: after('-x') },
  { name: 'Ghostty', program: 'ghostty', args: after('-e') },
  { name: 'kitty', program: 'kitty', args: after() },
  { name: 'Alacritty', program: 'alacritty', args: after('-e') },
  { name: 'WezTerm', program: 'wezterm', args: after('start', '--') },
  { name: 'foot', program: 'foot', args: after() },
  { name: 'urxvt', program: 'urxvt', args: after('-e') },
  { name: 'xterm', program: 'xterm', args: after('-e') },
]

/** `open` starts them; none of these needs leave to control another app, as AppleScript would. */
const darwin: readonly Terminal[] = [
  { name: 'Terminal', program: 'Terminal', args: script('-a', 'Terminal') },
  { name: 'iTerm', program: 'iTerm', args: script('-a', 'iTerm') },
  { name: 'Ghostty', program: 'Ghostty', args: after('-na', 'Ghostty', '--args', '-e') },
  { name: 'kitty', program: 'kitty', args: after('-na', 'kitty', '--args') },
  { name: 'Alacritty', program: 'Alacritty', args: after('-na', 'Alacritty', '--args', '-e') },
  { name: 'WezTerm', program: 'WezTerm', args: after('-na', 'WezTerm', '--args', 'start', '--') },
]

/** A program started on its own gets a console window of its own, so `cmd` needs no `start`. */
const windows: readonly Terminal[] = [
  // wt takes a semicolon for the end of its command.
  { name: 'Windows Terminal', program: 'wt', args: (command) => command.map((word) => word.replaceAll(';', '\\;')) },
  {
    name: 'PowerShell',
    program: 'powershell',
    args: (command) => ['-NoLogo', '-Command', `& ${quote.powershell(command.at(-1) ?? '')}`],
  },
  { name: 'Command Prompt', program: 'cmd', args: (command) => command.slice(1) },
]

/** Terminals of a system, in the order they are tried. `$TERMINAL` stands before all others. */
export function terminalsOf({ platform, env }: Pick<Machine, 'platform' | 'env'>): readonly Terminal[] {
  if (platform === 'darwin') return darwin
  if (platform === 'win32') return windows
  const own = env.TERMINAL?.trim()
  if (!own) return linux
  const known = linux.find(({ program }) => program === basename(own))
  const chosen: Terminal = { name: known?.name ?? basename(own), program: own, args: known?.args ?? after('-e') }
  return [chosen, ...linux.filter(({ name }) => name !== chosen.name)]
}

/** The program that opens this terminal on this machine; `null`: it is not there. */
export async function findTerminal(
  terminal: Terminal,
  folders: readonly string[],
  machine: Machine,
): Promise<Found | null> {
  const file = await fileOf(terminal.program, folders, machine)
  return file === null ? null : { ...terminal, file }
}

/** What people call the terminal that was opened: a system's default is one of the others under another name. */
export async function calledOf({ name, program, file }: Found): Promise<string> {
  if (program !== 'x-terminal-emulator') return name
  const real = basename(await realpath(file).catch(() => file)).replace(/\.wrapper$/, '')
  return linux.find((one) => one.program === real)?.name ?? real
}

async function fileOf(program: string, folders: readonly string[], machine: Machine): Promise<string | null> {
  const { platform, home, env } = machine
  if (platform === 'darwin') {
    const places = [`/Applications/${program}.app`, `${home}/Applications/${program}.app`]
    if (program === 'Terminal') places.unshift('/System/Applications/Utilities/Terminal.app')
    return (await Promise.all(places.map(exists))).includes(true) ? '/usr/bin/open' : null
  }
  if (platform === 'win32' && env.LOCALAPPDATA) {
    return findProgram(program, [...folders, win32.join(env.LOCALAPPDATA, 'Microsoft\\WindowsApps')], machine)
  }
  return program.includes('/')
    ? findProgram(basename(program), [program.slice(0, program.lastIndexOf('/'))], machine)
    : findProgram(program, folders, machine)
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
