import { text } from '../../src-shared/text/text.ts'
import type { App, AppPorts, LaunchOptions } from '../app.ts'
import { openOwnCertificate } from '../certificate/own-certificate.ts'
import { claudeCodeOn } from '../claude/claude-code.ts'
import { claudeEnv } from '../claude/env.ts'
import { createLauncher } from '../claude/launch.ts'
import { quote } from '../claude/quote.ts'
import { runsIn } from '../claude/runs.ts'
import { openStore } from '../config/store.ts'
import { foldersIn, userFolder } from '../files/folders.ts'
import { serveControl } from '../ipc/control-socket.ts'
import { openAddressOf } from '../ipc/handlers/desk.ts'
import { serveBridge } from '../ipc/http-transport.ts'
import { logIn } from '../log/file-sink.ts'
import { liveSink } from '../log/live-sink.ts'
import { createLog } from '../log/log.ts'
import { recent } from '../log/recent.ts'
import { nodeAlarm } from '../node/alarm.ts'
import { nodeClock } from '../node/clock.ts'
import { durableJson } from '../node/durable-json.ts'
import { headlessDesktop } from '../node/headless-desktop.ts'
import { hereOn } from '../node/here.ts'
import { nodeIds } from '../node/ids.ts'
import { platformOf } from '../node/platform.ts'
import { portHolder } from '../node/port-holder.ts'
import { nodeSpawner } from '../node/spawner.ts'
import { openClientToken } from '../secrets/client-token.ts'
import { memoryVault } from '../secrets/memory-vault.ts'
import { createRedactor } from '../secrets/redact.ts'
import { Failed, stackOf } from './failed.ts'
import { listenOption, readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/**
 * The app without its window, for a machine without a display: its own settings, keys in memory only.
 * Prints where it listens, the client token and the line that starts Claude Code. With `--dev` it prints
 * one line of JSON instead, with the address of the bridge for a window in a browser.
 */
export async function runHeadless(
  args: readonly string[],
  terminal: Terminal,
  version: string,
  assemble: (ports: AppPorts) => App,
): Promise<void> {
  const { options } = readOptions(args, { values: ['listen'], switches: ['demo', 'dev', 'help'] })
  if (options.help) return terminal.out(`${text.cli.headlessHelp}\n`)
  const listen = listenOption(options.listen)
  const folders = foldersIn(userFolder(terminal.platform, terminal.env, terminal.home))
  const redactor = createRedactor()
  const sink = liveSink({ ...terminal, usual: logIn(folders.logs), folder: folders.home })
  const lines = recent(sink)
  const log = createLog(lines, 'info', redactor)
  terminal.crashed((error) => log.error({ error: stackOf(error) }, 'ended on an error of its own'))
  const token = await openClientToken(folders.token, nodeIds, redactor)
  const { platform, env, home } = terminal
  const machine = { platform, env, home, shell: env.SHELL ?? '', spawner: nodeSpawner }
  let quit = () => {}
  const asked = new Promise<void>((resolve) => {
    quit = resolve
  })
  const source = await openStore({ file: durableJson(folders.config), clock: nodeClock, log })
  const where = listen.listen ?? source.current().server.listen
  const certificate = await openOwnCertificate(folders.certificate, Date.now(), where)
  const app = assemble({
    ...{ log, redactor, token, version, clock: nodeClock, alarm: nodeAlarm(nodeClock), ids: nodeIds, ...listen },
    source,
    vault: memoryVault(redactor),
    desktop: headlessDesktop(quit),
    launcher: createLauncher({ machine, clock: nodeClock, runFolder: folders.run }),
    claudeCode: claudeCodeOn({ machine, journal: durableJson(folders.journal), hide: redactor.text, certificate }),
    certificate,
    sessions: durableJson(folders.sessions),
    runs: runsIn(folders.run, nodeClock),
    hints: durableJson(folders.hints),
    days: durableJson(folders.days),
    prices: folders.prices,
    logs: sink,
    recent: lines,
    portHolder: portHolder(platform, nodeSpawner),
    here: hereOn(machine),
    platform: platformOf(platform),
  })
  const stopped = terminal.stopped()
  await app.start()
  const { relay } = app.snapshot()
  if (relay.kind === 'failed') {
    await app.stop()
    throw new Failed(text.cli.cannotListen(relay.message), 1)
  }
  const control = await serveControl(app, folders.home, platform, log)
  if (options.demo) await app.call('practice.start', undefined)
  const address = openAddressOf(relay)
  const bridge = options.dev ? await serveBridge(app) : null
  if (bridge)
    terminal.out(`${JSON.stringify({ event: 'ready', url: address, bridge: bridge.url, pid: terminal.pid })}\n`)
  else terminal.out(greeting(app, { address, token: token.value().reveal(), trust: null }, sink.path(), platform))
  await Promise.race([stopped, asked])
  await bridge?.stop()
  await control.stop()
  await app.stop()
}

type At = Pick<LaunchOptions, 'address' | 'token' | 'trust'>

function greeting(app: App, at: At, logs: string | null, platform: NodeJS.Platform): string {
  const words = text.cli.headless
  const { pool, practice, config } = app.snapshot()
  const env = claudeEnv({ ...at, roles: {} }, {}).process
  const start =
    platform === 'win32'
      ? [...Object.entries(env).map(([name, value]) => `$env:${name} = ${quote.powershell(value)}`), 'claude'].join(
          '; ',
        )
      : [...Object.entries(env).map(([name, value]) => `${name}=${quote.posix(value)}`), 'claude'].join(' ')
  const lines = [
    ...(practice ? [words.practice] : [words.session]),
    ...(config.problem ? [config.problem] : []),
    ...(pool.total === 0 ? [words.noKeys] : []),
    words.listening(at.address),
    words.token(at.token),
    ...(logs === null ? [] : [words.log(logs)]),
    words.start,
    start,
  ]
  return `${lines.join('\n')}\n`
}
