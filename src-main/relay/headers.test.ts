import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toClient, toUpstream } from './headers.ts'

it('keeps every credential, cookie and trace of the client here', () => {
  const sent = toUpstream({
    authorization: 'Bearer t',
    'x-api-key': 't',
    cookie: 'a=b',
    'proxy-authorization': 'x',
    'x-forwarded-for': '10.0.0.1',
    forwarded: 'for=10.0.0.1',
    'x-request-id': 'r',
    host: '127.0.0.1:1',
    'content-length': '3',
    'content-encoding': 'gzip',
    expect: '100-continue',
  })
  expect(sent).toEqual({ 'accept-encoding': 'identity' })
})

it('passes on what is Anthropic’s and Claude Code’s, unknown ones too', () => {
  const headers = {
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'a,b',
    'anthropic-new-thing': '1',
    'x-claude-code-session-id': 's',
    'x-stainless-timeout': '600',
    'x-app': 'cli',
    'user-agent': 'claude-cli/2',
    'content-type': 'application/json',
    accept: 'application/json',
  }
  expect(toUpstream({ ...headers, 'accept-encoding': 'br' })).toEqual({ ...headers, 'accept-encoding': 'identity' })
})

it('never passes on what belongs to one connection, in either direction', () => {
  const hop = [
    'connection',
    'keep-alive',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'proxy-connection',
    'proxy-authenticate',
  ]
  fc.assert(
    fc.property(
      fc.subarray([...hop, 'anthropic-a', 'request-id', 'x-y']),
      fc.subarray(['anthropic-a', 'X-Y', 'request-id']),
      (names, named) => {
        const headers = {
          ...Object.fromEntries(names.map((name) => [name, '1'])),
          connection: ['close', ...named].join(', '),
        }
        for (const out of [toUpstream(headers), toClient(headers)])
          for (const name of [...hop, ...named.map((it) => it.toLowerCase())]) expect(out).not.toHaveProperty(name)
      },
    ),
  )
})

it('keeps what names the account behind a key, and all that could act on the client, from coming back', () => {
  const kept = {
    'request-id': 'r',
    'retry-after': '3',
    'anthropic-ratelimit-requests-limit': '50',
    'x-should-retry': 'true',
  }
  expect(
    toClient({
      ...kept,
      'set-cookie': ['a=b'],
      'alt-svc': 'h3',
      'access-control-allow-origin': '*',
      'anthropic-organization-id': 'o',
      'anthropic-workspace-id': 'w',
      'anthropic-ratelimit-unified-5h-status': 'allowed',
      'cf-ray': 'x',
      'content-encoding': 'gzip',
      'content-length': '4',
      'x-cc-relay-key-id': 'forged',
    }),
  ).toEqual(kept)
})
