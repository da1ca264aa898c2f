import { expect, it } from 'vitest'
import { clicksOf } from './tray-click.ts'

it.each([
  ['linux', 'window', true, 'window'],
  ['linux', 'menu', true, 'nothing'],
  ['win32', 'window', true, 'window'],
  ['win32', 'menu', true, 'menu'],
  ['darwin', 'window', false, 'window'],
  ['darwin', 'menu', true, 'nothing'],
] as const)('on %s a click is for the %s', (platform, wanted, hands, left) => {
  expect(clicksOf(platform, wanted)).toMatchObject({ hands, left })
})

it('leaves a way to the menu wherever it is not handed over', () => {
  expect(clicksOf('darwin', 'window').right).toBe('menu')
})
