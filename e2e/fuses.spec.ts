import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'

/** Electron's mark before its fuses, then one byte for the version, one for their number, one character each. */
const MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const NAMES = [
  'RunAsNode',
  'EnableCookieEncryption',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
]

test('the packaged program runs nothing but its own app', () => {
  const program = fs.readFileSync(String(process.env.CC_RELAY_PACKAGED))
  const at = program.indexOf(MARK) + MARK.length
  const [version, count = 0] = program.subarray(at, at + 2)
  expect(version).toBe(1)
  const wire = program.subarray(at + 2, at + 2 + count).toString()
  const on = NAMES.filter((_, i) => wire[i] === '1')
  // Inspecting is on only so that tests can drive this build; a release has it off.
  expect(on).toEqual([
    'EnableCookieEncryption',
    'EnableNodeCliInspectArguments',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
  ])
  expect(program.indexOf(MARK, at)).toBe(-1)
})

test('started as Node, with options of Node, or beside another app, the packaged program is its own app', async () => {
  const program = String(process.env.CC_RELAY_PACKAGED)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuses-'))
  const marks = ['as-node', 'options', 'other-app'].map((name) => path.join(folder, name))
  const [asNode = '', options = '', other = ''] = marks
  const code = (mark: string) => `require('fs').writeFileSync(${JSON.stringify(mark)}, '')`
  const required = path.join(folder, 'required.cjs')
  fs.writeFileSync(required, code(options))
  const beside = path.join(path.dirname(program), 'resources', 'app')
  fs.mkdirSync(beside)
  fs.writeFileSync(path.join(beside, 'package.json'), '{"main":"main.js"}')
  fs.writeFileSync(path.join(beside, 'main.js'), code(other))
  const home = path.join(folder, 'home')
  fs.mkdirSync(home, { mode: 0o700 })
  fs.writeFileSync(path.join(home, 'config.json'), '{"server":{"listen":"127.0.0.1:0"}}')
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${required}` }
  const app = spawn(program, [`--home=${home}`, '--hidden', '-e', code(asNode)], { env, stdio: 'ignore' })
  try {
    const log = path.join(home, 'logs', 'cc-relay.log')
    const said = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '')
    await expect.poll(said, { timeout: 30_000 }).toContain('"msg":"listening"')
    expect(marks.filter((mark) => fs.existsSync(mark))).toEqual([])
  } finally {
    const ended = new Promise((resolve) => app.once('exit', resolve))
    app.kill()
    await ended
    fs.rmSync(beside, { recursive: true })
    fs.rmSync(folder, { recursive: true })
  }
})
