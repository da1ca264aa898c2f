import type { text } from '../text/text.ts'

type Labels = typeof text.window.sheets.shortcuts.labels

export type ShortcutId = keyof Labels
/** `everywhere` works always; the others while their list has the focus (or nothing has it). */
export type Scope = 'everywhere' | 'keys' | 'sessions' | 'requests' | 'providers'

export interface Shortcut {
  readonly id: ShortcutId
  readonly scope: Scope
  /** As `KeyboardEvent.key` (`Plus` for `+`), with `Mod+` (⌘ on a Mac, else Ctrl), `Alt+`, `Shift+`; the first one is shown. */
  readonly keys: readonly [string, ...string[]]
}

const row = (id: ShortcutId, scope: Scope, ...keys: [string, ...string[]]): Shortcut => ({ id, scope, keys })
const list = (scope: Scope): Shortcut[] => [
  row('up', scope, 'ArrowUp'),
  row('down', scope, 'ArrowDown'),
  row('first', scope, 'Home'),
  row('last', scope, 'End'),
]

/** Every shortcut there is. The menus of the app and of rows, the foot, the sheet and the listener all read this table. */
export const shortcuts: readonly Shortcut[] = [
  row('palette', 'everywhere', 'Mod+k'),
  row('add-key', 'everywhere', 'Mod+n'),
  row('launch', 'everywhere', 'Mod+l'),
  row('page-keys', 'everywhere', 'Mod+1'),
  row('page-sessions', 'everywhere', 'Mod+2'),
  row('page-requests', 'everywhere', 'Mod+3'),
  row('page-providers', 'everywhere', 'Mod+4'),
  row('page-settings', 'everywhere', 'Mod+5', 'Mod+,'),
  // On many keyboards + is above =, and nobody holds Shift for it.
  row('zoom-in', 'everywhere', 'Mod+Plus', 'Mod+='),
  row('zoom-out', 'everywhere', 'Mod+-'),
  row('zoom-none', 'everywhere', 'Mod+0'),
  row('shortcuts', 'everywhere', '?'),
  row('back', 'everywhere', 'Escape'),
  ...list('keys'),
  row('toggle', 'keys', ' '),
  row('open', 'keys', 'Enter'),
  row('test', 'keys', 'Mod+r', 'r'),
  row('wake', 'keys', 't'),
  row('pause-key', 'keys', 'p'),
  row('pause-key-today', 'keys', 'Alt+p'),
  row('resume-key', 'keys', 'u'),
  row('rename', 'keys', 'F2'),
  row('replace', 'keys', 'Mod+e'),
  row('remove', 'keys', 'Backspace', 'Delete'),
  row('move-up', 'keys', 'Alt+ArrowUp'),
  row('move-down', 'keys', 'Alt+ArrowDown'),
  row('undo-move', 'keys', 'Mod+z'),
  ...list('sessions'),
  row('requests-of', 'sessions', 'Enter'),
  row('pause', 'sessions', 'p'),
  row('profile', 'sessions', 'c'),
  row('end', 'sessions', 'Backspace', 'Delete'),
  ...list('requests'),
  row('open', 'requests', 'Enter', ' '),
  row('filter', 'requests', '/', 'Mod+f'),
  row('undo-failover', 'requests', 'u'),
  row('stay', 'requests', 's'),
  ...list('providers'),
  row('toggle', 'providers', ' '),
]

/** The first chord of a shortcut; empty where it has none there. */
export const keysOf = (id: ShortcutId, scope: Scope): string =>
  shortcuts.find((shortcut) => shortcut.id === id && shortcut.scope === scope)?.keys[0] ?? ''

/**
 * All its chords, as Electron's menus spell them: `CmdOrCtrl+N`.
 * https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts#accelerators
 */
export const acceleratorsOf = (id: ShortcutId): readonly string[] =>
  shortcuts
    .filter((shortcut) => shortcut.id === id && shortcut.scope === 'everywhere')
    .flatMap(({ keys }) => keys)
    .map((keys) => keys.replace('Mod', 'CmdOrCtrl').replace(/\b[a-z]$/, (letter) => letter.toUpperCase()))
