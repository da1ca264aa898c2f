import { afterEach, describe, expect, it } from 'vitest'
import { type House, TOKEN } from './testing/house.ts'
import { plainHouses, raw, status } from './testing/open.ts'

const open = plainHouses(afterEach)

const line = (it: House, first: string, ...headers: string[]) =>
  `${[first, `x-api-key: ${TOKEN}`, 'connection: close', ...headers].join('\r\n').replaceAll('PORT', String(it.port))}\r\n\r\n`
const host =
  (value: string, first = 'GET /status HTTP/1.1') =>
  (it: House) =>
    line(it, first, `host: ${value}`)
const own =
  (first: string, ...headers: string[]) =>
  (it: House) =>
    line(it, first, 'host: 127.0.0.1:PORT', ...headers)
const bare = (text: string) => (it: House) => text.replaceAll('PORT', String(it.port))

/** What Node lets through by itself stands beside what it refuses, so that a change of its mind is seen. */
describe('on a raw socket', () => {
  it.each<[string, (it: House) => string, number]>([
    ['its own address', host('127.0.0.1:PORT'), 200],
    ['its own name', host('localhost:PORT'), 200],
    ['its own name in capitals', host('LOCALHOST:PORT'), 200],
    ['spaces around the host', host('   127.0.0.1:PORT  '), 200],
    ['HTTP/1.0 with a host', host('127.0.0.1:PORT', 'GET /status HTTP/1.0'), 200],
    ['a query', own('GET /status?x=//evil.test HTTP/1.1'), 200],
    ['no host', (it) => line(it, 'GET /status HTTP/1.1'), 400],
    ['no host, HTTP/1.0', (it) => line(it, 'GET /status HTTP/1.0'), 400],
    ['an empty host', host(''), 403],
    ['another name', host('evil.test'), 403],
    ['another name with our port', host('evil.test:PORT'), 403],
    ['our address without the port', host('127.0.0.1'), 403],
    ['our address with another port', host('127.0.0.1:1'), 403],
    ['0.0.0.0', host('0.0.0.0:PORT'), 403],
    ['127.0.0.2', host('127.0.0.2:PORT'), 403],
    ['127.1', host('127.1:PORT'), 403],
    ['the address as one number', host('2130706433:PORT'), 403],
    ['the address in hex', host('0x7f000001:PORT'), 403],
    ['an address of IPv6 that we do not listen at', host('[::1]:PORT'), 403],
    ['a mapped address', host('[::ffff:127.0.0.1]:PORT'), 403],
    ['a dot at the end', host('localhost.:PORT'), 403],
    ['a name below ours', host('a.localhost:PORT'), 403],
    ['a name that begins with ours', host('127.0.0.1.evil.test:PORT'), 403],
    ['a user in the host', host('me@127.0.0.1:PORT'), 403],
    ['a host with a path', host('127.0.0.1:PORT/x'), 403],
    ['a host with a comma', host('127.0.0.1:PORT, evil.test'), 403],
    ['a port with a zero before it', host('127.0.0.1:0PORT'), 403],
    ['two hosts, both ours', own('GET /status HTTP/1.1', 'host: 127.0.0.1:PORT'), 400],
    ['two hosts, the second another', own('GET /status HTTP/1.1', 'host: evil.test'), 400],
    [
      'two hosts, the first another',
      (it) => line(it, 'GET /status HTTP/1.1', 'host: evil.test', 'host: 127.0.0.1:PORT'),
      400,
    ],
    [
      'X-Forwarded-Host beside another host',
      (it) => line(it, 'GET /status HTTP/1.1', 'host: evil.test', 'x-forwarded-host: 127.0.0.1:PORT'),
      403,
    ],
    ['a whole address of ours', own('GET http://127.0.0.1:PORT/status HTTP/1.1'), 400],
    ['a whole address of another', own('GET http://evil.test/status HTTP/1.1'), 400],
    ['an authority in the path', own('GET //evil.test/status HTTP/1.1'), 400],
    ['a star', own('OPTIONS * HTTP/1.1'), 400],
    ['a path without its slash', own('GET status HTTP/1.1'), 400],
    ['an encoded slash', own('GET /v1%2fmodels HTTP/1.1'), 404],
    ['dots', own('GET /v1/../status HTTP/1.1'), 404],
    ['encoded dots', own('GET /v1/%2e%2e/status HTTP/1.1'), 404],
    ['a slash at the end', own('GET /status/ HTTP/1.1'), 404],
    ['a path in capitals', own('GET /STATUS HTTP/1.1'), 404],
    ['an origin', own('GET /status HTTP/1.1', 'origin: null'), 403],
    ['a referer', own('GET /status HTTP/1.1', 'referer: http://127.0.0.1:PORT/'), 403],
    ['a fetch of a page', own('GET /status HTTP/1.1', 'sec-fetch-site: none'), 403],
    ['OPTIONS', own('OPTIONS /v1/messages HTTP/1.1'), 405],
    ['TRACE', own('TRACE /status HTTP/1.1'), 405],
    ['CONNECT', bare('CONNECT 127.0.0.1:PORT HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n\r\n'), 426],
    ['an upgrade that is only named', own('GET /status HTTP/1.1', 'upgrade: websocket'), 200],
    [
      'an upgrade that is asked for',
      bare('GET /status HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
      426,
    ],
    ['HTTP/2 where it is off', bare('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), 400],
    ['HTTP/0.9', bare('GET /status\r\n\r\n'), 400],
    ['HTTP/3.0', own('GET /status HTTP/3.0'), 400],
    ['a bare line feed', bare(`GET /status HTTP/1.1\nhost: 127.0.0.1:PORT\n\n`), 400],
    ['a space before the colon', own('GET /status HTTP/1.1', 'x : y'), 400],
    ['a method nobody has', own('STEAL /status HTTP/1.1'), 400],
  ])('%s', async (_name, bytes, expected) => {
    const it = await open()
    const answer = await raw(it, bytes(it))
    expect(status(answer)).toBe(expected)
    expect(answer.toLowerCase()).not.toContain('access-control')
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })
})
