import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { text } from '../../src-shared/text/text.ts'
import { buildCli, type Cli } from './process.testing.ts'

const words = text.cli.keys
const ONE = 'sk-ant-api03-import-one-0123456789-1111'
const TWO = 'sk-ant-api03-import-two-0123456789-2222'
const WRONG = 'sk-ant-api03-import-bad-0123456789-9999'

let cli: Cli
let twin: Twin
beforeAll(async () => {
  cli = await buildCli()
  twin = await startAnthropic({ keys: [ONE, TWO].map((secret) => ({ secret, name: secret, organization: secret })) })
})
afterEach(() => cli.killAll())
afterAll(async () => {
  await twin.stop()
  cli.tidy()
})

const env = (keys: readonly string[]) =>
  keys.map((key, n) => `# key ${n}\nANTHROPIC_BASE_URL=${twin.baseUrl}\nANTHROPIC_API_KEY=${key}`).join('\n\n')

let homes = 0
/** A config file without a key, keys sealed under a passphrase, and commands that work on both. */
function place() {
  const own = join(cli.folder, `own-${homes++}`)
  const config = cli.file(`import-${homes}.yaml`, 'providers:\n  - { name: local, type: ollama }\n')
  const pass = cli.file(`pass-${homes}`, 'correct horse battery')
  const run = (args: string[], input?: string) =>
    cli.run(['keys', ...args, '--config', config, '--passphrase-file', pass], {
      env: { CC_RELAY_HOME: own },
      ...(input !== undefined && { input }),
    })
  return { run, config }
}

it('shows what a file holds and changes nothing on a dry run', async () => {
  const { run, config } = place()
  const before = readFileSync(config, 'utf8')
  const { code, out, err } = await run(['import', cli.file('dry.env', env([ONE, WRONG])), '--dry-run'])
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out).toContain(words.found('key 0', '1111', twin.baseUrl))
  expect(out).not.toContain('sk-ant')
  expect(readFileSync(config, 'utf8')).toBe(before)
})

it('stores what is accepted, tells of what is refused, and knows both the next time', async () => {
  const { run } = place()
  const file = cli.file('three.env', env([ONE, TWO, WRONG]))
  const first = await run(['import', file])
  expect(first.code).toBe(1)
  expect(first.err).toContain('key 2: ')
  expect(first.out).toContain(words.switchedOff)
  const list = await run(['list', '--json'])
  expect(JSON.parse(list.out).slice(1)).toMatchObject([
    { label: 'key 0', hint: '1111', enabled: false },
    { label: 'key 1', hint: '2222', enabled: false },
  ])
  expect((await run(['import', file, '--dry-run'])).out).toContain(words.knownAs('key 0'))
})

it('carries keys to another place, sealed', async () => {
  const from = place()
  await from.run(['import', cli.file('one.env', env([ONE])), '--enable'])
  const file = join(cli.folder, 'sealed.json')
  const saved = await from.run(['export', file, '--with-keys'], 'a passphrase of mine\n')
  expect(saved).toMatchObject({ code: 0, err: '' })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain('import-one')
  const to = place()
  expect((await to.run(['import', file], 'another passphrase')).err).toContain(text.cli.passphrase.wrongFile)
  expect(await to.run(['import', file, '--enable'], 'a passphrase of mine')).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse((await to.run(['list', '--json'])).out).slice(1)).toMatchObject([{ hint: '1111', enabled: true }])
})

it('writes a config file that validates once its variables are set', async () => {
  const { run } = place()
  await run(['import', cli.file('plain.env', env([ONE]))])
  const VARIABLE = `${twin.baseUrl.replace('http://', '').replace(/\W/g, '_')}_KEY_0_KEY`.replace(/^/, '_')
  const file = join(cli.folder, 'plain-export.yaml')
  expect((await run(['export', file])).out).toContain(VARIABLE)
  const checked = await cli.run(['config', 'validate', file], { env: { [VARIABLE]: ONE } })
  expect(checked).toMatchObject({ code: 0, err: '' })
})

it('says which file is missing', async () => {
  expect((await place().run(['import'])).err).toContain(words.whichFile('import'))
})
