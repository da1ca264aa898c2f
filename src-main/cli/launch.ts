import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { text } from '../../src-shared/text/text.ts'
import { claudeEnv, cleanEnv } from '../claude/env.ts'
import { findClaude } from '../claude/locate.ts'
import { loginEnvironment } from '../claude/login-shell.ts'
import type { Machine } from '../claude/machine.ts'
import { rolesOf } from '../claude/roles.ts'
import { runHere } from '../claude/run-here.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { nodeSpawner } from '../node/spawner.ts'
import { homeOf, runningRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { localToken } from './local-token.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/**
 * `cc-relay launch [FOLDER]`: Claude Code in this terminal, through the running relay, whatever the user's own
 * settings say; its exit code is ours. With `--terminal` the relay opens a terminal for it.
 */
export async function launch(args: readonly string[], terminal: Terminal): Promise<void> {
  const at = args.indexOf('--')
  const [own, passed] = at < 0 ? [args, []] : [args.slice(0, at), args.slice(at + 1)]
  const { options, words } = readOptions(own, { switches: ['terminal'], words: 1 })
  const folder = resolve(terminal.cwd, words[0] ?? '.')
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Failed(text.cli.launch.notHere(folder))
  const door = await runningRelay(terminal)
  if (options.terminal) {
    const opened = await door.ask('claude.launch', { folder })
    terminal.out(`${text.cli.launch.opened(opened.terminal, opened.folder)}\n`)
    return
  }
  const code = await here(terminal, await snapshotOf(door), folder, passed)
  if (code !== 0) throw new Failed('', code)
}

async function here(
  terminal: Terminal,
  snapshot: Snapshot,
  folder: string,
  passed: readonly string[],
): Promise<number> {
  const { relay, config, providers } = snapshot
  if (relay.kind !== 'listening') throw new Failed(text.cli.launch.notListening, 1)
  const machine = machineOf(terminal)
  const login = await loginEnvironment(machine)
  const claude = await findClaude(machine, login)
  if (!claude) throw new Failed(text.launch.noClaude, 1)
  const token = await localToken(terminal, config.source === 'file' ? config.path : null)
  const env = claudeEnv({ address: addressOf(relay), token, roles: rolesOf(Object.values(providers)) }, terminal.env)
  const run = join(homeOf(terminal), 'run')
  await mkdir(run, { recursive: true, mode: 0o700 })
  const settings = mkdtempSync(join(run, 'here-'))
  // On a command line every program of this machine could read the token.
  writeFileSync(join(settings, 'settings.json'), JSON.stringify({ env: env.settings }), { mode: 0o600 })
  writeFileSync(join(settings, 'started'), String(terminal.pid), { mode: 0o600 })
  try {
    return await runHere(claude.path, ['--settings', join(settings, 'settings.json'), ...passed], {
      cwd: folder,
      env: { ...cleanEnv(terminal.env), ...env.process },
    }).catch((error: Error) => {
      throw new Failed(text.cli.launch.failed(error.message), 1)
    })
  } finally {
    rmSync(settings, { recursive: true, force: true })
  }
}

export const machineOf = ({ platform, env, home }: Terminal): Machine => ({
  ...{ platform, env, home, shell: env.SHELL ?? '', spawner: nodeSpawner },
})
