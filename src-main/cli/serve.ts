import { dirname } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import type { App, AppPorts } from '../app.ts'
import { openOwnCertificate } from '../certificate/own-certificate.ts'
import { claudeCodeOn } from '../claude/claude-code.ts'
import { runsIn } from '../claude/runs.ts'
import { openFileHouse } from '../config/file-house.ts'
import { foldersIn, userFolder } from '../files/folders.ts'
import { serveControl } from '../ipc/control-socket.ts'
import { openAddressOf } from '../ipc/handlers/desk.ts'
import { liveSink, type Output } from '../log/live-sink.ts'
import { createLog, type Level } from '../log/log.ts'
import { recent } from '../log/recent.ts'
import { nodeAlarm } from '../node/alarm.ts'
import { nodeClock } from '../node/clock.ts'
import { durableJson } from '../node/durable-json.ts'
import { headlessDesktop, headlessLauncher } from '../node/headless-desktop.ts'
import { hereOn } from '../node/here.ts'
import { nodeIds } from '../node/ids.ts'
import { platformOf } from '../node/platform.ts'
import { portHolder } from '../node/port-holder.ts'
import { nodeSpawner } from '../node/spawner.ts'
import { providers as kinds } from '../providers/registry.ts'
import { openClientToken } from '../secrets/client-token.ts'
import { createRedactor } from '../secrets/redact.ts'
import { Failed, stackOf } from './failed.ts'
import { findConfig } from './find-config.ts'
import { keyVault, openKeyVault } from './key-vault.ts'
import { machineOf } from './launch.ts'
import { listenOption, oneOf, readOptions } from './options.ts'
import { problemLines } from './problem-lines.ts'
import type { Terminal } from './terminal.ts'

const VALUES = ['config', 'listen', 'log-level', 'log-format', 'passphrase-file'] as const
const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const FORMATS = ['json', 'pretty'] as const

/**
 * `cc-relay serve`: the relay with a config file, until it is told to stop. Prints one line of JSON when it
 * listens; its log goes to standard error unless the file says otherwise. Throws `Failed` where it cannot start.
 */
export async function serve(
  args: readonly string[],
  terminal: Terminal,
  version: string,
  assemble: (ports: AppPorts) => App,
): Promise<void> {
  const { options } = readOptions(args, { values: VALUES, switches: ['debug', 'tls'] })
  const listen = listenOption(options.listen)
  const level: Level | undefined = options.debug ? 'debug' : oneOf('--log-level', options['log-level'], LEVELS)
  const format = oneOf('--log-format', options['log-format'], FORMATS)
  const folders = foldersIn(userFolder(terminal.platform, terminal.env, terminal.home))
  const found = findConfig(options.config, terminal.cwd, folders.home)
  const redactor = createRedactor()
  const sink = liveSink({ ...terminal, usual: 'stderr', folder: dirname(found.path) }, { ...(format && { format }) })
  const lines = recent(sink)
  const log = createLog(lines, level ?? 'info', redactor)
  terminal.crashed((error) => log.error({ error: stackOf(error) }, 'ended on an error of its own'))

  const parts = { folders, terminal, log, redactor, passphraseFile: options['passphrase-file'], make: false }
  const house = await openFileHouse({
    ...{ log, redactor, kinds, ids: nodeIds, env: terminal.env, home: folders.home, memory: null, first: null },
    ...found,
    beside: parts.passphraseFile === undefined ? keyVault(parts) : await openKeyVault(parts),
    token: await openClientToken(folders.token, nodeIds, redactor),
  })
  if (!('source' in house)) throw new Failed(problemLines(found.path, house))
  const { source, vault, token, hints, days } = house

  // Somebody who wants https alone says so here or in the file; everybody else is served over http as ever.
  const isGuarded = options.tls === true || !source.current().server.plain_http
  const certificate = isGuarded
    ? await openOwnCertificate(folders.certificate, Date.now(), listen.listen ?? source.current().server.listen)
    : null

  let quit = () => {}
  const asked = new Promise<void>((resolve) => {
    quit = resolve
  })
  const app = assemble({
    ...{ log, redactor, source, vault, token, hints, days, version, clock: nodeClock, alarm: nodeAlarm(nodeClock) },
    ...{ ids: nodeIds, ...listen, ...(level && { level }) },
    desktop: headlessDesktop(quit),
    launcher: headlessLauncher(async () => null),
    claudeCode: claudeCodeOn({
      machine: machineOf(terminal),
      journal: durableJson(folders.journal),
      hide: redactor.text,
      certificate,
    }),
    certificate,
    ...(options.tls && { plain: false }),
    sessions: durableJson(folders.sessions),
    runs: runsIn(folders.run, nodeClock),
    prices: folders.prices,
    recent: lines,
    logs: format ? { ...sink, follow: (output: Output) => sink.follow({ ...output, format }) } : sink,
    portHolder: portHolder(terminal.platform, nodeSpawner),
    here: hereOn(machineOf(terminal)),
    platform: platformOf(terminal.platform),
  })
  const stopped = terminal.stopped()
  await app.start()
  const { relay } = app.snapshot()
  if (relay.kind === 'failed') {
    await app.stop()
    throw new Failed(text.cli.cannotListen(relay.message), 1)
  }
  const unwatch = house.watch()
  terminal.hungUp(() => void source.reload())
  const control = await serveControl(app, folders.home, terminal.platform, log)
  log.info({}, token.path === null ? text.cli.tokenInFile : text.cli.tokenAt(token.path))
  terminal.out(`${JSON.stringify({ event: 'ready', url: openAddressOf(relay), pid: terminal.pid })}\n`)
  await Promise.race([stopped, asked])
  log.info({}, text.cli.stopping)
  unwatch()
  await control.stop()
  await app.stop()
}
