import fs from 'node:fs'
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
