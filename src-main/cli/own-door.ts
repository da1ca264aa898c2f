import { text } from '../../src-shared/text/text.ts'
import type { App, AppPorts } from '../app.ts'
import { claudeCodeOn } from '../claude/claude-code.ts'
import { runsIn } from '../claude/runs.ts'
import { openFileHouse } from '../config/file-house.ts'
import { foldersIn } from '../files/folders.ts'
import { createLog } from '../log/log.ts'
import { streamSink } from '../log/stream-sink.ts'
import { nodeAlarm } from '../node/alarm.ts'
import { nodeClock } from '../node/clock.ts'
import { durableJson } from '../node/durable-json.ts'
import { headlessDesktop, headlessLauncher } from '../node/headless-desktop.ts'
import { hereOn } from '../node/here.ts'
import { nodeIds } from '../node/ids.ts'
import { platformOf } from '../node/platform.ts'
import { providers as kinds } from '../providers/registry.ts'
import { openClientToken } from '../secrets/client-token.ts'
import { createRedactor } from '../secrets/redact.ts'
import { asking, type Door, homeOf } from './door.ts'
import { Failed } from './failed.ts'
import { findConfig } from './find-config.ts'
import { keyVault } from './key-vault.ts'
import { machineOf } from './launch.ts'
import { problemLines } from './problem-lines.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly config?: string
  readonly 'passphrase-file'?: string
}

/** How the parts of an app are put together. */
export interface Maker {
  readonly version: string
  assemble(ports: AppPorts): App
}

/**
 * The contract over the config file, without a relay: what a command changes stands in the file and in the vault
 * of this user, for the next start. Throws `Failed` where there is no file that can be used.
 */
export async function ownDoor(terminal: Terminal, options: Options, { version, assemble }: Maker): Promise<Door> {
  const folders = foldersIn(homeOf(terminal))
  const found = findConfig(options.config, terminal.cwd, folders.home)
  const redactor = createRedactor()
  const log = createLog(streamSink(terminal.stderr), 'error', redactor)
  const vault = { folders, terminal, log, redactor, passphraseFile: options['passphrase-file'], make: true }
  const house = await openFileHouse({
    ...{ log, redactor, kinds, ids: nodeIds, env: terminal.env, home: folders.home, memory: null, first: null },
    ...found,
    beside: keyVault(vault),
    token: await openClientToken(folders.token, nodeIds, redactor),
  })
  if (!('source' in house)) throw new Failed(problemLines(found.path, house))
  const app = assemble({
    ...{ log, redactor, version, clock: nodeClock, alarm: nodeAlarm(nodeClock), ids: nodeIds, level: 'error' },
    ...{ source: house.source, vault: house.vault, token: house.token, hints: null, sessions: null },
    ...{ days: house.days, listen: null },
    desktop: headlessDesktop(() => {}),
    launcher: headlessLauncher(async () => null),
    claudeCode: claudeCodeOn({
      machine: machineOf(terminal),
      journal: durableJson(folders.journal),
      hide: redactor.text,
    }),
    runs: runsIn(folders.run, nodeClock),
    logs: { path: () => null, follow() {}, forget() {} },
    here: hereOn(machineOf(terminal)),
    platform: platformOf(terminal.platform),
  })
  await app.start()
  const call = asking((name, input) => app.call(name, input))
  return { isRunning: false, ask: call, close: () => app.stop() }
}

/** Where a change was made that no relay knows of yet. */
export const madeIn = (terminal: Terminal, options: Options): string =>
  text.cli.keys.madeIn(findConfig(options.config, terminal.cwd, homeOf(terminal)).path)
