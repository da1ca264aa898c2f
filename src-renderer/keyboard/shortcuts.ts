import { type Scope, type Shortcut, shortcuts } from '../../src-shared/domain/shortcuts.ts'
import { text } from '../../src-shared/text/text.ts'

const names: Record<string, string> = text.window.sheets.shortcuts.names

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
  const key = pressed.key === '+' ? 'Plus' : pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
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
