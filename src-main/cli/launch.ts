import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import { certificatesIn } from '../certificate/own-certificate.ts'
import { asProcess, cleanEnv, keptFromProxy } from '../claude/env.ts'
import { findClaude } from '../claude/locate.ts'
import { loginEnvironment } from '../claude/login-shell.ts'
import type { Machine } from '../claude/machine.ts'
import { runHere } from '../claude/run-here.ts'
import { SETTINGS } from '../claude/runs.ts'
import { STARTED } from '../claude/script.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { nodeSpawner } from '../node/spawner.ts'
import { type Door, runningRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/**
 * `cc-relay launch [FOLDER]`: Claude Code in this terminal, through the running relay, whatever the user's own
 * settings say; its exit code is ours. With `--terminal` the relay opens a terminal for it.
 */
export async function launch(args: readonly string[], terminal: Terminal): Promise<void> {
  const at = args.indexOf('--')
  const [own, passed] = at < 0 ? [args, []] : [args.slice(0, at), args.slice(at + 1)]
  const { options, words } = readOptions(own, {
    values: ['profile'],
    switches: ['terminal', 'no-profile'],
    words: 1,
  })
  const folder = resolve(terminal.cwd, words[0] ?? '.')
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Failed(text.cli.launch.notHere(folder))
  const named = options.profile ?? (options['no-profile'] ? null : undefined)
  const where = { folder, ...(named !== undefined && { profile: named }) }
  const door = await runningRelay(terminal)
  if (options.terminal) {
    const opened = await door.ask('claude.launch', where)
    terminal.out(`${text.cli.launch.opened(opened.terminal, opened.folder)}\n`)
    return
  }
  const code = await here(terminal, door, where, passed)
  if (code !== 0) throw new Failed('', code)
}

async function here(
  terminal: Terminal,
  door: Door,
  where: { folder: string; profile?: string | null },
  passed: readonly string[],
): Promise<number> {
  const { relay } = await snapshotOf(door)
  if (relay.kind !== 'listening') throw new Failed(text.cli.launch.notListening, 1)
  const machine = machineOf(terminal)
  const login = await loginEnvironment(machine)
  const claude = await findClaude(machine, login)
  if (!claude) throw new Failed(text.launch.noClaude, 1)
  const place = terminal.env.TERM_PROGRAM?.slice(0, 60) || text.cli.launch.place
  const { own } = await door.ask('claude.prepare', { ...where, place })
  try {
    writeFileSync(join(own, STARTED), String(terminal.pid), { mode: 0o600 })
    // The token is in this file and nowhere else: on a command line every program of this machine could read it.
    const settings = join(own, SETTINGS)
    const told: Record<string, string> = JSON.parse(readFileSync(settings, 'utf8')).env
    const env: Record<string, string> = {
      ...told,
      ...keptFromProxy(told.ANTHROPIC_BASE_URL ?? addressOf(relay), terminal.env),
    }
    if (env.NODE_EXTRA_CA_CERTS && terminal.env.NODE_EXTRA_CA_CERTS)
      env.NODE_EXTRA_CA_CERTS = joined(own, [env.NODE_EXTRA_CA_CERTS, terminal.env.NODE_EXTRA_CA_CERTS])
    writeFileSync(settings, JSON.stringify({ env }), { mode: 0o600 })
    return await runHere(claude.path, ['--settings', settings, ...passed], {
      cwd: where.folder,
      env: { ...cleanEnv(terminal.env), ...asProcess(env) },
    }).catch((error: Error) => {
      throw new Failed(text.cli.launch.failed(error.message), 1)
    })
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

/** What this very terminal trusts beside ours, in a file that goes away with the launch. */
function joined(own: string, files: readonly string[]): string {
  const path = join(own, 'trust.pem')
  writeFileSync(path, [...new Set(files.map(certificatesIn))].join(''), { mode: 0o600 })
  return path
}

export const machineOf = ({ platform, env, home }: Terminal): Machine => ({
  ...{ platform, env, home, shell: env.SHELL ?? '', spawner: nodeSpawner },
})
