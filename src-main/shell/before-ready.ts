import { chmodSync, mkdirSync } from 'node:fs'
import inspector from 'node:inspector'
import { join } from 'node:path'
import { app, protocol } from 'electron'
import { SCHEME } from './origin.ts'

/** Switches that let any program of this user drive the app, and its window with it. */
const REMOTE_CONTROL = ['remote-debugging-port', 'remote-debugging-pipe']

/**
 * What Chromium must know before it is ready: where everything of this user is kept, that pages live in a
 * sandbox, and that `app://` is an origin like any other.
 */
export function beforeReady(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') chmodSync(home, 0o700)
  app.setPath('userData', home)
  // Chromium's own files stay together, away from the few that are ours.
  app.setPath('sessionData', join(home, 'chromium'))
  app.setAppUserModelId('dev.cc-relay.app')
  // Said together with --no-sandbox (as root, in a container) it would leave Chromium without any process.
  if (!app.commandLine.hasSwitch('no-sandbox') && !process.env.ELECTRON_DISABLE_SANDBOX) app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/**
 * True where a released app was started so that others could control it. A build whose fuse still lets Node be
 * inspected is no release: the end-to-end tests drive such a one.
 */
export const isRemoteControlled = (): boolean =>
  app.isPackaged && inspector.url() === undefined && REMOTE_CONTROL.some((name) => app.commandLine.hasSwitch(name))
