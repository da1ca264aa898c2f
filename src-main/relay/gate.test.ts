import { describe, expect, it } from 'vitest'
import { SessionId } from '../../src-shared/domain/ids.ts'
import { gate, type Knock, MOST_HEADERS } from './gate.ts'
import type { Holder } from './parts.ts'

const hosts = new Set(['127.0.0.1:8787', 'localhost:8787'])
const holders: Readonly<Record<string, Holder>> = {
  right: { kind: 'install' },
  ended: { kind: 'launch', id: SessionId.parse('one'), access: 'ended', profile: null },
}
const token = (it: string) => holders[it] ?? null
const knock = (over: Partial<Knock> = {}, ...headers: string[]): Knock => ({
  method: 'POST',
  url: '/v1/messages?beta=true',
  peer: '127.0.0.1',
  rawHeaders: ['Host', '127.0.0.1:8787', 'x-api-key', 'right', ...headers],
  ...over,
})
const status = (it: Knock) => {
  const result = gate(it, hosts, token)
  return result.ok ? 'in' : result.refusal.status
}
const raw = (...rawHeaders: string[]): Knock => knock({ rawHeaders })

describe('the gate lets in', () => {
  it.each<[string, Knock]>([
    ['the token as x-api-key', knock()],
    ['the token as bearer', raw('host', 'localhost:8787', 'authorization', 'Bearer right')],
    ['a bearer written otherwise', raw('host', 'LOCALHOST:8787', 'Authorization', 'bearer  right')],
    [
      'a wrong key beside the right bearer',
      raw('host', '127.0.0.1:8787', 'x-api-key', 'sk-ant-x', 'authorization', 'Bearer right'),
    ],
    ['a wrong bearer beside the right key', knock({}, 'authorization', 'Bearer sk-ant-oat')],
    ['a peer on IPv6 loopback', knock({ peer: '::1' })],
    ['a mapped IPv4 peer', knock({ peer: '::ffff:127.0.0.1' })],
    ['what Node’s own fetch adds', knock({}, 'sec-fetch-mode', 'cors', 'accept-language', '*')],
    ['HEAD / without a token', knock({ method: 'HEAD', url: '/', rawHeaders: ['host', '127.0.0.1:8787'] })],
    ['GET /health without a token', knock({ method: 'GET', url: '/health?x', rawHeaders: ['host', '127.0.0.1:8787'] })],
  ])('%s', (_name, it) => {
    expect(status(it)).toBe('in')
  })
})

describe('the gate turns away', () => {
  it.each<[string, Knock, number]>([
    ['another computer', knock({ peer: '192.168.1.7' }), 403],
    ['a peer nobody knows', knock({ peer: undefined }), 403],
    ['a name that was rebound', raw('host', 'evil.test:8787', 'x-api-key', 'right'), 403],
    ['another port', raw('host', '127.0.0.1:80', 'x-api-key', 'right'), 403],
    ['0.0.0.0', raw('host', '0.0.0.0:8787', 'x-api-key', 'right'), 403],
    ['a host with a trailing dot', raw('host', 'localhost.:8787', 'x-api-key', 'right'), 403],
    ['an empty host', raw('host', '', 'x-api-key', 'right'), 403],
    ['no host', raw('x-api-key', 'right'), 400],
    ['two hosts, both right', knock({}, 'HOST', '127.0.0.1:8787'), 400],
    ['a whole address', knock({ url: 'http://evil.test/v1/messages' }), 400],
    ['an authority in the path', knock({ url: '//evil.test/v1/messages' }), 400],
    ['an origin', knock({}, 'Origin', 'http://127.0.0.1:8787'), 403],
    ['the origin null', knock({}, 'origin', 'null'), 403],
    ['an empty origin', knock({}, 'origin', ''), 403],
    ['a referer', knock({}, 'Referer', 'http://attacker.test/'), 403],
    ['a fetch of a page', knock({}, 'Sec-Fetch-Site', 'same-origin'), 403],
    ['a page that asks for /health', knock({ method: 'GET', url: '/health' }, 'sec-fetch-site', 'none'), 403],
    ['a path that is not there', knock({ url: '/v1/files' }), 404],
    ['dots in the path', knock({ url: '/v1/../v1/messages' }), 404],
    ['an encoded slash', knock({ url: '/v1%2fmessages' }), 404],
    ['a name of Object', knock({ url: '/constructor' }), 404],
    ['another method', knock({ method: 'GET' }), 405],
    ['OPTIONS', knock({ method: 'OPTIONS' }), 405],
    ['no token', raw('host', '127.0.0.1:8787'), 401],
    ['a wrong token', raw('host', '127.0.0.1:8787', 'x-api-key', 'wrong'), 401],
    ['a bearer without its space', raw('host', '127.0.0.1:8787', 'authorization', 'Bearerright'), 401],
    ['another scheme', raw('host', '127.0.0.1:8787', 'authorization', 'Basic right'), 401],
    ['a token in the query', knock({ url: '/v1/messages?api_key=right', rawHeaders: ['host', '127.0.0.1:8787'] }), 401],
    ['too many headers', knock({}, ...Array(MOST_HEADERS).fill(['x', 'y']).flat()), 431],
  ])('%s', (_name, it, expected) => {
    expect(status(it)).toBe(expected)
  })

  it('a launch that was ended, in words that its client shows', () => {
    const result = gate(raw('host', 'localhost:8787', 'x-api-key', 'ended'), hosts, token)
    expect(result).toMatchObject({
      ok: false,
      refusal: { status: 400, type: 'invalid_request_error', headers: { 'x-should-retry': 'false' } },
    })
  })

  it('a wrong token without a second try', () => {
    const result = gate(raw('host', 'localhost:8787'), hosts, token)
    expect(result).toMatchObject({
      ok: false,
      refusal: { type: 'authentication_error', headers: { 'x-should-retry': 'false' } },
    })
  })

  it('a wrong method with the right one', () => {
    expect(gate(knock({ method: 'PUT' }), hosts, token)).toMatchObject({
      ok: false,
      refusal: { headers: { allow: 'POST' } },
    })
  })
})
