import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { batchScript, type Launch, posixScript } from './script.ts'

const windows: Launch = {
  own: 'C:\\Users\\me\\run\\launch_1',
  folder: 'C:\\100%PATH% & co',
  claude: 'C:\\Users\\me\\npm\\claude.cmd',
  settings: 'C:\\Users\\me\\run\\launch_1\\settings.json',
  env: { ANTHROPIC_AUTH_TOKEN: 'token', ANTHROPIC_API_KEY: '' },
  shell: '',
}
const posix: Launch = { ...windows, own: '/r', folder: '/f', claude: '/c/claude', settings: '/r/s.json' }

it('writes a batch file whose lines end as Windows wants them', () => {
  const lines = batchScript(windows).split('\r\n')
  expect(lines.join('')).not.toContain('\n')
  expect(lines).toContain('set "ANTHROPIC_AUTH_TOKEN=token"')
  expect(lines).toContain('cd /d "C:\\100%%PATH%% & co"')
  expect(lines).toContain(
    'call "C:\\Users\\me\\npm\\claude.cmd" --settings "C:\\Users\\me\\run\\launch_1\\settings.json"',
  )
})

it("says a folder's name in a batch file without running it", () => {
  expect(batchScript(windows)).toContain('could not open the folder C:\\100%%PATH%% ^& co.')
})

it('clears before it sets, in a batch file', () => {
  const lines = batchScript(windows).split('\r\n')
  const clears = lines.findIndex((line) => line.includes("('set ANTHROPIC_ 2^>nul')"))
  expect(clears).toBeGreaterThan(0)
  expect(clears).toBeLessThan(lines.indexOf('set "ANTHROPIC_AUTH_TOKEN=token"'))
})

it.each(['/bin/bash', '/usr/bin/fish', ''])("is a valid script for sh, with %j as the user's shell", (shell) => {
  expect(spawnSync('sh', ['-n'], { input: posixScript({ ...posix, shell }) }).status).toBe(0)
})

it('goes through the login shell, but not through one it does not know', () => {
  expect(posixScript({ ...posix, shell: '/bin/zsh' })).toContain("exec '/bin/zsh' -l -i -c")
  expect(posixScript({ ...posix, shell: '/usr/bin/nu' })).not.toContain('/usr/bin/nu')
})
