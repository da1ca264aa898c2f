// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { buildCli, type Cli } from './process.testing.ts'

const SECRET = 'sk-ant-api03-canary-0123456789-wxyz'
const words = text.cli.config

let cli: Cli
beforeAll(async () => {
  cli = await buildCli()
})
afterEach(() => cli.killAll())
afterAll(() => cli.tidy())

let homes = 0
const newEnv = () => ({ CC_RELAY_HOME: join(cli.folder, `config-${homes++}`) })

describe('config init', () => {
  it.each(['config.yaml', 'config.yml', 'config.toml'])('writes a %s that validates and starts', async (name) => {
    const env = newEnv()
    const path = join(env.CC_RELAY_HOME, name)
    expect(await cli.run(['config', 'init', '--output', path], { env })).toEqual({
      code: 0,
      err: '',
      out: `${words.written(path)}\n`,
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await cli.run(['config', 'validate', path], { env })).toEqual({
      code: 0,
      err: '',
      out: `${words.fine(path, 1, 0)}\n`,
    })
    const serving = cli.start('cli', ['serve', '--listen', '127.0.0.1:0'], { env })
    expect(await serving.printed()).toContain('"ready"')
    expect((await cli.run(['status'], { env })).out).toContain(text.cli.status.config(path))
  })

  it('writes into the folder of this user where nobody says where', async () => {
    const env = newEnv()
    await cli.run(['config', 'init'], { env })
    expect(readFileSync(join(env.CC_RELAY_HOME, 'config.yaml'), 'utf8')).toBe(text.cli.template.yaml)
  })

  it('replaces nothing unless told to', async () => {
    const path = cli.file('mine.yaml', 'mine')
    expect(await cli.run(['config', 'init', '--output', path])).toEqual({
      code: 2,
      out: '',
      err: `${words.exists(path)}\n`,
    })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect((await cli.run(['config', 'init', '--output', path, '--force'])).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe(text.cli.template.yaml)
  })

  it('says why a file could not be written', async () => {
    const path = join(cli.file('in-the-way', ''), 'config.yaml')
    expect(await cli.run(['config', 'init', '--output', path])).toMatchObject({ code: 1, out: '' })
  })
})

describe('config validate', () => {
  it('tells every problem with its place and the way out, and exits with 2', async () => {
    const path = cli.file('wrong.yaml', 'server: { listen: nowhere }\nrouting: { strategy: fastest }\n')
    const { code, out, err } = await cli.run(['config', 'validate', path])
    expect([code, out]).toEqual([2, ''])
    expect(err.split('\n').slice(0, 4)).toEqual([
      text.config.problems(path, 3),
      '  - server.listen: must be host:port. For example 127.0.0.1:8787.',
      expect.stringContaining('  - routing.strategy: cannot be "fastest". Write one of: failover'),
      expect.stringContaining('  - providers: has no provider that is enabled.'),
    ])
  })

  it('tells the line of a TOML file that cannot be read, and not what stands there', async () => {
    const path = cli.file('wrong.toml', `[server]\nlisten = "127.0.0.1:1"\nkey = ${SECRET}\n`)
    const { code, err } = await cli.run(['config', 'validate', path])
    expect(code).toBe(2)
    expect(err).toContain('line 3, column')
    expect(err).not.toContain('canary')
  })

  it('has a word about older names', async () => {
    const path = cli.file('old.yaml', 'server: { api_key: older-token }\nproviders: [{ name: a, type: ollama }]\n')
    const { code, out } = await cli.run(['config', 'validate', path])
    expect([code, out]).toEqual([
      0,
      `server.api_key is the older name of server.auth.api_key.\n${words.fine(path, 1, 0)}\n`,
    ])
  })
})

describe('config show', () => {
  it('tells of each value where it comes from, and of no secret what it is', async () => {
    const path = cli.file(
      'shown.yaml',
      `server: { auth: { api_key: the-client-token } }
routing: { strategy: cost }
providers:
  - { name: work, type: anthropic, keys: [{ key: "\${KEY}", rpm_limit: "\${RPM}" }, { key: ${SECRET} }, { id: key_a }] }
`,
    )
    const { code, out } = await cli.run(['config', 'show', path], {
      env: { KEY: 'sk-ant-another-0123456789-abcd', RPM: '50' },
    })
    expect(code).toBe(0)
    expect(out).not.toMatch(/the-client-token|canary|another/)
    for (const line of [
      `# ${path}`,
      '  strategy: cost # the file',
      '  listen: 127.0.0.1:8787 # default',
      '      - key: «…abcd» # ${KEY}',
      '        rpm_limit: 50 # ${RPM}',
      '      - key: «…wxyz» # the file',
      `      - key: (${words.from.vault}) # default`,
      '    api_key: «…» # the file',
    ])
      expect(out.split('\n')).toContain(line)
  })

  it('knows a token under its older name for one of the file', async () => {
    const path = cli.file(
      'older.yaml',
      'server: { api_key: the-client-token }\nproviders: [{ name: here, type: ollama }]\n',
    )
    const { out } = await cli.run(['config', 'show', path])
    expect(out.split('\n')).toContain('    api_key: «…» # the file')
  })

  it('without a file shows what the app has set, and touches nothing', async () => {
    const env = newEnv()
    mkdirSync(env.CC_RELAY_HOME)
    const path = join(env.CC_RELAY_HOME, 'config.json')
    writeFileSync(path, JSON.stringify({ schema_version: 1, app: { appearance: 'dark' } }))
    const { out } = await cli.run(['config', 'show'], { env, cwd: env.CC_RELAY_HOME })
    expect(out).toContain(`  appearance: dark # ${words.from.app}`)
    writeFileSync(path, '{ broken')
    expect((await cli.run(['config', 'show'], { env, cwd: env.CC_RELAY_HOME })).err).toBe(`${words.notOurs(path)}\n`)
    expect(readFileSync(path, 'utf8')).toBe('{ broken')
  })
})

it.each([['config'], ['keys'], ['cc']])('%s says which parts it has', async (command) => {
  expect((await cli.run([command])).code).toBe(2)
  expect((await cli.run([command, 'nothing'])).err).toContain(`${command} takes one of: `)
  expect((await cli.run([command, '--help'])).out).toContain(`Usage: cc-relay ${command}`)
})

it('every command has a help of its own', async () => {
  const { out } = await cli.run(['help'])
  for (const name of Object.keys(text.cli.helpOf)) expect(out).toContain(name)
  expect((await cli.run(['serve', '-h'])).out).toBe(`${text.cli.helpOf.serve}\n`)
})

it('reads a file only its owner may read', async () => {
  const path = cli.file('mode.yaml', 'providers: [{ name: a, type: ollama }]\n')
  chmodSync(path, 0o400)
  expect((await cli.run(['config', 'validate', path])).code).toBe(0)
})
