import { expect, it } from 'vitest'
import { shortcuts } from '../../src-shared/domain/shortcuts.ts'
import { announced, chordOf, type Pressed, pressedShortcut, shown, worksWhileTyping } from './shortcuts.ts'

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

it.each([
  [press('k', { ctrlKey: true }), 'linux', 'palette'],
  [press('K', { ctrlKey: true }), 'linux', 'palette'],
  [press('k', { metaKey: true }), 'darwin', 'palette'],
  [press('k', { ctrlKey: true }), 'darwin', undefined],
  [press('k', { ctrlKey: true, metaKey: true }), 'linux', undefined],
  [press('?', { shiftKey: true }), 'linux', 'shortcuts'],
  [press(' '), 'linux', 'toggle'],
  [press('ArrowUp'), 'linux', 'up'],
  [press('ArrowUp', { altKey: true }), 'linux', 'move-up'],
  [press('ArrowUp', { shiftKey: true }), 'linux', undefined],
  [press(',', { ctrlKey: true }), 'win32', 'page-settings'],
  [press('+', { ctrlKey: true, shiftKey: true }), 'linux', 'zoom-in'],
  [press('+', { ctrlKey: true }), 'linux', 'zoom-in'],
  [press('=', { metaKey: true }), 'darwin', 'zoom-in'],
  [press('-', { ctrlKey: true }), 'win32', 'zoom-out'],
  [press('0', { ctrlKey: true }), 'linux', 'zoom-none'],
  [press('x'), 'linux', undefined],
] as const)('reads %j on %s as %s', (pressed, platform, id) =>
  expect(pressedShortcut(pressed, platform, 'keys')?.id).toBe(id),
)

it('takes a list’s keys only in that list', () => {
  expect(pressedShortcut(press('/'), 'linux', 'requests')?.id).toBe('filter')
  expect(pressedShortcut(press('/'), 'linux', 'keys')).toBeNull()
})

it('lets one type', () => {
  expect(worksWhileTyping(chordOf(press('r'), 'linux'))).toBe(false)
  expect(worksWhileTyping(chordOf(press('r', { ctrlKey: true }), 'linux'))).toBe(true)
  expect(worksWhileTyping(chordOf(press('Escape'), 'linux'))).toBe(true)
})

it('means one thing by one chord, wherever one is', () => {
  for (const scope of ['keys', 'sessions', 'requests', 'providers'] as const) {
    const here = shortcuts.filter((shortcut) => shortcut.scope === scope || shortcut.scope === 'everywhere')
    const chords = here.flatMap(({ keys }) => keys)
    expect(new Set(chords).size).toBe(chords.length)
  }
})

it.each([
  ['Mod+n', 'linux', 'Ctrl N'],
  ['Mod+n', 'darwin', '⌘N'],
  ['Alt+ArrowUp', 'win32', 'Alt ↑'],
  ['Alt+ArrowUp', 'darwin', '⌥↑'],
  [' ', 'linux', 'Space'],
] as const)('prints %j on %s as %s', (keys, platform, words) => expect(shown(keys, platform)).toBe(words))

it.each([
  ['Mod+n', 'linux', 'Control+N'],
  ['Mod+n', 'darwin', 'Meta+N'],
  [' ', 'linux', 'Space'],
  ['Alt+ArrowUp', 'linux', 'Alt+ArrowUp'],
] as const)('announces %j on %s as %s', (keys, platform, words) => expect(announced(keys, platform)).toBe(words))
