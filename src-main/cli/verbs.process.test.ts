// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { limited } from '../../playground/script.ts'
import type { Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { text } from '../../src-shared/text/text.ts'
import { buildCli, type Cli } from './process.testing.ts'

const ONE = 'sk-ant-api03-one-0123456789-1111'
const TWO = 'sk-ant-api03-two-0123456789-2222'
const WRONG = 'sk-ant-api03-bad-0123456789-9999'

let cli: Cli
let twin: Twin
beforeAll(async () => {
  cli = await buildCli({ ONE })
  twin = await startAnthropic({ keys: [ONE, TWO].map((secret) => ({ secret, name: secret, organization: secret })) })
})
afterEach(() => {
  cli.killAll()
  twin.heal()
})
afterAll(async () => {
  await twin.stop()
  cli.tidy()
})

const yaml = () => `# mine
server: { listen: 127.0.0.1:0 }
providers:
  - name: work
    type: anthropic
    base_url: ${twin.baseUrl}
    keys:
      - key: \${ONE}
        label: first
`

let homes = 0
/** A home of its own, and a relay in it. */
async function relay({ source = yaml(), args = [] as string[] } = {}) {
  const own = join(cli.folder, `own-${homes++}`)
  const env = { CC_RELAY_HOME: own }
  const path = cli.file(`relay-${homes}.yaml`, source)
  const serving = cli.start('cli', ['serve', '--config', path, ...args], { env })
  const { url } = JSON.parse(await serving.printed())
  const token = readFileSync(join(own, 'client-token'), 'utf8').trim()
  return {
    ...{ own, env, path, serving, url, token },
    run: (args: string[], options: { input?: string } = {}) => cli.run(args, { ...options, env }),
    ask: () =>
      fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': token, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'claude-sonnet-5', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }),
      }),
  }
}

describe('with no relay running', () => {
  it.each([['status'], ['pause'], ['resume'], ['reload'], ['debug'], ['launch']])(
    '%s says so and exits with 1',
    async (verb) => {
      const ended = await cli.run([verb], { env: { CC_RELAY_HOME: join(cli.folder, 'nobody') } })
      expect(ended).toEqual({ code: 1, out: '', err: `${text.cli.notRunning}\n` })
    },
  )

  it('status says it as JSON too', async () => {
    const ended = await cli.run(['status', '--json'], { env: { CC_RELAY_HOME: join(cli.folder, 'nobody') } })
    expect([ended.code, JSON.parse(ended.out)]).toEqual([1, { running: false }])
  })
})

describe('a running relay', () => {
  it('tells what it is doing, for eyes and as JSON', async () => {
    const { run, url, path, ask } = await relay()
    expect((await ask()).status).toBe(200)
    const { code, out } = await run(['status'])
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines[0]).toContain(url)
    expect(lines).toContain(text.cli.status.config(path))
    expect(lines).toContain(text.cli.status.requests(1, 0))
    expect(out).toContain('first …1111: ')
    const { running, keys, config } = JSON.parse((await run(['status', '--json'])).out)
    expect([running, Object.keys(keys).length, config.path]).toEqual([true, 1, path])
  })

  it('answers on a socket that is its owner’s alone', async () => {
    const { own } = await relay()
    expect(statSync(join(own, 'control.sock')).mode & 0o777).toBe(0o600)
    expect(statSync(own).mode & 0o777).toBe(0o700)
  })

  it('leaves no socket behind, and takes over one that a killed relay left', async () => {
    const { own, path, serving, env } = await relay()
    serving.child.kill('SIGKILL')
    await serving.ended
    expect(readdirSync(own)).toContain('control.sock')
    const again = cli.start('cli', ['serve', '--config', path], { env })
    await again.printed()
    expect((await cli.run(['status'], { env })).code).toBe(0)
    again.child.kill('SIGTERM')
    await again.ended
    expect(readdirSync(own)).not.toContain('control.sock')
  })

  it('is found where the path of its home is too long for a socket', async () => {
    const env = { CC_RELAY_HOME: join(cli.folder, 'x'.repeat(120)) }
    const serving = cli.start('cli', ['serve', '--config', cli.file('long.yaml', yaml())], { env })
    await serving.printed()
    expect((await cli.run(['status'], { env })).code).toBe(0)
    serving.child.kill('SIGTERM')
    await serving.ended
  })

  it('turns requests away and takes them again', async () => {
    const { run, ask } = await relay()
    expect((await run(['pause'])).out).toBe(`${text.cli.paused}\n`)
    expect((await ask()).status).toBe(503)
    expect((await run(['status'])).out).toContain(text.tray.status.paused)
    expect((await run(['resume'])).out).toBe(`${text.cli.resumed}\n`)
    expect((await ask()).status).toBe(200)
  })

  it('reads its config again when told, by command and by signal', async () => {
    const { run, path, serving } = await relay()
    writeFileSync(path, yaml().replace('label: first', 'label: 5'))
    const broken = await run(['reload'])
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('keys[0].label: must be text')])
    expect((await run(['status'])).out).toContain('must be text')
    writeFileSync(path, yaml().replace('label: first', 'label: third'))
    serving.child.kill('SIGHUP')
    await expect.poll(async () => (await run(['keys', 'list'])).out).toContain('third')
    expect((await run(['reload'])).out).toBe(`${text.cli.reloaded(path)}\n`)
    expect((await run(['status'])).out).not.toContain('must be text')
  })

  it('logs everything for a while, whatever the file says', async () => {
    const { run, ask, serving } = await relay({ source: `${yaml()}logging: { level: error }\n` })
    expect((await run(['debug', '1'])).out).toBe(`${text.cli.debugOn(1)}\n`)
    await ask()
    expect((await run(['status'])).out).toContain('Everything is logged for ')
    expect(serving.said.err).toContain('"msg":"request"')
    expect((await run(['debug', '0'])).out).toBe(`${text.cli.debugOff}\n`)
    const so_far = serving.said.err.length
    await ask()
    expect(serving.said.err.length).toBe(so_far)
    expect((await run(['debug', 'soon'])).code).toBe(2)
  })

  it('keeps the level of its command line when the file is read again', async () => {
    const { run, path, ask, serving } = await relay({ args: ['--log-level', 'error'] })
    writeFileSync(path, `${yaml()}logging: { level: debug }\n`)
    await run(['reload'])
    await ask()
    expect(serving.said.err).not.toContain('"msg":"request"')
  })
})

describe('keys of a running relay', () => {
  it('are listed, tested and tried again', async () => {
    const { run, ask } = await relay()
    expect((await run(['keys', 'test'])).out).toMatch(/^first: accepted, \d+ models, \d+ ms\n$/)
    twin.next(limited(300))
    await ask()
    expect((await run(['keys', 'list'])).out).toContain('first …1111: ')
    expect((await run(['keys', 'clear-cooldowns'])).out).toBe(`${text.cli.keys.cleared(1)}\n`)
    expect((await run(['keys', 'clear-cooldowns', 'first'])).out).toBe(`${text.cli.keys.cleared(0)}\n`)
    expect(await run(['keys', 'test', 'nobody'])).toMatchObject({
      code: 2,
      err: `${text.cli.keys.unknown('nobody')}\n`,
    })
    const listed = JSON.parse((await run(['keys', 'list', '--json'])).out)
    expect(listed).toMatchObject([{ label: 'first', hint: '1111' }])
  })

  it('are added from standard input, tested first, and used at once', async () => {
    const { run, own, path } = await relay({
      args: ['--passphrase-file', cli.file('words', 'correct horse battery\n')],
    })
    const refused = await run(['keys', 'add', '--provider', 'work'], { input: WRONG })
    expect([refused.code, refused.out]).toEqual([1, ''])
    const added = await run(['keys', 'add', '--provider', 'work', '--label', 'second'], { input: `${TWO}\n` })
    expect(added).toEqual({
      code: 0,
      err: '',
      out: `${text.cli.keys.added('second', 'work')}\n${text.cli.keys.keptIn.passphrase()}\n`,
    })
    expect((await run(['keys', 'test', 'second'])).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toMatch(/# mine[\s\S]*label: second\n {8}hint: "2222"/)
    const everything = readdirSync(own, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    expect(everything.join()).not.toContain(TWO)
  })

  it('are not taken from the command line', async () => {
    const { run } = await relay()
    expect(await run(['keys', 'add', TWO])).toMatchObject({ code: 2, err: `${text.cli.unknownWord(TWO)}\n` })
  })

  it('have nowhere to go without a keyring and a passphrase', async () => {
    const { run } = await relay()
    const { code, err } = await run(['keys', 'add', '--provider', 'work'], { input: TWO })
    expect([code, err]).toEqual([1, `${text.notices.noPlaceForKeys}\n`])
  })
})

describe('keys without a relay', () => {
  const words = () => cli.file('words', 'correct horse battery\n')

  it('are stored under a passphrase, and a relay started with it uses them', async () => {
    const own = join(cli.folder, `own-${homes++}`)
    const env = { CC_RELAY_HOME: own }
    const path = cli.file('offline.yaml', yaml())
    const add = [
      'keys',
      'add',
      '--config',
      path,
      '--passphrase-file',
      words(),
      '--type',
      'anthropic',
      '--base-url',
      twin.baseUrl,
    ]
    const added = await cli.run(add, { env, input: TWO })
    expect(added.out.split('\n')).toEqual([
      text.cli.keys.added('work 1', 'work').replace('work 1', 'anthropic 1'),
      text.cli.keys.keptIn.passphrase(),
      text.cli.keys.madeIn(path),
      '',
    ])
    expect((await cli.run(['keys', 'list', '--config', path], { env })).out).toBe(
      'first …1111: work\nanthropic 1 …2222: work\n',
    )
    const tested = await cli.run(['keys', 'test', '2222', '--config', path, '--passphrase-file', words()], { env })
    expect(tested.out).toContain('anthropic 1: accepted')

    const serving = cli.start('cli', ['serve', '--config', path, '--passphrase-file', words()], { env })
    await serving.printed()
    expect((await cli.run(['keys', 'test', 'anthropic 1'], { env })).out).toContain('accepted')
  })

  it('stay closed under another passphrase', async () => {
    const env = { CC_RELAY_HOME: join(cli.folder, `own-${homes++}`) }
    const path = cli.file('closed.yaml', yaml())
    const add = (file: string, input: string) =>
      cli.run(['keys', 'add', '--provider', 'work', '--config', path, '--passphrase-file', file], { env, input })
    expect((await add(words(), TWO)).code).toBe(0)
    const other = cli.file('others', 'another passphrase\n')
    expect(
      await cli.run(['keys', 'test', '2222', '--config', path, '--passphrase-file', other], { env }),
    ).toMatchObject({
      code: 1,
      err: `${text.cli.passphrase.wrong}\n`,
    })
  })

  it('need somebody to type a passphrase, or a file with one', async () => {
    const env = { CC_RELAY_HOME: join(cli.folder, `own-${homes++}`) }
    const { code, err } = await cli.run(
      ['keys', 'add', '--provider', 'work', '--config', cli.file('none.yaml', yaml())],
      { env, input: TWO },
    )
    expect([code, err]).toEqual([1, `${text.cli.passphrase.none}\n${text.cli.passphrase.nobody}\n`])
  })
})

it('a relay that is started with another passphrase does not start', async () => {
  const env = { CC_RELAY_HOME: join(cli.folder, `own-${homes++}`) }
  const path = cli.file('another.yaml', yaml())
  const args = ['--config', path, '--passphrase-file']
  expect(
    (
      await cli.run(['keys', 'add', '--provider', 'work', ...args, cli.file('words', 'correct horse battery\n')], {
        env,
        input: TWO,
      })
    ).code,
  ).toBe(0)
  const { code, err } = await cli.run(['serve', ...args, cli.file('others', 'another passphrase\n')], { env })
  expect([code, err]).toEqual([1, `${text.cli.passphrase.wrong}\n`])
})
