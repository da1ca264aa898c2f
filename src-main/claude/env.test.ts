import { expect, it } from 'vitest'
import { claudeEnv, cleanEnv } from './env.ts'

const options = { address: 'http://127.0.0.1:8787', token: 'relay-token', roles: {}, trust: null }

it("names the relay, with one credential and the client's own key blanked", () => {
  const { settings } = claudeEnv(options, {})
  expect(settings.ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:8787')
  expect(settings.ANTHROPIC_AUTH_TOKEN).toBe('relay-token')
  expect(settings.ANTHROPIC_API_KEY).toBe('')
  expect(Object.values(settings).filter((value) => value === 'relay-token')).toHaveLength(1)
})

it('tells the client that its host manages the provider, in the process environment alone', () => {
  const env = claudeEnv(options, {})
  expect(env.process).toEqual({ ...env.settings, CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' })
  expect(env.settings).not.toHaveProperty('CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST')
})

it('empties what would go around the relay', () => {
  for (const cloud of ['BEDROCK', 'VERTEX', 'FOUNDRY'])
    expect(claudeEnv(options, {}).settings[`CLAUDE_CODE_USE_${cloud}`]).toBe('')
})

it('lets the client ask the relay for models', () => {
  expect(claudeEnv(options, {}).settings.CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY).toBe('1')
})

it('names a model only for the roles that are mapped', () => {
  const { settings } = claudeEnv({ ...options, roles: { haiku: 'glm-4.7-air' } }, {})
  expect(settings.ANTHROPIC_DEFAULT_HAIKU_MODEL).toBe('glm-4.7-air')
  expect(settings).not.toHaveProperty('ANTHROPIC_DEFAULT_OPUS_MODEL')
})

it.each([
  ['nothing', {}, '127.0.0.1,localhost'],
  ['one spelling', { NO_PROXY: '.corp,10.0.0.0/8' }, '127.0.0.1,localhost,.corp,10.0.0.0/8'],
  ['both spellings', { NO_PROXY: 'a, b', no_proxy: 'b,c' }, '127.0.0.1,localhost,a,b,c'],
  ['ours already there', { no_proxy: 'localhost,x' }, '127.0.0.1,localhost,x'],
])("keeps loopback off a proxy and the user's exceptions: %s", (_what, inherited, merged) => {
  const { settings } = claudeEnv(options, inherited)
  expect([settings.NO_PROXY, settings.no_proxy]).toEqual([merged, merged])
})

it('keeps another listening address off a proxy too', () => {
  expect(claudeEnv({ ...options, address: 'http://[::1]:8787' }, {}).settings.NO_PROXY).toBe('127.0.0.1,localhost,::1')
})

it('hands on an environment that steers nothing', () => {
  const inherited = {
    PATH: '/usr/bin',
    HTTPS_PROXY: 'http://proxy:3128',
    ANTHROPIC_API_KEY: 'sk-ant-own',
    ANTHROPIC_BASE_URL: 'https://elsewhere.example',
    ANTHROPIC_CUSTOM_HEADERS: 'x: y',
    CLAUDE_CODE_USE_VERTEX: '1',
    CLAUDECODE: '1',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--require /x.js',
    CLAUDE_CONFIG_DIR: '/home/me/.claude-work',
    EMPTY: undefined,
  }
  expect(cleanEnv(inherited)).toEqual({
    PATH: '/usr/bin',
    HTTPS_PROXY: 'http://proxy:3128',
    CLAUDE_CONFIG_DIR: '/home/me/.claude-work',
  })
})
