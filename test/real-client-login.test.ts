import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { claudeCode, print } from '../e2e/claude-code.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { prefixFor } from '../src-main/relay/prefix.ts'
import { openHouse, TOKEN } from '../src-main/relay/testing/house.ts'

/** Made up; it opens nothing anywhere. */
const LOGIN = 'sk-ant-oat01-made-up-login-of-nobody-0000000000000000'

const tidy: (() => unknown)[] = []
afterEach(async () => {
  for (const task of tidy.splice(0).reverse()) await task()
})

it.each([
  ['in its base URL', prefixFor(TOKEN), {}],
  ['in a custom header', '', { ANTHROPIC_CUSTOM_HEADERS: `x-cc-relay-token: ${TOKEN}` }],
] as const)(
  'the real client, signed in by itself and with the token %s, is answered by its login alone',
  { timeout: 300_000 },
  async (_name, prefix, more) => {
    const claude = await claudeCode()
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'login-'))
    tidy.push(() => fs.rmSync(folder, { recursive: true }))
    for (const name of ['home', 'project']) fs.mkdirSync(path.join(folder, name))
    const twin = await startAnthropic({ keys: [{ secret: LOGIN, name: 'login' }] })
    tidy.push(twin.stop)
    const house = await openHouse({ anthropic: { keys: {}, baseUrl: twin.baseUrl } }, { config: { login: true } })
    tidy.push(house.stop)
    const upstreams = house.config.upstreams.map((way) => ({
      ...way,
      provider: { ...way.provider, baseUrl: way.baseUrl },
    }))
    house.config = { ...house.config, upstreams }

    const { code, result } = await print(
      claude,
      { address: `${house.url}${prefix}`, token: '' },
      {
        ...{
          prompt: 'use tool: bash echo ran >> runs.txt',
          home: path.join(folder, 'home'),
          cwd: path.join(folder, 'project'),
        },
        args: ['--allowedTools', 'Bash', '--permission-mode', 'acceptEdits'],
        env: { ANTHROPIC_AUTH_TOKEN: undefined, CLAUDE_CODE_OAUTH_TOKEN: LOGIN, ...more },
      },
    )
    expect([code, result?.subtype, result?.is_error]).toEqual([0, 'success', false])
    expect(twin.log.map(({ status, key }) => `${status} ${key}`)).toEqual(['200 login', '200 login'])
    for (const { headers } of twin.log) {
      expect(headers.authorization).toBe(`Bearer ${LOGIN}`)
      expect(headers['anthropic-beta']).toContain('oauth-')
      expect(JSON.stringify(headers)).not.toContain(TOKEN)
    }
    expect(house.ended().map(({ login, outcome }) => [login, outcome])).toEqual([
      [true, 'ok'],
      [true, 'ok'],
    ])
    expect(JSON.stringify([house.records, house.logged])).not.toContain('sk-ant-oat')
    expect(fs.readFileSync(path.join(folder, 'project', 'runs.txt'), 'utf8')).toBe('ran\n')
  },
)
