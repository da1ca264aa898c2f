// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { slowly } from '../../playground/script.ts'
import type { Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { text } from '../../src-shared/text/text.ts'
import { buildCli, type Cli } from './process.testing.ts'

const CANARY = 'sk-ant-api03-canary-0123456789-wxyz'
const TOKEN = 'a-client-token-of-the-file'

let cli: Cli
let folder: string
let home: string
let start: Cli['start']
let file: Cli['file']
let twin: Twin

beforeAll(async () => {
  cli = await buildCli({ KEY: CANARY })
  ;({ folder, home, start, file } = cli)
  twin = await startAnthropic({ keys: [{ secret: CANARY, name: 'one', organization: 'a' }] })
})
afterEach(() => cli.killAll())
afterAll(async () => {
  await twin.stop()
  cli.tidy()
})

const yaml = (more = '') => `
server: { listen: 127.0.0.1:0, auth: { api_key: ${TOKEN} } }
logging: { level: debug }
providers:
  - name: work
    type: anthropic
    base_url: ${twin.baseUrl}
    keys: [{ key: "\${KEY}" }]
${more}`

const post = (url: string, over: object = {}) =>
  fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': TOKEN, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'claude-sonnet-5',
      max_tokens: 30,
      messages: [{ role: 'user', content: 'hi' }],
      ...over,
    }),
  })

describe('cc-relay serve', () => {
  it('prints one line of JSON when it listens, and relays', async () => {
    const relay = start('cli', ['serve', '--config', file('plain.yaml', yaml())])
    const ready = JSON.parse(await relay.printed())
    expect(ready).toEqual({
      event: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: relay.child.pid,
    })
    const reply = await post(ready.url)
    expect(reply.status).toBe(200)
    relay.child.kill('SIGTERM')
    const { code, out } = await relay.ended
    expect([code, out.trim().split('\n').length]).toEqual([0, 1])
  })

  it('lets a stream under way end before it exits', async () => {
    const relay = start('cli', ['serve', '--config', file('drain.yaml', yaml())])
    const { url } = JSON.parse(await relay.printed())
    twin.next(slowly(15))
    const reply = await post(url, { stream: true })
    relay.child.kill('SIGTERM')
    relay.child.kill('SIGINT')
    expect(await reply.text()).toContain('message_stop')
    expect((await relay.ended).code).toBe(0)
  })

  it('logs every request to standard error as JSON, and no secret in it', async () => {
    const relay = start('cli', ['serve', '--config', file('log.yaml', yaml('    pooling: { strategy: round_robin }'))])
    const { url } = JSON.parse(await relay.printed())
    await post(url)
    await fetch(`${url}/v1/messages?key=${CANARY}`, { method: 'POST', headers: { 'x-api-key': CANARY } })
    relay.child.kill('SIGINT')
    const { code, err } = await relay.ended
    expect(code).toBe(0)
    const lines = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'request', status: 200, provider: 'work' }))
    expect(err).not.toMatch(/canary|a-client-token/)
  })

  it('tells every problem of a file, and exits with 2', async () => {
    const path = file('wrong.yaml', yaml('routing: { strategy: fastest }\nserverr: {}\n').replace('${KEY}', '${GONE}'))
    const { code, out, err } = await start('cli', ['serve', '--config', path]).ended
    expect([code, out]).toEqual([2, ''])
    expect(err.split('\n').slice(0, 4)).toEqual([
      text.config.problems(path, 3),
      expect.stringContaining('  - providers[work].keys[0].key: uses ${GONE}'),
      expect.stringContaining('  - routing.strategy: cannot be "fastest". Write one of: failover'),
      expect.stringContaining('  - serverr: is not a known name. Did you mean server?'),
    ])
    expect(err).not.toContain('a-client-token')
  })

  it("looks in this folder, then in the user's own, and says where when there is none", async () => {
    const here = join(folder, 'here')
    const own = join(home, '.config', 'cc-relay')
    for (const place of [here, own]) mkdirSync(place, { recursive: true })
    const none = await start('cli', ['serve'], { cwd: here }).ended
    expect([none.code, none.err]).toEqual([
      2,
      `${text.cli.noConfig([join(here, 'config.yaml'), join(own, 'config.yaml')])}\n`,
    ])

    symlinkSync(file('own.yaml', yaml()), join(own, 'config.yaml'))
    const second = start('cli', ['serve'], { cwd: here })
    expect(await second.printed()).toContain('"ready"')

    writeFileSync(join(here, 'config.yaml'), 'providers: here')
    const first = await start('cli', ['serve'], { cwd: here }).ended
    expect(first.err).toContain('must be a list')
    rmSync(join(own, 'config.yaml'))
  })

  it('makes a client token where the file sets none, and says only where it is', async () => {
    const path = file('token.yaml', yaml().replace(`, auth: { api_key: ${TOKEN} }`, ''))
    const relay = start('cli', ['serve', '--config', path])
    const { url } = JSON.parse(await relay.printed())
    const kept = join(home, '.config', 'cc-relay', 'client-token')
    const token = readFileSync(kept, 'utf8').trim()
    expect((await fetch(`${url}/v1/models`, { headers: { 'x-api-key': token } })).status).toBe(200)
    relay.child.kill('SIGTERM')
    const { out, err } = await relay.ended
    expect(out + err).not.toContain(token)
    expect(err).toContain(kept)
  })

  it('says who has the port, and exits with 1', async () => {
    const other = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const { port } = other.address() as AddressInfo
    const args = ['serve', '--config', file('taken.yaml', yaml()), '--listen', `127.0.0.1:${port}`]
    const { code, out, err } = await start('cli', args).ended
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(new RegExp(`Port ${port} is in use by \\S`))
    other.close()
  })

  it.each([
    [['serve', '--confg', 'x'], text.cli.unknownOption('--confg')],
    [['serve', '--config'], text.cli.needsValue('--config')],
    [['serve', '--config', '/none/none.yaml'], text.cli.unreadable('/none/none.yaml', 'ENOENT')],
    [['serve', '--config', '/none/some.ini'], text.cli.unknownFormat('/none/some.ini')],
    [['serve', '--listen', '8787'], text.cli.badListen('8787')],
    [['srve'], text.cli.unknownCommand('srve')],
  ])('does not guess at %j', async (args, words) => {
    expect(await start('cli', args).ended).toEqual({ code: 2, out: '', err: `${words}\n` })
  })
})

it('says its version and how it is used', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect((await start('cli', ['version']).ended).out).toBe(`${version}\n`)
  expect((await start('cli', []).ended).out).toBe(`${text.cli.help}\n`)
})

describe('a headless start', () => {
  const lines = (out: string) => out.trim().split('\n')

  it('in practice mode prints what Claude Code needs, and answers it', async () => {
    const relay = start('headless', ['--demo', '--listen', '127.0.0.1:0'])
    const out = await relay.printed(6)
    expect(lines(out)[0]).toBe(text.cli.headless.practice)
    const line = lines(out).at(-1) ?? ''
    expect(line).toMatch(/ claude$/)
    const value = (name: string) => new RegExp(`\\b${name}='([^']*)'`).exec(line)?.[1] ?? ''
    const reply = await fetch(`${value('ANTHROPIC_BASE_URL')}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${value('ANTHROPIC_AUTH_TOKEN')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'claude-sonnet-5', max_tokens: 30, messages: [{ role: 'user', content: 'hi' }] }),
    })
    expect(await reply.text()).toContain('Practice answer')
    relay.child.kill('SIGTERM')
    expect(await relay.ended).toMatchObject({ code: 0, err: '' })
    expect(readdirSync(join(home, '.config', 'cc-relay'))).not.toContain('config.json')
  })

  it('without a key says how to get on', async () => {
    const relay = start('headless', ['--listen', '127.0.0.1:0'])
    expect(lines(await relay.printed(6))).toContain(text.cli.headless.noKeys)
  })

  it('for development prints the address of the bridge', async () => {
    const relay = start('headless', ['--dev', '--demo', '--listen', '127.0.0.1:0'])
    const { bridge, url } = JSON.parse(await relay.printed())
    const reply = await fetch(`${bridge}/bridge/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'snapshot.get' }),
    })
    const { value } = await reply.json()
    expect(value.snapshot).toMatchObject({ practice: true, relay: { port: Number(new URL(url).port) } })
  })
})
