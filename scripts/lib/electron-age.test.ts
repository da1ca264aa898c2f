import fs from 'node:fs'
import { expect, it } from 'vitest'
import { tooOld } from './electron-age.mjs'

it.each([
  ['45.4.1', '45.4.2', true],
  ['45.4.1', '47.0.0', true],
  ['45.4.1', '48.0.0', false],
  ['33.2.1', '45.4.1', false],
  ['45.4.1', 'nonsense', false],
])('Electron %s beside %s is young enough: %s', (pinned, latest, good) => {
  expect(tooOld(pinned, latest) === null).toBe(good)
})

it('is asked for wherever a release is made', () => {
  expect(fs.readFileSync('.github/workflows/release.yml', 'utf8')).toContain('- run: node scripts/electron-age.mjs')
  const { devDependencies } = JSON.parse(fs.readFileSync('package.json', 'utf8'))
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
})
