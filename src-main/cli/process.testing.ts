import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

interface Options {
  cwd?: string
  env?: Record<string, string>
  /** What is piped in; nothing: an empty input. */
  input?: string
}

/** The command line as a person has it: built, and started as a process of its own in a home of its own. */
export async function buildCli(common: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'))
  const home = join(folder, 'home')
  const running = new Set<ChildProcess>()
  mkdirSync(home)
  // As it is built for everybody.
  const program = `import('./scripts/build.mjs').then((it) => it.bundle({ cli: 'src-main/cli.ts', headless: 'src-main/headless.ts' }, ${JSON.stringify(folder)}))`
  await promisify(execFile)(process.execPath, ['-e', program])
  // What is not in it is found from here.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')

  function start(program: 'cli' | 'headless', args: string[], { cwd = folder, env = {}, input }: Options = {}) {
    const child = spawn(process.execPath, [join(folder, `${program}.js`), ...args], {
      cwd,
      env: { PATH: process.env.PATH ?? '', HOME: home, ...common, ...env },
      // A terminal of whoever runs the tests must not be asked anything.
      detached: true,
    })
    running.add(child)
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk) => {
      said.out += chunk
    })
    child.stderr.on('data', (chunk) => {
      said.err += chunk
    })
    child.stdin.end(input ?? '')
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
    return {
      child,
      said,
      ended,
      /** What it prints, once there is a line of it, or all of it when it ends. */
      async printed(lines = 1): Promise<string> {
        const enough = () => said.out.split('\n').length > lines || child.exitCode !== null
        while (!enough()) await Promise.race([once(child.stdout, 'data'), ended])
        if (child.exitCode !== null) throw new Error(`it ended: ${said.err}`)
        return said.out
      },
    }
  }

  return {
    folder,
    home,
    start,
    /** What a command came to. */
    run: (args: string[], options?: Options) => start('cli', args, options).ended,
    file(name: string, content: string): string {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    killAll() {
      for (const child of running) child.kill('SIGKILL')
      running.clear()
    },
    tidy: () => rmSync(folder, { recursive: true }),
  }
}

export type Cli = Awaited<ReturnType<typeof buildCli>>
