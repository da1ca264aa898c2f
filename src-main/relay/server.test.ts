import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, type HouseOptions, openHouse, type ProviderSpec, TOKEN } from './testing/house.ts'
import {
  answers,
  fails,
  hangs,
  hangsAfter,
  type Script,
  start,
  stop,
  stream,
  streams,
  word,
} from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})
const open = async (script: Script = streams(stream('x')), spec: ProviderSpec = {}, options?: HouseOptions) => {
  house = await openHouse({ anthropic: { keys: { one: script }, ...spec } }, options)
  return house
}
const get = (it: House, path: string, init: RequestInit = {}) =>
  fetch(`${it.url}${path}`, { ...init, headers: { 'x-api-key': TOKEN, ...init.headers } })

/** What comes back for exactly these bytes, until the relay closes the connection. */
async function raw(it: House, bytes: string, more?: { afterMs: number; bytes: string }): Promise<string> {
  const socket = connect(it.port, '127.0.0.1')
  socket.on('error', () => {})
  let got = ''
  socket.on('data', (part) => (got += part))
  socket.write(bytes)
  if (more) setTimeout(() => socket.write(more.bytes), more.afterMs)
  await once(socket, 'close')
  return got
}
const status = (answer: string) => Number(answer.slice(9, 12))
const head = (it: House, method = 'POST', path = '/v1/messages') =>
  `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nx-api-key: ${TOKEN}\r\nconnection: close\r\n`

describe('the small routes', () => {
  it('HEAD / and /api/hello answer without a token and with nothing', async () => {
    const it = await open()
    for (const path of ['/', '/api/hello?x=1']) {
      const res = await fetch(it.url + path, { method: 'HEAD' })
      expect([res.status, await res.text()]).toEqual([200, ''])
    }
  })

  it('GET /health says how the relay is, and nothing else', async () => {
    const it = await open()
    const health = async () => (await fetch(`${it.url}/health`)).json()
    expect(await health()).toEqual({ status: 'ok' })
    it.relay.pause()
    expect(await health()).toEqual({ status: 'paused' })
  })

  it('GET /status shows keys masked, and no secret', async () => {
    const it = await open(streams(stream('x')), { keys: { 'sk-ant-secret-1234': streams(stream('x')) } })
    expect((await fetch(`${it.url}/status`)).status).toBe(401)
    const text = await (await get(it, '/status')).text()
    expect(JSON.parse(text)).toMatchObject({
      relay: { kind: 'listening', port: it.port },
      pool: { ready: 1, total: 1 },
      keys: [{ masked: '…1234', status: { kind: 'ready' } }],
      providers: [{ id: 'anthropic', circuit: { kind: 'closed' }, keys: { total: 1, available: 1 } }],
    })
    expect(text.replace('id-sk-ant-secret-1234', '').replace('label sk-ant-secret-1234', '')).not.toContain('secret')
  })

  it('anything else is an Anthropic-shaped 404, a wrong method a 405', async () => {
    const it = await open()
    const missing = await get(it, '/v1/complete')
    expect([missing.status, (await missing.json()).error.type]).toEqual([404, 'not_found_error'])
    const wrong = await get(it, '/v1/messages')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await wrong.json()).toMatchObject({ type: 'error', request_id: wrong.headers.get('x-request-id') })
  })

  it('a wrong token is a 401 that is not repeated, told once in the log', async () => {
    const it = await open()
    for (let i = 0; i < 3; i += 1) {
      const res = await it.post(ask(), { 'x-api-key': 'wrong' })
      expect([res.status, res.headers.get('x-should-retry')]).toEqual([401, 'false'])
      expect((await res.json()).error.type).toBe('authentication_error')
    }
    expect(it.logged.filter((entry) => entry.level === 'warn')).toHaveLength(1)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })
})

describe('GET /v1/models', () => {
  const models = (...ids: string[]) => ({ models: ids.map((id) => ({ id, displayName: id.toUpperCase() })) })
  const list = async (it: House, query = '') => (await get(it, `/v1/models${query}`)).json()

  it('lists the models of all enabled providers once, in Anthropic’s format', async () => {
    house = await openHouse({
      a: { keys: {}, change: models('x', 'y') },
      b: { keys: {}, change: models('y', 'z') },
      off: { keys: {}, change: { ...models('w'), enabled: false } },
    })
    expect(await list(house, '?limit=1000')).toEqual({
      data: ['x', 'y', 'z'].map((id) => ({
        type: 'model',
        id,
        display_name: id.toUpperCase(),
        created_at: '1970-01-01T00:00:00Z',
      })),
      has_more: false,
      first_id: 'x',
      last_id: 'z',
    })
  })

  it('pages forwards and backwards', async () => {
    house = await openHouse({ a: { keys: {}, change: models('a', 'b', 'c', 'd', 'e') } })
    const ids = async (query: string) => {
      const page = await list(house as House, query)
      return [page.data.map((it: { id: string }) => it.id).join(''), page.has_more]
    }
    expect(await ids('?limit=2')).toEqual(['ab', true])
    expect(await ids('?limit=2&after_id=b')).toEqual(['cd', true])
    expect(await ids('?after_id=d')).toEqual(['e', false])
    expect(await ids('?limit=2&before_id=d')).toEqual(['bc', true])
    expect(await ids('?before_id=a')).toEqual(['', false])
    expect((await list(house, '?limit=0')).error.type).toBe('invalid_request_error')
    expect((await list(house, '?after_id=nope')).error.message).toContain('after_id')
  })

  it('shows one by its name, slashes included', async () => {
    const it = await open(streams(''), { change: models('vendor/m') })
    expect(await (await get(it, '/v1/models/vendor/m')).json()).toMatchObject({ type: 'model', id: 'vendor/m' })
    expect(await (await get(it, '/v1/models/vendor%2Fm')).json()).toMatchObject({ id: 'vendor/m' })
    expect((await get(it, '/v1/models/other')).status).toBe(404)
  })
})

describe('POST /v1/messages/count_tokens', () => {
  const count = (it: House, body: object = ask()) =>
    get(it, '/v1/messages/count_tokens?beta=true', { method: 'POST', body: JSON.stringify(body) })

  it('asks a provider that can count, takes nothing from the key, and is no request in the list', async () => {
    const it = await open(answers(200, { input_tokens: 42 }))
    expect(await (await count(it)).json()).toEqual({ input_tokens: 42 })
    expect(it.upstreams.anthropic?.seen[0]).toMatchObject({ url: '/v1/messages/count_tokens?beta=true', key: 'one' })
    expect(Object.values(it.pool.views())[0]?.inFlight).toBe(0)
    expect(it.records).toEqual([])
  })

  it('estimates where the provider cannot, fails, or is slow', async () => {
    const estimated = async (it: House) => {
      const { input_tokens } = await (await count(it)).json()
      expect(input_tokens).toBe(Math.ceil(JSON.stringify(ask()).length / 3.2))
      await it.stop()
    }
    await estimated(await openHouse({ z: { type: 'zai', keys: { one: answers(200, { input_tokens: 1 }) } } }))
    await estimated(await openHouse({ a: { keys: { one: fails(529, 'overloaded_error', 'x') } } }))
    await estimated(await openHouse({ a: { keys: { one: hangs } } }, { timings: { countMs: 30 } }))
    await estimated(await openHouse({ a: { keys: {} } }))
  })

  it('passes on what is wrong with the request', async () => {
    const it = await open(fails(400, 'invalid_request_error', 'messages: required'))
    const res = await count(it)
    expect([res.status, (await res.json()).error.message]).toEqual([400, 'messages: required'])
  })
})

describe('a body', () => {
  it('that is too large is a 413, and the client gets to read it', async () => {
    const it = await open(streams(stream('x')), {}, { config: { maxBodyBytes: 100_000 } })
    const body = JSON.stringify(ask({ pad: 'x'.repeat(40_000_000) }))
    const announced = await it.post(body)
    expect([announced.status, (await announced.json()).error.type]).toEqual([413, 'request_too_large'])
    const chunked = await raw(
      it,
      `${head(it)}transfer-encoding: chunked\r\n\r\n493e0\r\n${'x'.repeat(300_000)}\r\n0\r\n\r\n`,
    )
    expect(status(chunked)).toBe(413)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('that unpacks to too much is a 413', async () => {
    const it = await open()
    expect((await it.post(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' })).status).toBe(413)
  })

  it('in an encoding we cannot read is a 415 that says which ones we can', async () => {
    const it = await open()
    const res = await it.post('x', { 'content-encoding': 'zstd' })
    expect([res.status, res.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br'])
    expect((await res.json()).error.message).toContain('zstd')
    expect((await it.post('not gzip', { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await it.post('x', { 'content-encoding': 'gzip, gzip' })).status).toBe(415)
  })

  it('that is no JSON object, or names no model, is a 400', async () => {
    const it = await open()
    expect((await it.post('hello')).status).toBe(400)
    expect((await it.post('[]')).status).toBe(400)
    expect((await it.post({ messages: [] })).status).toBe(400)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('is asked for only once its headers were let in', async () => {
    const it = await open()
    const expecting = (token: string) =>
      `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nx-api-key: ${token}\r\nconnection: close\r\nexpect: 100-continue\r\n`
    const body = JSON.stringify(ask())
    const good = await raw(it, `${expecting(TOKEN)}content-length: ${body.length}\r\n\r\n${body}`)
    expect(good).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/)
    expect(await raw(it, `${expecting('wrong')}content-length: 5\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401/)
  })
})

describe('at the socket', () => {
  it.each<[string, (it: House) => string, number]>([
    ['nonsense', () => 'hello\r\n\r\n', 400],
    ['two lengths', (it) => `${head(it)}content-length: 1\r\ncontent-length: 1\r\n\r\nx`, 400],
    ['length and chunks', (it) => `${head(it)}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['no host', () => `GET /health HTTP/1.1\r\nconnection: close\r\n\r\n`, 400],
    ['no host, HTTP/1.0', () => `GET /health HTTP/1.0\r\n\r\n`, 400],
    [
      'two hosts',
      (it) => `GET /health HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nhost: evil.test\r\nconnection: close\r\n\r\n`,
      400,
    ],
    [
      'a whole address',
      (it) =>
        `GET http://127.0.0.1:${it.port}/health HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nconnection: close\r\n\r\n`,
      400,
    ],
    ['a rebound name', (it) => `GET /health HTTP/1.1\r\nhost: evil.test:${it.port}\r\nconnection: close\r\n\r\n`, 403],
    [
      'an upgrade',
      (it) => `GET / HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
      426,
    ],
    ['a tunnel', () => 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n', 426],
    ['a hundred headers', (it) => `${head(it, 'GET', '/health')}${'x: y\r\n'.repeat(100)}\r\n`, 431],
    ['huge headers', (it) => `${head(it, 'GET', '/health')}x: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is refused in Anthropic’s format', async (_name, bytes, expected) => {
    const it = await open()
    const answer = await raw(it, bytes(it))
    expect(status(answer)).toBe(expected)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ type: 'error' })
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('whatever arrives, it is answered in Anthropic’s format or not at all, and nothing of it goes upstream', async () => {
    const it = await open(streams(stream('x')), {}, { timings: { clientHeadersMs: 100, clientRequestMs: 150 } })
    const piece = fc.constantFrom(
      'POST ',
      'GET ',
      '/v1/messages ',
      '/health ',
      'HTTP/1.1\r\n',
      'HTTP/1.0\r\n',
      `host: 127.0.0.1:${it.port}\r\n`,
      'host: a\r\n',
      'content-length: 5\r\n',
      'transfer-encoding: chunked\r\n',
      'connection: close\r\n',
      'upgrade: h2c\r\n',
      'x-api-key: wrong\r\n',
      '\r\n',
      '\r\n\r\n',
      '5\r\nhello\r\n0\r\n\r\n',
      '\0',
      ':',
      '\n',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        const answer = await raw(it, `${pieces.join('')}\r\nconnection: close\r\n\r\n`)
        if (answer === '' || status(answer) === 200) return
        expect(status(answer)).toBeGreaterThanOrEqual(400)
        expect(answer).toMatch(/\{"type":"error","error":\{"type":"[a-z_]+","message":"/)
      }),
      { numRuns: 150 },
    )
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('whoever is slow with headers or body is let go with a 408, while others are served', async () => {
    const it = await open(streams(stream('x')), {}, { timings: { clientHeadersMs: 200, clientRequestMs: 400 } })
    const slow = [raw(it, 'POST /v1/messages HTTP/1.1\r\nho'), raw(it, `${head(it)}content-length: 50\r\n\r\n{"mod`)]
    expect((await it.post()).status).toBe(200)
    for (const answer of await Promise.all(slow)) expect(status(answer)).toBe(408)
  })

  it('a living stream is not cut by the time a request may take', async () => {
    const it = await open(
      async (res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
        await new Promise((resolve) => setTimeout(resolve, 500))
        res.end(word('late') + stop())
      },
      {},
      { timings: { clientHeadersMs: 100, clientRequestMs: 150 } },
    )
    expect(await (await it.post()).text()).toBe(start() + word('late') + stop())
  })
})

describe('max_concurrent', () => {
  it('lets the others wait for a place, in turn', async () => {
    let release: () => void = () => {}
    const it = await open(
      async (res) => {
        await new Promise<void>((resolve) => (release = resolve))
        res.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream('x'))
      },
      {},
      { config: { maxConcurrent: 1 } },
    )
    const both = [it.post(), it.post()]
    for (let n = 1; n <= 2; n += 1) {
      await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(n)
      release()
    }
    for (const res of await Promise.all(both)) expect(await res.text()).toBe(stream('x'))
  })

  it('turns them away with a 503 to come back from when none gets free', async () => {
    const it = await open(hangs, {}, { config: { maxConcurrent: 1 }, timings: { placeMs: 30 } })
    void it.post().catch(() => {})
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    const res = await it.post()
    expect([res.status, res.headers.get('retry-after')]).toEqual([503, '1'])
  })
})

describe('pause and resume', () => {
  it('answers 503 without a repeat, keeps the port, and lets streams go on', async () => {
    let goOn: () => void = () => {}
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      await new Promise<void>((resolve) => (goOn = resolve))
      res.end(word('x') + stop())
    })
    const running = await it.post()
    it.relay.pause()
    expect(it.relay.status()).toEqual({ kind: 'paused', host: '127.0.0.1', port: it.port })
    const res = await it.post()
    expect([res.status, res.headers.get('x-should-retry')]).toEqual([503, 'false'])
    goOn()
    expect(await running.text()).toBe(start() + word('x') + stop())
    it.relay.resume()
    expect(it.relay.status().kind).toBe('listening')
  })
})

describe('stop', () => {
  it('waits for what is under way, takes nothing new, and counts down', async () => {
    let goOn: () => void = () => {}
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      await new Promise<void>((resolve) => (goOn = resolve))
      res.end(stop())
    })
    const running = await it.post()
    const stopped = it.relay.stop(10_000)
    expect(it.relay.status()).toEqual({ kind: 'draining', left: 1 })
    await expect(it.post()).rejects.toThrow()
    goOn()
    expect(await running.text()).toBe(start() + stop())
    await stopped
    expect(it.relay.status()).toEqual({ kind: 'stopped' })
  })

  it('ends streams that take too long with an error event', async () => {
    const it = await open(hangsAfter(start()))
    const running = await it.post()
    const stopped = it.relay.stop(50)
    expect(await running.text()).toMatch(/^event: message_start\n[\s\S]*\n\nevent: error\ndata: .*closing/)
    await stopped
    await expect.poll(() => it.ended()[0]?.state).toBe('done')
  })

  it('can be followed by a start', async () => {
    const it = await open()
    await it.relay.stop(0)
    const again = await it.relay.listen(`127.0.0.1:${it.port}`)
    expect(again).toMatchObject({ kind: 'listening', port: it.port })
    expect((await it.post()).status).toBe(200)
  })
})

describe('listen', () => {
  it('on another port leaves the old one without harming its streams', async () => {
    let goOn: () => void = () => {}
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      await new Promise<void>((resolve) => (goOn = resolve))
      res.end(stop())
    })
    const running = await it.post()
    const moved = await it.relay.listen('localhost:0')
    if (moved.kind !== 'listening') throw new Error('it did not move')
    expect(moved.port).not.toBe(it.port)
    expect((await fetch(`http://localhost:${moved.port}/health`)).status).toBe(200)
    await expect(fetch(`${it.url}/health`)).rejects.toThrow()
    goOn()
    expect(await running.text()).toBe(start() + stop())
  })

  it('on a port that is taken says so and stays where it was', async () => {
    const it = await open()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await it.relay.listen(`127.0.0.1:${port}`)).toMatchObject({ kind: 'failed', code: 'port_taken', port })
    expect(it.relay.status()).toMatchObject({ kind: 'listening', port: it.port })
    await it.relay.stop(0)
    expect(await it.relay.listen(`127.0.0.1:${port}`)).toMatchObject({ kind: 'failed' })
    expect(it.relay.status()).toMatchObject({ kind: 'failed', code: 'port_taken' })
    other.close()
  })

  it('refuses an address that others can reach', async () => {
    const it = await open()
    for (const address of ['0.0.0.0:0', '192.168.1.5:80', '[::]:0', 'example.com:80', 'nonsense'])
      expect(await it.relay.listen(address)).toMatchObject({ kind: 'failed', code: 'bad_address' })
  })

  it('on the same address does nothing', async () => {
    const it = await open()
    const before = it.relay.status()
    expect(await it.relay.listen(`127.0.0.1:${it.port}`)).toEqual(before)
  })

  it('tells whoever listens', async () => {
    const it = await open()
    const seen: string[] = []
    const leave = it.relay.subscribe(() => seen.push(it.relay.status().kind))
    it.relay.pause()
    it.relay.resume()
    leave()
    it.relay.pause()
    expect(seen).toEqual(['paused', 'listening'])
  })
})
