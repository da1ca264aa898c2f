import type { MenuItemConstructorOptions } from 'electron'
import { text } from '../../src-shared/text/text.ts'
import type { View } from '../feed/tray-model.ts'

/** What an item of the application menu does beyond what the system does by itself. */
export type MenuAction =
  | { kind: 'view'; view: View }
  | { kind: 'zoom'; step: -1 | 0 | 1 }
  | { kind: 'show_config' }
  | { kind: 'show_logs' }

interface Row {
  readonly label: string
  readonly keys?: string
  readonly action: MenuAction
}

const words = text.tray.menu
const view = (label: string, name: View, keys?: string): Row => ({
  label,
  action: { kind: 'view', view: name },
  ...(keys && { keys }),
})

/**
 * The items of our own, with the keys they also have in the window. `null`: a line.
 */
export const rows = {
  file: [
    view(words.addKey, 'add-key', 'CmdOrCtrl+N'),
    view(text.tray.launch, 'launch', 'CmdOrCtrl+L'),
    null,
    view(words.importKeys, 'import'),
    view(words.exportKeys, 'export'),
    null,
    { label: words.configFile, action: { kind: 'show_config' } },
    { label: words.logs, action: { kind: 'show_logs' } },
  ],
  pages: [
    view(words.keys, 'keys', 'CmdOrCtrl+1'),
    view(words.sessions, 'sessions', 'CmdOrCtrl+2'),
    view(words.requests, 'requests', 'CmdOrCtrl+3'),
    view(words.providers, 'providers', 'CmdOrCtrl+4'),
    view(text.tray.settings, 'settings', 'CmdOrCtrl+5'),
  ],
  zoom: [
    { label: words.zoomIn, keys: 'CmdOrCtrl+Plus', action: { kind: 'zoom', step: 1 } },
    { label: words.zoomOut, keys: 'CmdOrCtrl+-', action: { kind: 'zoom', step: -1 } },
    { label: words.actualSize, keys: 'CmdOrCtrl+0', action: { kind: 'zoom', step: 0 } },
  ],
  help: [view(words.doctor, 'doctor'), view(words.shortcuts, 'shortcuts')],
} as const satisfies Record<string, readonly (Row | null)[]>

/** The application menu. On a Mac it also holds the keys of every text field, so it is never left out. */
export function applicationMenu(
  { platform, tools }: { platform: NodeJS.Platform; tools: boolean },
  run: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const item = (row: Row | null): MenuItemConstructorOptions =>
    row === null
      ? { type: 'separator' }
      : { label: row.label, click: () => run(row.action), ...(row.keys && { accelerator: row.keys }) }
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item(view(text.tray.settings, 'settings', 'CmdOrCtrl+,'))
  const quit: MenuItemConstructorOptions = { label: text.tray.quit, role: 'quit' }
  return [
    ...(mac
      ? [
          {
            role: 'appMenu' as const,
            submenu: [{ role: 'about' as const }, line, settings, line, { role: 'hide' as const }, line, quit],
          },
        ]
      : []),
    {
      label: words.file,
      submenu: [...rows.file.map(item), line, { label: words.close, role: 'close' }, ...(mac ? [] : [quit])],
    },
    { label: words.edit, role: 'editMenu' },
    {
      label: words.view,
      submenu: [
        ...rows.pages.map(item),
        line,
        ...rows.zoom.map(item),
        line,
        { label: words.fullScreen, role: 'togglefullscreen' },
        ...(tools ? [line, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    ...(mac ? [{ label: words.window, role: 'windowMenu' as const }] : []),
    { label: words.help, role: 'help', submenu: rows.help.map(item) },
  ]
}
