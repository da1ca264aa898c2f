import { join } from 'node:path'
import { type BrowserWindow, app as electron, Menu, nativeTheme, protocol, screen, session } from 'electron'
import type { About } from '../../src-shared/domain/notice.ts'
import { text } from '../../src-shared/text/text.ts'
import type { App } from '../app.ts'
import type { View } from '../feed/tray-model.ts'
import type { Folders } from '../files/folders.ts'
import { durableJson } from '../node/durable-json.ts'
import { nodeSpawner } from '../node/spawner.ts'
import type { Alarm, Clock, Log } from '../ports.ts'
import { createActions } from './actions.ts'
import { ipcTransport } from './ipc-transport.ts'
import { applicationMenu } from './menu.ts'
import { createNotifications } from './notifications.ts'
import { SCHEME } from './origin.ts'
import { filesIn, servePages } from './pages.ts'
import { quitInOrder } from './quit.ts'
import { guardContents, hardenSession } from './security.ts'
import { createTray } from './tray.ts'
import { hasTrayHost } from './tray-host.ts'
import { whyUnseen } from './tray-unseen.ts'
import { createWindows } from './windows.ts'

interface Parts {
  app: App
  clock: Clock
  alarm: Alarm
  log: Log
  folders: Folders
  /** Into the tray without a window. */
  hidden: boolean
  /** Begin in practice mode. */
  demo: boolean
  /** Last of all, when nothing else will be written. */
  close(): Promise<void>
}

/** The desktop around an assembled app, from ready to quit. Electron must be ready. */
export async function runShell({ app, clock, alarm, log, folders, hidden, demo, close }: Parts): Promise<void> {
  const tools = !electron.isPackaged
  const built = (...path: string[]) => join(electron.getAppPath(), 'out', ...path)
  const assets = (...path: string[]) => join(electron.getAppPath(), 'assets', ...path)

  electron.on('web-contents-created', (_event, contents) => guardContents(contents))
  electron.on('session-created', (created) => hardenSession(created, { tools }))
  hardenSession(session.defaultSession, { tools })
  protocol.handle(SCHEME, servePages(filesIn(built('renderer'))))

  const transport = ipcTransport(app)
  const windows = createWindows({
    preload: built('preload', 'preload.cjs'),
    icon: assets('icons', '256x256.png'),
    tools,
    place: durableJson(join(folders.home, 'window.json')),
    log,
    dark: () => isDark(app.snapshot().settings.appearance),
    onCreated(window) {
      window.on('focus', () => {
        notifications.seen()
        tray.mark()
      })
      transport.attach(window)
      window.webContents.on('dom-ready', () => enlarge(window, app.snapshot().settings.zoom))
    },
    onClosed: tellOnce,
  })
  const open = (view: View | null) => {
    windows.open()
    if (view !== null) transport.send({ name: 'view.asked', payload: { view } })
  }
  const seen = () => windows.current()?.isFocused() ?? false
  const openAt = (at: About | null) => {
    windows.open()
    if (at !== null) transport.send({ name: 'view.asked', payload: { view: at.page, at } })
  }
  const notifications = createNotifications({ app, clock, seen, open: openAt })
  const zoom = (step: -1 | 0 | 1) => {
    void app.call('zoom.step', { step })
  }
  const actions = createActions({
    ...{ app, open, openAt, zoom },
    tell: (body) => notifications.show({ title: text.tray.app, body }),
    quit: () => electron.quit(),
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(applicationMenu({ platform: process.platform, tools }, (row) => void actions.menu(row))),
  )
  const tray = createTray({
    ...{ app, clock, alarm, icons: assets('tray') },
    unseen: notifications.unseen,
    run: (action) => void actions.tray(action),
  })

  const quitting = quitInOrder(electron, async () => {
    await windows.keep()
    await app.stop()
    tray.destroy()
    await close()
  })
  /** The window closes and the app stays, which surprises once. */
  function tellOnce(): void {
    if (quitting.isQuitting() || app.snapshot().settings.told_about_tray) return
    notifications.show(text.tray.notifications.staysInTray)
    void app.call('settings.patch', { told_about_tray: true })
  }

  electron.on('second-instance', () => open(null))
  electron.on('activate', () => open(null))
  // Without a listener the app would end with its window.
  electron.on('window-all-closed', () => {})
  process.on('uncaughtException', onBug)
  process.on('unhandledRejection', onBug)
  function onBug(error: unknown): void {
    log.error(
      { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      'an error nobody caught',
    )
    notifications.show(text.tray.notifications.bug)
  }

  await app.start()
  followAppearance(app)
  app.subscribe('snapshot.patched', ({ set }) => set.settings && enlarge(windows.current(), set.settings.zoom))
  if (demo) await app.call('practice.start', undefined)
  if (!hidden) open(null)
  const unseenIcon = await whyUnseen(process.platform, {
    hasHost: () => hasTrayHost(process.env, nodeSpawner),
    icon: tray.place,
    screens: () => screen.getAllDisplays().map(({ bounds }) => bounds),
  })
  if (unseenIcon === null) return
  transport.send({ name: 'notice.raised', payload: { kind: 'other', tone: 'warn', text: unseenIcon } })
  // Without a window either, nothing of the app would be in sight.
  if (hidden) notifications.show({ title: text.tray.app, body: unseenIcon })
}

function enlarge(window: BrowserWindow | null, percent: number): void {
  const contents = window?.webContents
  if (contents && Math.round(contents.getZoomFactor() * 100) !== percent) contents.setZoomFactor(percent / 100)
}

const isDark = (appearance: 'system' | 'light' | 'dark'): boolean =>
  appearance === 'system' ? nativeTheme.shouldUseDarkColors : appearance === 'dark'

/**
 * Frames and menus of the system's own follow the setting too. Not on Linux, where that would tell us a wrong
 * colour of the panel.
 */
function followAppearance(app: App): void {
  if (process.platform === 'linux') return
  const follow = () => {
    nativeTheme.themeSource = app.snapshot().settings.appearance
  }
  app.subscribe('snapshot.patched', ({ set }) => set.settings && follow())
  follow()
}
