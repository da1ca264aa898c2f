import { expect, it } from 'vitest'
import { keysOf, type ShortcutId } from '../../src-renderer/keyboard/shortcuts.ts'
import { applicationMenu, type MenuAction, rows } from './menu.ts'

const menu = (platform: NodeJS.Platform, tools = false, run: (action: MenuAction) => void = () => {}) =>
  applicationMenu({ platform, tools }, run)
const text = (platform: NodeJS.Platform, tools = false) => JSON.stringify(menu(platform, tools))

it.each<[keyof typeof rows, number, ShortcutId]>([
  ['file', 0, 'add-key'],
  ['file', 1, 'launch'],
  ['pages', 0, 'page-keys'],
  ['pages', 1, 'page-sessions'],
  ['pages', 2, 'page-requests'],
  ['pages', 3, 'page-providers'],
  ['pages', 4, 'page-settings'],
])('has in %s, %i, the same keys as the window has for %s', (group, at, id) => {
  const row = rows[group][at]
  const keys = row && 'keys' in row ? row.keys : undefined
  expect(keys?.replace('CmdOrCtrl', 'Mod').toLowerCase()).toBe(keysOf(id, 'everywhere').toLowerCase())
})

it('lets text be edited by the keyboard, everywhere', () => {
  for (const platform of ['darwin', 'linux', 'win32'] as const) expect(text(platform)).toContain('editMenu')
})

it('has what a Mac expects on a Mac alone', () => {
  expect(text('darwin')).toContain('appMenu')
  expect(text('linux')).not.toContain('appMenu')
})

it('opens the developer tools only where they are allowed', () => {
  expect(text('linux')).not.toContain('toggleDevTools')
  expect(text('linux', true)).toContain('toggleDevTools')
})

it('gives each key to one item', () => {
  for (const platform of ['darwin', 'linux'] as const) {
    const keys = text(platform).match(/"accelerator":"[^"]+"/g) ?? []
    expect(new Set(keys).size).toBe(keys.length)
  }
})

it('does what its rows say', () => {
  const done: MenuAction[] = []
  const file = menu('linux', false, (action) => done.push(action))[0]?.submenu
  if (Array.isArray(file)) file[1]?.click?.(undefined as never, undefined, undefined as never)
  expect(done).toEqual([{ kind: 'view', view: 'launch' }])
})
