import { expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { whyUnseen } from './tray-unseen.ts'

const inBar = { x: 1281, y: 0, width: 32, height: 33 }
const parked = { x: 0, y: 1117, width: 32, height: 22 }
const none = { x: 0, y: 0, width: 0, height: 0 }
const screens = () => [{ x: 0, y: 0, width: 1728, height: 1117 }]

it.each([
  ['a Mac that shows it', 'darwin', inBar, null, null],
  ['a Mac where it was switched off', 'darwin', parked, null, text.tray.hiddenIcon],
  ['a Mac that has not drawn it yet', 'darwin', none, null, null],
  ['a Linux desktop that shows icons', 'linux', none, true, null],
  ['one that shows none', 'linux', none, false, text.tray.noHost],
  ['one that nobody can be asked about', 'linux', none, null, null],
  ['Windows, which always has a place for it', 'win32', none, null, null],
] as const)('%s', async (_name, platform, icon, host, expected) => {
  expect(await whyUnseen(platform, { hasHost: async () => host, icon: () => icon, screens })).toBe(expected)
})
