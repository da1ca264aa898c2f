import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { trayIcon } from './tray-icon.ts'

it.each([
  ['darwin', undefined, true, '/i/liveTemplate.png'],
  ['linux', 'XFCE', false, '/i/live-dark.png'],
  ['linux', 'XFCE', true, '/i/live-light.png'],
  ['linux', 'ubuntu:GNOME', false, '/i/live-light.png'],
  ['linux', undefined, false, '/i/live-dark.png'],
  ['win32', undefined, true, '/i/live-light.png'],
] as const)('has ink for the panel of %s, %s, dark %s', (platform, desktop, dark, file) => {
  expect(trayIcon('/i', 'live', { platform, desktop, dark })).toBe(file)
})

it.each(['idle', 'live', 'alert'] as const)('has every picture of %s, also for sharp screens', (icon) => {
  const folder = resolve(import.meta.dirname, '../../assets/tray')
  for (const platform of ['darwin', 'linux'] as const) {
    for (const dark of [true, false]) {
      const file = trayIcon(folder, icon, { platform, desktop: undefined, dark })
      expect([file, existsSync(file)]).toEqual([file, true])
      expect(existsSync(file.replace('.png', '@2x.png'))).toBe(true)
    }
  }
})

it('has a picture of its own for each state, on either panel', () => {
  const folder = resolve(import.meta.dirname, '../../assets/tray')
  const pictures = (['idle', 'live', 'alert'] as const).flatMap((icon) =>
    [true, false].map((dark) => {
      const file = trayIcon(folder, icon, { platform: 'linux', desktop: undefined, dark })
      return readFileSync(file).toString('base64')
    }),
  )
  expect(new Set(pictures).size).toBe(6)
})
