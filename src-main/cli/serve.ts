import { dirname } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import type { App, AppPorts } from '../app.ts'
import { originOf } from '../config/derive.ts'
import { fileSource } from '../config/file-source.ts'
import { keyIds } from '../config/key-ids.ts'
import { type FileConfig, loadFile } from '../config/load-file.ts'
import { foldersIn, userFolder } from '../files/folders.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { liveSink } from '../log/live-sink.ts'
import { createLog } from '../log/log.ts'
import { nodeAlarm } from '../node/alarm.ts'
import { nodeClock } from '../node/clock.ts'
import { headlessDesktop, headlessLauncher } from '../node/headless-desktop.ts'
import { nodeIds } from '../node/ids.ts'
import { platformOf } from '../node/platform.ts'
import { providers as kinds } from '../providers/registry.ts'
import { fixedClientToken, openClientToken } from '../secrets/client-token.ts'
import { memoryVault } from '../secrets/memory-vault.ts'
import { createRedactor, type Redactor } from '../secrets/redact.ts'
import type { Vault } from '../secrets/vault.ts'
import { Failed, stackOf } from './failed.ts'
import { findConfig } from './find-config.ts'
import { listenOption, readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/**
 * `cc-relay serve`: the relay with a config file, until it is told to stop. Prints one line of JSON when it
 * listens; everything else goes to standard error. Throws `Failed` where it cannot start.
 */
export async function serve(
  args: readonly string[],
  terminal: Terminal,
  version: string,
  assemble: (ports: AppPorts) => App,
): Promise<void> {
  const options = readOptions(args, { values: ['config', 'listen'], switches: [] })
  const listen = listenOption(options.listen)
  const home = userFolder(terminal.platform, terminal.env, terminal.home)
  const { path, source } = findConfig(options.config, terminal.cwd, home)
  const redactor = createRedactor()
  const file = load(path, source, terminal, redactor)
  const sink = liveSink({ ...terminal, usual: 'stderr', folder: dirname(path) }, file.config.logging)
  const log = createLog(sink, file.config.logging.level, redactor)
  terminal.crashed((error) => log.error({ error: stackOf(error) }, 'ended on an error of its own'))
  for (const note of file.notes) log.warn({ path }, note)

  const token = file.clientToken
    ? fixedClientToken(file.clientToken, redactor)
    : await openClientToken(foldersIn(home).token, nodeIds, redactor)
  let quit = () => {}
  const asked = new Promise<void>((resolve) => {
    quit = resolve
  })
  const app = assemble({
    ...{ log, redactor, token, version, clock: nodeClock, alarm: nodeAlarm(nodeClock), ids: nodeIds, ...listen },
    source: fileSource(path, file.config),
    vault: await filled(file, redactor),
    desktop: headlessDesktop(quit),
    launcher: headlessLauncher(async () => null),
    hints: null,
    prices: foldersIn(home).prices,
    logs: sink,
    platform: platformOf(terminal.platform),
  })
  const stopped = terminal.stopped()
  await app.start()
  const { relay } = app.snapshot()
  if (relay.kind === 'failed') {
    await app.stop()
    throw new Failed(text.cli.cannotListen(relay.message), 1)
  }
  log.info({}, token.path === null ? text.cli.tokenInFile : text.cli.tokenAt(token.path))
  terminal.out(`${JSON.stringify({ event: 'ready', url: addressOf(relay), pid: terminal.pid })}\n`)
  await Promise.race([stopped, asked])
  log.info({}, text.cli.stopping)
  await app.stop()
}

function load(path: string, source: string, { env }: Terminal, redactor: Redactor): FileConfig {
  const needsKey = (type: string) => Object.values(kinds).some((kind) => kind.type === type && kind.needsKey)
  const loaded = loadFile(source, { env, needsKey, idOf: keyIds(nodeIds), safe: redactor.text })
  if (loaded.ok) return loaded.file
  const lines = loaded.problems.map((problem) => `  - ${problem}`)
  throw new Failed([text.config.problems(path, lines.length), ...lines].join('\n'))
}

/** The file holds its secrets itself; ours live in memory, each for its provider's address. */
async function filled({ config, secrets }: FileConfig, redactor: Redactor): Promise<Vault> {
  const vault = memoryVault(redactor)
  for (const { id, provider: name, secret } of secrets) {
    const provider = config.providers.find((one) => one.name === name)
    if (provider) await vault.put(id, originOf(provider, kinds), secret)
  }
  return vault
}
