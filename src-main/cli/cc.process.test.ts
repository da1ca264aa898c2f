import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { buildCli, type Cli } from './process.testing.ts'

const words = text.cli.claude

let cli: Cli
beforeAll(async () => {
  cli = await buildCli()
})
afterEach(() => cli.killAll())
afterAll(() => cli.tidy())

let count = 0
let home: string
let own: string
let path: string
/** A person with a home, and a relay's config in it. */
beforeEach(() => {
  home = join(cli.folder, `person-${count++}`)
  own = join(home, 'relay')
  path = join(home, '.claude', 'settings.json')
  mkdirSync(own, { recursive: true })
  mkdirSync(join(home, '.claude'))
  writeFileSync(
    join(own, 'config.yaml'),
    'server: { listen: 127.0.0.1:8787 }\nproviders: [{ name: a, type: ollama }]\n',
  )
})
const run = (args: string[], env: Record<string, string> = {}) =>
  cli.run(args, { cwd: home, env: { HOME: home, CC_RELAY_HOME: own, ...env } })
const token = () => readFileSync(join(own, 'client-token'), 'utf8').trim()
const journal = () => join(own, 'claude-settings.journal.json')

const MINE =
  '\uFEFF{\r\n\t"model": "opus",\r\n\t"env": {\r\n\t\t"ANTHROPIC_AUTH_TOKEN": "my-own-secret-token-0123",\r\n\t\t"B": "1"\r\n\t}\r\n}'

describe('cc init and cc remove', () => {
  it('come back to the same bytes, the same mode and the same link', async () => {
    const real = join(home, 'dotfiles.json')
    writeFileSync(real, MINE)
    chmodSync(real, 0o644)
    symlinkSync(real, path)
    const init = await run(['cc', 'init', '--yes'])
    expect(init.code).toBe(0)
    const written = readFileSync(real, 'utf8')
    expect(written).toBe(
      MINE.replace('"my-own-secret-token-0123"', `"${token()}"`).replace(
        '"B": "1"',
        '"B": "1",\r\n\t\t"ANTHROPIC_BASE_URL": "http://127.0.0.1:8787"',
      ),
    )
    expect([lstatSync(path).isSymbolicLink(), statSync(real).mode & 0o777]).toEqual([true, 0o644])
    expect(statSync(journal()).mode & 0o777).toBe(0o600)
    const back = await run(['cc', 'remove', '--yes'])
    expect(back.out).toContain(words.restored(path))
    expect(readFileSync(real, 'utf8')).toBe(MINE)
    expect([lstatSync(path).isSymbolicLink(), statSync(real).mode & 0o777]).toEqual([true, 0o644])
    expect(existsSync(journal())).toBe(false)
  })

  it('show what changes, and no token of anybody', async () => {
    writeFileSync(path, MINE)
    const init = await run(['cc', 'init', '--yes'])
    expect(init.out).toContain(`+ \t\t"ANTHROPIC_AUTH_TOKEN": ${words.masked},`)
    expect(init.out).toContain('- \t\t"ANTHROPIC_AUTH_TOKEN": ')
    const back = await run(['cc', 'remove', '--yes'])
    expect(init.out + init.err + back.out + back.err).not.toContain('my-own-secret-token')
    expect(init.out + init.err + back.out + back.err).not.toContain(token())
  })

  it('make a file of 0600 where there is none, and take it away again', async () => {
    expect((await run(['cc', 'init', '--yes'])).out).toContain(words.made(path))
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect((await run(['cc', 'init', '--yes'])).out).toBe(`${words.already(path)}\n`)
    expect((await run(['cc', 'remove', '--yes'])).out).toContain(words.gone(path))
    expect(existsSync(path)).toBe(false)
    expect(await run(['cc', 'remove', '--yes'])).toEqual({ code: 1, out: '', err: `${words.notOurs}\n` })
  })

  it('never touch what was changed since', async () => {
    writeFileSync(path, MINE)
    await run(['cc', 'init', '--yes'])
    const theirs = readFileSync(path, 'utf8')
      .replace('http://127.0.0.1:8787', 'https://api.z.ai')
      .replace('opus', 'sonnet')
    writeFileSync(path, theirs)
    expect((await run(['cc', 'remove', '--yes'])).out).toContain(words.kept(['ANTHROPIC_BASE_URL']))
    expect(readFileSync(path, 'utf8')).toBe(theirs.replace(token(), 'my-own-secret-token-0123'))
  })

  it.each([
    ['{ "env": ', words.broken],
    ['', words.broken],
    ['{ "a": 1 } // comment', words.broken],
    ['null', words.broken],
    ['{ "env": [] }', (where: string) => words.notAnObject(where, 'env')],
    ['{ "env": { "A": "1", "A": "2" } }', words.twice],
  ])('refuse %j and leave it as it is', async (source, said) => {
    writeFileSync(path, source)
    expect(await run(['cc', 'init', '--yes'])).toEqual({ code: 1, out: '', err: `${said(path)}\n` })
    expect(readFileSync(path, 'utf8')).toBe(source)
    expect(existsSync(journal())).toBe(false)
  })

  it('refuse a file that cannot be read, instead of taking it for an empty one', async () => {
    mkdirSync(path)
    const { code, err } = await run(['cc', 'init', '--yes'])
    expect([code, err]).toEqual([1, `${words.unreadable(path, 'EISDIR')}\n`])
  })

  it('ask before they change anything', async () => {
    writeFileSync(path, MINE)
    const { code, err } = await run(['cc', 'init'])
    expect([code, err]).toEqual([2, `${words.needsYes}\n`])
    expect(readFileSync(path, 'utf8')).toBe(MINE)
  })

  it('follow a relay to another address, and still go back to before the first time', async () => {
    writeFileSync(path, MINE)
    await run(['cc', 'init', '--yes'])
    await run(['cc', 'init', '--yes', '--address', 'http://127.0.0.1:9999/'])
    expect(JSON.parse(readFileSync(path, 'utf8').slice(1)).env.ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:9999')
    await run(['cc', 'remove', '--yes'])
    expect(readFileSync(path, 'utf8')).toBe(MINE)
  })

  it('tell of what is sent beside the token', async () => {
    writeFileSync(path, '{ "apiKeyHelper": "x", "env": { "ANTHROPIC_API_KEY": "y" } }')
    const { out } = await run(['cc', 'init', '--yes'])
    expect(out).toContain(words.alsoSet.apiKeyHelper)
    expect(out).toContain(words.alsoSet.ANTHROPIC_API_KEY)
  })

  it('use another folder of settings where Claude Code does', async () => {
    const other = join(home, 'elsewhere')
    await run(['cc', 'init', '--yes'], { CLAUDE_CONFIG_DIR: other })
    expect(existsSync(join(other, 'settings.json'))).toBe(true)
    expect(await run(['cc', 'init', '--yes'])).toEqual({
      code: 1,
      out: '',
      err: `${words.elsewhere(join(other, 'settings.json'))}\n`,
    })
  })

  it('lose nothing when they are killed between the two files', async () => {
    writeFileSync(path, MINE)
    await run(['cc', 'init', '--yes'])
    writeFileSync(path, MINE)
    expect((await run(['cc', 'remove', '--yes'])).out).toBe(`${words.restored(path)}\n`)
    expect(readFileSync(path, 'utf8')).toBe(MINE)
  })
})

describe('doctor', () => {
  const fake = () => {
    const bin = join(home, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'claude'), '#!/bin/sh\necho "2.1.197 (Claude Code)"\n')
    chmodSync(join(bin, 'claude'), 0o755)
    return { PATH: `${bin}:${process.env.PATH}` }
  }
  const serve = async () => {
    const serving = cli.start('cli', ['serve', '--listen', '127.0.0.1:0'], {
      cwd: home,
      env: { HOME: home, CC_RELAY_HOME: own },
    })
    return JSON.parse(await serving.printed()) as { url: string }
  }

  it('follows a person from nothing to a relay, and to what shadows it', async () => {
    const env = fake()
    const first = await run(['doctor'], env)
    expect(first.code).toBe(1)
    expect(first.out).toContain(words.doctor.found(join(home, 'bin', 'claude'), '2.1.197'))
    expect(first.out).toContain(words.doctor.verdicts.straight)
    const { url } = await serve()
    await run(['cc', 'init', '--yes'])
    const routed = await run(['doctor'], env)
    expect([routed.code, routed.out]).toEqual([0, expect.stringContaining(words.doctor.relay(url))])
    expect(routed.out).toContain(words.doctor.verdicts.here('user'))

    const project = join(home, 'project')
    mkdirSync(join(project, '.claude'), { recursive: true })
    writeFileSync(
      join(project, '.claude', 'settings.json'),
      '{"env":{"ANTHROPIC_BASE_URL":"https://user:pw@api.z.ai/x?key=1"}}',
    )
    const shadowed = await cli.run(['doctor', '--json'], {
      cwd: project,
      env: { HOME: home, CC_RELAY_HOME: own, ...env },
    })
    expect(shadowed.code).toBe(1)
    expect(JSON.parse(shadowed.out)).toMatchObject({ way: 'shadowed', relay: { address: url, answers: true } })
    expect(shadowed.out).toContain('https://api.z.ai,')
    expect(shadowed.out).not.toMatch(/pw|key=1/)
    expect(shadowed.out).not.toContain(token())
  })
})

describe('launch', () => {
  it('runs Claude Code here, through the relay, and ends as it ends', async () => {
    const bin = join(home, 'bin')
    mkdirSync(bin)
    writeFileSync(
      join(bin, 'claude'),
      `#!/bin/sh\nif [ "$1" = --version ]; then echo 2.1.197; exit; fi\necho "$PWD|$ANTHROPIC_BASE_URL|$ANTHROPIC_AUTH_TOKEN|$ANTHROPIC_API_KEY|$3"\ncat "$2"\nexit 7\n`,
    )
    chmodSync(join(bin, 'claude'), 0o755)
    const serving = cli.start('cli', ['serve', '--listen', '127.0.0.1:0'], {
      cwd: home,
      env: { HOME: home, CC_RELAY_HOME: own },
    })
    const { url } = JSON.parse(await serving.printed())
    const env = {
      PATH: `${bin}:${process.env.PATH}`,
      ANTHROPIC_API_KEY: 'mine',
      ANTHROPIC_BASE_URL: 'https://elsewhere',
    }
    const { code, out } = await run(['launch', 'bin', '--', '--continue'], env)
    expect(code).toBe(7)
    const [line, ...settings] = out.split('\n')
    const [folder, address, own_token = '', key, argument] = line?.split('|') ?? []
    expect([folder, address, key, argument]).toEqual([bin, url, '', '--continue'])
    // A token of its own, which is worth nothing once Claude Code is over.
    expect(own_token).toMatch(/^[\w-]{43}$/)
    expect(own_token).not.toBe(token())
    const asked = () => fetch(`${url}/v1/models`, { headers: { 'x-api-key': own_token } })
    await expect.poll(async () => (await asked()).status).toBe(401)
    expect(readdirSync(join(own, 'run'))).toEqual([])
    const listed = await run(['sessions', '--json'])
    expect(JSON.parse(listed.out)).toMatchObject([
      { folder: bin, state: 'closed', place: 'command line', profile: null },
    ])
    expect((await run(['sessions'])).out).toContain(`${bin}: command line, `)
    expect(await run(['sessions', 'end', bin])).toMatchObject({ code: 1, err: `${text.cli.sessions.unknown(bin)}\n` })
    expect(JSON.parse(settings.join(''))).toMatchObject({ env: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: '' } })
    expect((await run(['launch', '--profile', 'nobody'], env)).err).toBe(`${text.notices.profileGone('nobody')}\n`)
    expect(await run(['launch', 'gone'])).toMatchObject({
      code: 2,
      err: `${text.cli.launch.notHere(join(home, 'gone'))}\n`,
    })
    expect((await run(['launch', '--terminal'])).err).toBe(`${text.notices.headless.launch}\n`)
  })
})
