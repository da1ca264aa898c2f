import type { MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { acceleratorsOf, shortcuts } from '../../src-shared/domain/shortcuts.ts'
import { applicationMenu, type MenuAction } from './menu.ts'

const menu = (platform: NodeJS.Platform, tools = false, run: (action: MenuAction) => void = () => {}) =>
  applicationMenu({ platform, tools }, run)
const text = (platform: NodeJS.Platform, tools = false) => JSON.stringify(menu(platform, tools))

const every = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? every(item.submenu) : [])])
const platforms = ['darwin', 'linux', 'win32'] as const

it('has only the keys that the window has too', () => {
  const known = shortcuts.flatMap(({ id }) => acceleratorsOf(id))
  for (const platform of platforms)
    for (const { accelerator } of every(menu(platform))) if (accelerator) expect(known).toContain(accelerator)
})

it('has every shortcut that works everywhere and while one types', () => {
  const wanted = shortcuts.filter(({ scope, keys }) => scope === 'everywhere' && keys[0].startsWith('Mod+'))
  const given = every(menu('linux')).map(({ accelerator }) => accelerator)
  for (const { id } of wanted) expect(given).toContain(acceleratorsOf(id)[0])
})

it('does something by each of its keys, and by each something else', () => {
  const done: string[] = []
  const keyed = every(menu('linux', false, (action) => done.push(JSON.stringify(action)))).filter(
    ({ accelerator }) => accelerator,
  )
  for (const { click } of keyed) click?.(undefined as never, undefined, undefined as never)
  expect(new Set(done).size).toBe(keyed.length)
})

it.each([
  ['add-key', ['CmdOrCtrl+N']],
  ['page-settings', ['CmdOrCtrl+5', 'CmdOrCtrl+,']],
  ['zoom-in', ['CmdOrCtrl+Plus', 'CmdOrCtrl+=']],
] as const)('spells %s as menus do', (id, keys) => expect(acceleratorsOf(id)).toEqual(keys))

it('lets text be edited by the keyboard, everywhere', () => {
  for (const platform of platforms) expect(text(platform)).toContain('editMenu')
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
  for (const platform of platforms) {
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
