import { expect, it } from 'vitest'
import { hasTrayHost } from './tray-host.ts'

const gnome = { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME', WAYLAND_DISPLAY: 'wayland-0' }
/** A bus that answers so: whether there is a watcher, and whether that has a host. */
const bus = (watcher: string | null, host: string | null = null) => ({
  ask: async (_file: string, args: readonly string[]) =>
    args.some((arg) => arg.endsWith('NameHasOwner')) ? watcher : host,
})

it.each([
  ['a panel that shows icons', gnome, bus('(true,)\n', '(<true>,)\n'), true],
  ['a watcher that nobody shows anything for', gnome, bus('(true,)\n', '(<false>,)\n'), false],
  ['GNOME without an extension', gnome, bus('(false,)\n'), false],
  ['an X11 panel that may do it in the older way', { XDG_CURRENT_DESKTOP: 'i3' }, bus('(false,)\n'), null],
  ['no bus, or nothing to ask it with', gnome, bus(null), null],
])('%s', async (_name, env, spawner, expected) => {
  expect(await hasTrayHost(env, spawner)).toBe(expected)
})
