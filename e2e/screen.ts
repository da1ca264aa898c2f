import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Brings the window of this title to the front, as soon as there is one. `name`: a regular expression. */
export const focusWindow = async (name: string): Promise<unknown> =>
  run('xdotool', ['search', '--sync', '--onlyvisible', '--name', name, 'windowactivate', '--sync'], { timeout: 20_000 })

/** Brings the terminal to the front that was opened in this folder. */
export async function focusTerminalIn(folder: string): Promise<void> {
  const { stdout } = await run('xdotool', ['search', '--sync', '--onlyvisible', '--class', 'xterm'], {
    timeout: 20_000,
  })
  for (const window of stdout.trim().split('\n')) {
    const { stdout: pid } = await run('xdotool', ['getwindowpid', window])
    if (fs.readlinkSync(`/proc/${pid.trim()}/cwd`) !== folder) continue
    await run('xdotool', ['windowactivate', '--sync', window])
    return
  }
  throw new Error(`no terminal in ${folder}`)
}

/** Keys pressed on the real keyboard, wherever the focus is. */
export const press = async (...keys: string[]): Promise<unknown> => run('xdotool', ['key', '--delay', '100', ...keys])

export const type = async (words: string): Promise<unknown> => run('xdotool', ['type', '--delay', '20', words])

/** The whole screen as a picture. */
export const shoot = async (path: string): Promise<unknown> => run('import', ['-window', 'root', path])

export interface Process {
  readonly pid: number
  readonly commandLine: string
  readonly environment: string
  readonly program: string
}

/** Every process whose particulars may be read. */
export function processes(): Process[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const read = (file: string) => fs.readFileSync(`/proc/${name}/${file}`, 'utf8').replaceAll('\0', '\n')
      const program = fs.readlinkSync(`/proc/${name}/exe`)
      return [{ pid: Number(name), commandLine: read('cmdline'), environment: read('environ'), program }]
    } catch {
      return [] // it ended meanwhile, or is one of the kernel's own
    }
  })
}

export function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
