import { text } from '../../src-shared/text/text.ts'

const labels = text.window.sheets.shortcuts.labels
const names: Record<string, string> = text.window.sheets.shortcuts.names

export type ShortcutId = keyof typeof labels
/** `everywhere` works always; the others while their list has the focus (or nothing has it). */
export type Scope = 'everywhere' | 'keys' | 'sessions' | 'requests' | 'providers'

export interface Shortcut {
  readonly id: ShortcutId
  readonly scope: Scope
  /** As `KeyboardEvent.key`, with `Mod+` (⌘ on a Mac, else Ctrl), `Alt+`, `Shift+`; the first one is shown. */
  readonly keys: readonly [string, ...string[]]
}

const row = (id: ShortcutId, scope: Scope, ...keys: [string, ...string[]]): Shortcut => ({ id, scope, keys })
const list = (scope: Scope): Shortcut[] => [
  row('up', scope, 'ArrowUp'),
  row('down', scope, 'ArrowDown'),
  row('first', scope, 'Home'),
  row('last', scope, 'End'),
]

/** Every shortcut there is. Menus, the foot, the sheet and the listener all read this table. */
export const shortcuts: readonly Shortcut[] = [
  row('palette', 'everywhere', 'Mod+k'),
  row('add-key', 'everywhere', 'Mod+n'),
  row('launch', 'everywhere', 'Mod+l'),
  row('page-keys', 'everywhere', 'Mod+1'),
  row('page-sessions', 'everywhere', 'Mod+2'),
  row('page-requests', 'everywhere', 'Mod+3'),
  row('page-providers', 'everywhere', 'Mod+4'),
  row('page-settings', 'everywhere', 'Mod+5', 'Mod+,'),
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

export type Platform = 'darwin' | 'linux' | 'win32' | 'other'

/** What a listener needs of a `KeyboardEvent`. */
export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** `Mod+Alt+x` of what was pressed. Shift counts only with named keys: it is part of `?` already. */
export function chordOf(pressed: Pressed, platform: Platform): string {
  const mod = platform === 'darwin' ? pressed.metaKey : pressed.ctrlKey
  const other = platform === 'darwin' ? pressed.ctrlKey : pressed.metaKey
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  return [
    other && 'Other',
    mod && 'Mod',
    pressed.altKey && 'Alt',
    pressed.shiftKey && pressed.key.length > 1 && 'Shift',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

/** The shortcut that was pressed in this scope or everywhere, or `null`. */
export function pressedShortcut(pressed: Pressed, platform: Platform, scope: Scope): Shortcut | null {
  const chord = chordOf(pressed, platform)
  const here = (shortcut: Shortcut) => shortcut.scope === scope || shortcut.scope === 'everywhere'
  return shortcuts.find((shortcut) => here(shortcut) && shortcut.keys.includes(chord)) ?? null
}

/** Whether a chord may fire while one types: only with Mod, or Escape. */
export const worksWhileTyping = (chord: string): boolean => chord.startsWith('Mod+') || chord === 'Escape'

export const keysOf = (id: ShortcutId, scope: Scope): string =>
  shortcuts.find((shortcut) => shortcut.id === id && shortcut.scope === scope)?.keys[0] ?? ''

/** As printed on the keys: `⌘N` on a Mac, `Ctrl N` elsewhere. */
export function shown(keys: string, platform: Platform): string {
  const mac = platform === 'darwin'
  const parts = keys.split('+').map((part) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl'
    if (part === 'Alt') return mac ? '⌥' : 'Alt'
    return names[part] ?? part.toUpperCase()
  })
  return parts.join(mac ? '' : ' ')
}

/** For `aria-keyshortcuts`, which has its own spelling. */
export const announced = (keys: string, platform: Platform): string =>
  keys
    .replace('Mod', platform === 'darwin' ? 'Meta' : 'Control')
    .replace(/ $/, 'Space')
    .replace(/^(.*\+)?([a-z])$/, (_, before = '', letter: string) => before + letter.toUpperCase())
