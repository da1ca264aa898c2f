import type { MenuItemConstructorOptions } from 'electron'
import { acceleratorsOf, type ShortcutId } from '../../src-shared/domain/shortcuts.ts'
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
  readonly shortcut?: ShortcutId
  readonly action: MenuAction
}

const words = text.tray.menu
const view = (label: string, name: View, shortcut?: ShortcutId): Row => ({
  label,
  action: { kind: 'view', view: name },
  ...(shortcut && { shortcut }),
})

/** The items of our own. `null`: a line. */
const rows = {
  file: [
    view(words.addKey, 'add-key', 'add-key'),
    view(text.tray.launch, 'launch', 'launch'),
    null,
    view(words.importKeys, 'import'),
    view(words.exportKeys, 'export'),
    null,
    { label: words.configFile, action: { kind: 'show_config' } },
    { label: words.logs, action: { kind: 'show_logs' } },
  ],
  pages: [
    view(words.keys, 'keys', 'page-keys'),
    view(words.sessions, 'sessions', 'page-sessions'),
    view(words.requests, 'requests', 'page-requests'),
    view(words.providers, 'providers', 'page-providers'),
    view(text.tray.settings, 'settings', 'page-settings'),
    null,
    view(text.window.sheets.shortcuts.labels.palette, 'palette', 'palette'),
  ],
  zoom: [
    { label: words.zoomIn, shortcut: 'zoom-in', action: { kind: 'zoom', step: 1 } },
    { label: words.zoomOut, shortcut: 'zoom-out', action: { kind: 'zoom', step: -1 } },
    { label: words.actualSize, shortcut: 'zoom-none', action: { kind: 'zoom', step: 0 } },
  ],
  help: [view(words.doctor, 'doctor'), view(words.shortcuts, 'shortcuts')],
} as const satisfies Record<string, readonly (Row | null)[]>

/** The application menu. On a Mac it also holds the keys of every text field, so it is never left out. */
export function applicationMenu(
  { platform, tools }: { platform: NodeJS.Platform; tools: boolean },
  run: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  /** Where one shortcut has two items, each has a chord of its own. */
  const item = (row: Row | null, nth = 0): MenuItemConstructorOptions => {
    if (row === null) return { type: 'separator' }
    const accelerator = row.shortcut && acceleratorsOf(row.shortcut)[nth]
    return { label: row.label, click: () => run(row.action), ...(accelerator && { accelerator }) }
  }
  const items = (list: readonly (Row | null)[]) => list.map((row) => item(row))
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item(view(text.tray.settings, 'settings', 'page-settings'), 1)
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
      submenu: [...items(rows.file), line, { label: words.close, role: 'close' }, ...(mac ? [] : [quit])],
    },
    { label: words.edit, role: 'editMenu' },
    {
      label: words.view,
      submenu: [
        ...items(rows.pages),
        line,
        ...items(rows.zoom),
        line,
        { label: words.fullScreen, role: 'togglefullscreen' },
        ...(tools ? [line, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    ...(mac ? [{ label: words.window, role: 'windowMenu' as const }] : []),
    { label: words.help, role: 'help', submenu: items(rows.help) },
  ]
}
