import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { autostartEntry, autostartFile, setAutostart } from './autostart.ts'

const home = mkdtempSync(join(tmpdir(), 'autostart-'))
afterAll(() => rmSync(home, { recursive: true }))

it('lies where the session looks', () => {
  expect(autostartFile({}, '/home/me')).toBe('/home/me/.config/autostart/cc-relay.desktop')
  expect(autostartFile({ XDG_CONFIG_HOME: '/x' }, '/home/me')).toBe('/x/autostart/cc-relay.desktop')
})

it('starts hidden what was asked for', () => {
  expect(autostartEntry(['/opt/CC Relay/cc-relay', '--hidden'])).toContain(
    '\nExec="/opt/CC Relay/cc-relay" "--hidden"\n',
  )
})

/** What a launcher makes of an Exec line: escapes of the file format first, then a shell-like split, then %%. */
function words(entry: string): string[] {
  const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? ''
  const value = line.replace(/\\(.)/g, (_, c: string) => ({ s: ' ', n: '\n', t: '\t', r: '\r' })[c] ?? c)
  const found = value.match(/"(?:\\.|[^"\\])*"/g) ?? []
  return found.map((word) =>
    word
      .slice(1, -1)
      .replace(/\\(["`$\\])/g, '$1')
      .replaceAll('%%', '%'),
  )
}

it.each(['/a b', '/it"s', '/$(touch x)', '/`id`', '/back\\slash', '/100%f', "/o'brien"])('means exactly %j', (path) => {
  expect(words(autostartEntry([path, '--hidden']))).toEqual([path, '--hidden'])
})

it('is there when it is on and gone when it is off', async () => {
  const file = autostartFile({ XDG_CONFIG_HOME: join(home, 'new') }, home)
  await setAutostart(file, ['/usr/bin/cc-relay', '--hidden'])
  expect(readFileSync(file, 'utf8')).toContain('Exec="/usr/bin/cc-relay" "--hidden"')
  await setAutostart(file, null)
  await setAutostart(file, null)
  expect(spawnSync('test', ['-e', file]).status).toBe(1)
})
