import { expect, it } from 'vitest'
import { userFolder } from './folders.ts'

it.each([
  ['linux', {}, '/home/me/.config/cc-relay'],
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/cc-relay'],
  ['darwin', {}, '/home/me/Library/Application Support/cc-relay'],
  ['linux', { XDG_CONFIG_HOME: '/x', CC_RELAY_HOME: '/elsewhere' }, '/elsewhere'],
] as const)('keeps the files of a user of %s with %j in %s', (platform, env, folder) => {
  expect(userFolder(platform, env, '/home/me')).toBe(folder)
})
