import { describe, expect, it } from 'vitest'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { providers as kinds } from '../providers/registry.ts'
import { createRedactor } from '../secrets/redact.ts'
import { derive } from './derive.ts'
import { loadFile } from './load-file.ts'

const load = (auth: string, more = '') => {
  const source = `server: { auth: { ${auth} } ${more} }\nproviders: [{ name: claude, type: anthropic }]\n`
  return loadFile(source, 'yaml', {
    env: {},
    needsKey: () => true,
    idOf: () => KeyId.parse('key'),
    know() {},
    safe: createRedactor().text,
  })
}
const passes = (auth: string) => {
  const loaded = load(auth)
  return loaded.ok ? derive(loaded.file.config, kinds).relay.login : loaded.problems
}

describe('a Claude login of the client’s own', () => {
  it('is passed on where the file says so, by either name, and Anthropic then needs no key', () => {
    expect(passes('allow_subscription: true')).toBe(true)
    expect(passes('allow_bearer: true')).toBe(true)
    expect(passes('allow_bearer: true, allow_subscription: true')).toBe(true)
  })

  it('is not unless it does', () => {
    for (const auth of ['', 'allow_subscription: false', 'allow_bearer: false, api_key: some-token'])
      expect(passes(auth)).toEqual([expect.stringContaining('providers[claude].keys: has no key that is enabled.')])
  })

  it('is noted under its older name', () => {
    const loaded = load('allow_bearer: true')
    expect(loaded.ok && loaded.file.notes).toEqual([
      'server.auth.allow_bearer is an older name of server.auth.allow_subscription.',
    ])
  })
})

it('HTTP/2 is spoken where the file says so', () => {
  const relay = (more: string) => {
    const loaded = load('allow_subscription: true', more)
    return loaded.ok && derive(loaded.file.config, kinds).relay.http2
  }
  expect([relay(''), relay(', enable_http2: true')]).toEqual([false, true])
})
