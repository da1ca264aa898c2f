import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ownPath } from './own-paths.ts'

const root = mkdtempSync(join(tmpdir(), 'own-'))
afterAll(() => rmSync(root, { recursive: true }))
const home = join(root, 'home')
mkdirSync(join(home, 'logs'), { recursive: true })
writeFileSync(join(home, 'config.json'), '{}')
writeFileSync(join(root, 'other'), '')
symlinkSync(join(root, 'other'), join(home, 'link'))

it.each([
  ['a file of ours', 'home/config.json', 'home/config.json'],
  ['a folder of ours', 'home/logs', 'home/logs'],
  ['the folder itself', 'home', 'home'],
  ['the folder of a file not yet written', 'home/new.json', 'home'],
  ['nothing outside', 'other', null],
  ['nothing outside by a longer way', 'home/../other', null],
  ['nothing that a link leads to', 'home/link', null],
  ['nothing that only begins alike', 'home-of-another', null],
  ['nothing that is nowhere', 'gone/x', null],
])('opens %s', (_what, path, opened) => {
  expect(ownPath([home], join(root, path))).toBe(opened === null ? null : join(root, opened))
})
