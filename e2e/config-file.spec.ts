import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { text } from '../src-shared/text/text.ts'
import { root } from './app.ts'
import { expect, test } from './desk.ts'
import { addKey, choosing, keyRow } from './window.ts'

const ONE = 'sk-ant-api03-config-file-000000000000one1'
const TWO = 'sk-ant-api03-config-file-000000000000two2'
const THREE = 'sk-ant-api03-config-file-00000000000three3'

/** `cc-relay` as somebody at this desktop would run it. */
async function command(args: readonly string[], home: string, input = '') {
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'cc-relay.mjs'), ...args], {
    env: { ...process.env, CC_RELAY_HOME: home },
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (words) => (said.out += String(words)))
  child.stderr.on('data', (words) => (said.err += String(words)))
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { code: code as number | null, ...said }
}

test('a file that the app is started with changes both ways, and the command line reaches the app', async ({
  desk,
}, info) => {
  const twin = await startAnthropic({
    keys: [ONE, TWO, THREE].map((secret) => ({ secret, name: secret, organization: secret })),
  })
  const file = path.join(info.outputPath(), 'relay.yaml')
  const written = `# Mine.
server: { listen: 127.0.0.1:0 }   # any port
providers:
  - name: anthropic
    type: anthropic
    base_url: ${twin.baseUrl}
    keys:
      - key: \${FIRST_KEY}   # from the company
        label: first
      - { key: ${TWO}, label: spare }
`
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, written)
  const app = await desk.open({ args: [`--config=${file}`], env: { FIRST_KEY: ONE } })
  const page = await app.window()
  await keyRow(page, 'first').waitFor()

  // From the window into the file.
  await choosing(page, 'first', text.window.keys.detail.turnOff)
  await expect
    .poll(() => fs.readFileSync(file, 'utf8'))
    .toBe(written.replace('label: first\n', 'label: first\n        enabled: false\n'))

  // From the file into the window.
  fs.writeFileSync(file, written.replace('label: first', 'label: renamed'))
  await keyRow(page, 'renamed').waitFor({ timeout: 2_000 })

  // One that cannot be used changes nothing, and the window says so.
  fs.writeFileSync(file, written.replace('type: anthropic', 'type: antropic'))
  await page.getByText('relay.yaml cannot be used as it is').waitFor({ timeout: 2_000 })
  fs.writeFileSync(file, written)
  await page.getByText('relay.yaml cannot be used as it is').waitFor({ state: 'detached', timeout: 2_000 })

  // A new key goes to the keyring and not into the file.
  await addKey(page, { secret: THREE, label: 'second' })
  expect(fs.readFileSync(file, 'utf8')).toContain('label: second')
  expect(fs.readFileSync(file, 'utf8')).not.toContain(THREE)

  const { out } = await command(['status'], app.home)
  expect(out).toContain(text.cli.status.config(file))
  expect(out).toContain('second …ree3')
  await app.quit()
  expect(fs.readdirSync(app.home)).not.toContain('control.sock')
  await twin.stop()
})

test('without a relay a key goes into the keyring of this system', async ({ desk: _ }, info) => {
  const twin = await startAnthropic({ keys: [{ secret: ONE, name: 'one', organization: 'a' }] })
  const home = info.outputPath('home')
  const file = info.outputPath('offline.yaml')
  fs.writeFileSync(file, 'providers: [{ name: local, type: ollama }]\n')
  const where = ['--config', file]
  const add = ['keys', 'add', ...where, '--type', 'anthropic', '--base-url', twin.baseUrl, '--label', 'mine']
  const added = await command(add, home, ONE)
  expect([added.code, added.err]).toEqual([0, ''])
  expect(added.out).toContain(text.cli.keys.keptIn.keyring('secret service'))
  const files = fs.readdirSync(home, { recursive: true, encoding: 'utf8' })
  for (const name of files.filter((it) => fs.statSync(path.join(home, it)).isFile()))
    expect(fs.readFileSync(path.join(home, name), 'utf8')).not.toContain(ONE)
  const tested = await command(['keys', 'test', 'mine', ...where], home)
  expect(tested.out).toContain('mine: accepted')
  await twin.stop()
})
