import { homedir, userInfo } from 'node:os'
import { app, clipboard, powerMonitor, safeStorage } from 'electron'
import { text } from '../src-shared/text/text.ts'
import type { App } from './app.ts'
import { assemble } from './assemble.ts'
import { openOwnCertificate } from './certificate/own-certificate.ts'
import { claudeCodeOn } from './claude/claude-code.ts'
import { createLauncher } from './claude/launch.ts'
import { runsIn } from './claude/runs.ts'
import { openFileOrDefaults } from './config/file-house.ts'
import { guardedConfig, openStore } from './config/store.ts'
import { foldersIn, userFolder } from './files/folders.ts'
import { serveControl } from './ipc/control-socket.ts'
import { logIn } from './log/file-sink.ts'
import { liveSink } from './log/live-sink.ts'
import { createLog } from './log/log.ts'
import { recent } from './log/recent.ts'
import { nodeAlarm } from './node/alarm.ts'
import { nodeClock } from './node/clock.ts'
import { durableJson } from './node/durable-json.ts'
import { hereOn } from './node/here.ts'
import { nodeIds } from './node/ids.ts'
import { platformOf } from './node/platform.ts'
import { portHolder } from './node/port-holder.ts'
import { nodeSpawner } from './node/spawner.ts'
import { providers as kinds } from './providers/registry.ts'
import { openClientToken } from './secrets/client-token.ts'
import { memoryVault } from './secrets/memory-vault.ts'
import { createRedactor } from './secrets/redact.ts'
import { sealedVault } from './secrets/sealed-vault.ts'
import { runShell } from './shell/app.ts'
import { beforeReady, isRemoteControlled } from './shell/before-ready.ts'
import { backendOf, keyring } from './shell/cipher.ts'
import { copiesTo } from './shell/clipboard.ts'
import { clockThatSleeps } from './shell/clock.ts'
import { electronDesktop } from './shell/desktop.ts'
import { readFlags, startWith } from './shell/flags.ts'
import { storeFile } from './shell/json-file.ts'
import { vaultOf } from './shell/vault.ts'

const { platform, env } = process
const flags = readFlags(process.argv, env, process.cwd())
const folders = foldersIn(flags.home ?? userFolder(platform, env, homedir()))

if (flags.wrong !== null) fail(flags.wrong)
else if (isRemoteControlled()) fail(text.tray.remoteControlled)
else {
  beforeReady(folders.home)
  // Not awaited: Electron is ready only after this module has been loaded.
  if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(fail)
  else app.exit(0)
}

async function start(): Promise<void> {
  let control: { stop(): Promise<void> } | null = null
  const clock = clockThatSleeps(nodeClock, powerMonitor, Date.now)
  const alarm = nodeAlarm(clock)
  const redactor = createRedactor()
  const sink = liveSink({
    stdout: process.stdout,
    stderr: process.stderr,
    usual: logIn(folders.logs),
    folder: folders.home,
  })
  const lines = recent(sink)
  const log = createLog(lines, 'info', redactor)
  const asked = keyring(safeStorage, platform)
  const copies = copiesTo(clipboard, clock, alarm)
  const machine = { platform, env, home: homedir(), shell: env.SHELL ?? userInfo().shell ?? '', spawner: nodeSpawner }

  const store = await openStore({ file: storeFile(folders.config), clock, log, first: guardedConfig() })
  const vault = await vaultOf({
    ...{ asked, view: { kind: 'keyring', backend: backendOf(safeStorage, platform) } },
    open: (cipher) =>
      cipher.kind === 'keyring'
        ? sealedVault({ ...{ cipher, clock, log, redactor }, file: durableJson(folders.secrets) })
        : memoryVault(redactor, cipher.backend),
  })
  const token = await openClientToken(folders.token, nodeIds, redactor)
  const certificate = await openOwnCertificate(
    folders.certificate,
    Date.now(),
    flags.listen ?? store.current().server.listen,
  )
  const parts = { log, redactor, kinds, env, ids: nodeIds, home: folders.home, memory: store, beside: vault, token }
  const house = flags.config === null ? null : await openFileOrDefaults(flags.config, parts)

  const relay: App = assemble({
    ...{ clock, alarm, log, redactor, ids: nodeIds },
    source: house?.source ?? store,
    vault: house?.vault ?? vault,
    token: house?.token ?? token,
    desktop: electronDesktop({
      copies,
      own: [folders.home, ...(flags.config === null ? [] : [flags.config])],
      lastFolder: () => relay.snapshot().settings.last_folder,
      startWith: startWith(flags),
    }),
    launcher: createLauncher({ machine, clock, runFolder: folders.run }),
    claudeCode: claudeCodeOn({ machine, journal: durableJson(folders.journal), hide: redactor.text, certificate }),
    certificate,
    sessions: durableJson(folders.sessions),
    runs: runsIn(folders.run, clock),
    hints: house?.hints ?? durableJson(folders.hints),
    days: house?.days ?? durableJson(folders.days),
    prices: folders.prices,
    ...(flags.listen !== null && { listen: flags.listen }),
    logs: sink,
    recent: lines,
    wall: Date.now,
    version: app.getVersion(),
    portHolder: portHolder(platform, nodeSpawner),
    here: hereOn(machine),
    platform: platformOf(platform),
  })
  powerMonitor.on('resume', () => relay.wake())
  const unwatch = house?.watch()
  const close = async () => {
    unwatch?.()
    await control?.stop()
    await copies.forget()
    sink.close()
  }
  await runShell({
    ...{ clock, alarm, log, folders, close },
    ...{ hidden: flags.hidden, demo: flags.demo },
    app: relay,
  })
  control = await serveControl(relay, folders.home, platform, log)
}

/** Before there is a log or a window there is only the terminal, if there is one. */
function fail(error: unknown): void {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  app.exit(1)
}
