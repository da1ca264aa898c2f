import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2'
import { connect as connectSocket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, type HouseOptions, openHouse, type ProviderSpec, TOKEN } from './testing/house.ts'
import { hangs, hangsAfter, type Script, start, stop, stream, streams, word } from './testing/upstream.ts'

let house: House | null = null
let sessions: ClientHttp2Session[] = []
afterEach(async () => {
  for (const session of sessions) session.destroy()
  sessions = []
  await house?.stop()
  house = null
})
const open = async (script: Script = streams(stream('x')), options: HouseOptions = {}, spec: ProviderSpec = {}) => {
  const config = { http2: true, ...options.config }
  house = await openHouse({ anthropic: { keys: { one: script }, ...spec } }, { ...options, config })
  return house
}
const dial = (it: House): ClientHttp2Session => {
  const session = connect(it.url)
  session.on('error', () => {})
  sessions.push(session)
  return session
}

interface Asking {
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: object
}
const begin = (session: ClientHttp2Session, { path, method, headers, body }: Asking = {}): ClientHttp2Stream => {
  const req = session.request({
    ':method': method ?? 'POST',
    ':path': path ?? '/v1/messages?beta=true',
    'x-api-key': TOKEN,
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    ...headers,
  })
  req.on('error', () => {})
  req.end(method === 'GET' || method === 'HEAD' ? undefined : JSON.stringify(body ?? ask()))
  return req
}
const headersOf = async (req: ClientHttp2Stream): Promise<IncomingHttpHeaders> => (await once(req, 'response'))[0]
const rest = async (req: ClientHttp2Stream): Promise<string> => {
  let got = ''
  for await (const part of req) got += part
  return got
}
const whole = async (req: ClientHttp2Stream) => {
  const headers = await headersOf(req)
  return { status: headers[':status'], headers, body: await rest(req) }
}

describe('over HTTP/2', () => {
  it('a message is answered byte for byte, and goes upstream as one over HTTP/1.1 does', async () => {
    const it = await open()
    const { status, headers, body } = await whole(begin(dial(it)))
    expect([status, body]).toEqual([200, stream('x')])
    expect(headers['content-type']).toMatch(/^text\/event-stream/)
    expect(headers['x-request-id']).toBe(it.records[0]?.id)
    await it.post()
    const [one, other] = it.upstreams.anthropic?.seen ?? []
    expect(one?.body).toEqual(other?.body)
    expect(Object.keys(one?.headers ?? {}).filter((name) => name.startsWith(':'))).toEqual([])
  })

  it('each event is passed on when it comes', async () => {
    let goOn: () => void = () => {}
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const part of [start(), word('a'), word('b'), stop()]) {
        res.write(part)
        await new Promise<void>((resolve) => (goOn = resolve))
      }
      res.end()
    })
    const req = begin(dial(it))
    for (const part of [start(), word('a'), word('b'), stop()]) {
      // Nothing more can come before the upstream is told to go on.
      expect(String((await once(req, 'data'))[0])).toBe(part)
      goOn()
    }
    await once(req, 'end')
  })

  it('many at once share a connection', async () => {
    const it = await open()
    const session = dial(it)
    const all = await Promise.all(Array.from({ length: 50 }, () => whole(begin(session))))
    expect(new Set(all.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set([`200 ${stream('x')}`]))
  })

  it('a client that leaves ends the upstream’s work at once', async () => {
    const it = await open(hangsAfter(start()))
    const req = begin(dial(it))
    await once(req, 'data')
    req.close(8)
    await it.upstreams.anthropic?.seen[0]?.closed
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
  })

  it('so does one that leaves before the answer', async () => {
    const it = await open(hangs)
    const session = dial(it)
    begin(session)
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    session.destroy()
    await it.upstreams.anthropic?.seen[0]?.closed
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
  })

  it('an unread answer holds the upstream back, and is cut off when it stalls for good', async () => {
    let sent = 0
    const many = word('x'.repeat(64_000))
    const it = await open(
      async (res, { closed }) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
        for (let i = 0; i < 4000 && !res.destroyed; i += 1) {
          sent += many.length
          if (!res.write(many)) await Promise.race([once(res, 'drain'), closed])
        }
      },
      { timings: { stallMs: 300 } },
    )
    const req = begin(dial(it))
    await headersOf(req)
    await it.upstreams.anthropic?.seen[0]?.closed
    expect(sent).toBeLessThan(64 * 1024 * 1024)
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
  })

  it('an answer that breaks ends with an error event, one of unknown length with a reset', async () => {
    const large = 'x'.repeat(9_000_000)
    const it = await open((res, { body }) => {
      const streamed = JSON.parse(body.toString()).stream
      res.writeHead(200, { 'content-type': streamed ? 'text/event-stream' : 'application/json' })
      res.write(streamed ? start() : large, () => setTimeout(() => res.socket?.resetAndDestroy(), 100))
    })
    const session = dial(it)
    expect((await whole(begin(session))).body).toMatch(/event: error\n/)
    const req = begin(session, { body: ask({ stream: false }) })
    await expect(rest(req)).rejects.toThrow('NGHTTP2_INTERNAL_ERROR')
  })

  it('HEAD has no body, and a GET has one', async () => {
    const it = await open()
    const session = dial(it)
    expect(await whole(begin(session, { method: 'HEAD', path: '/' }))).toMatchObject({ status: 200, body: '' })
    expect(await whole(begin(session, { method: 'HEAD', path: '/v1/models' }))).toMatchObject({ status: 200, body: '' })
    expect(JSON.parse((await whole(begin(session, { method: 'GET', path: '/status' }))).body).requests.running).toBe(0)
  })
})

describe('the gate over HTTP/2', () => {
  it.each<[string, Asking, number]>([
    ['a foreign authority', { headers: { ':authority': 'evil.test:80' } }, 403],
    ['two that differ', { headers: { ':authority': 'evil.test:80', host: 'HOST' } }, 400],
    ['no token', { headers: { 'x-api-key': '' } }, 401],
    ['a wrong token', { headers: { 'x-api-key': 'wrong' } }, 401],
    ['an origin', { headers: { origin: 'http://127.0.0.1' } }, 403],
    ['a path that is not there', { path: '/v1/files' }, 404],
    ['another method', { method: 'GET' }, 405],
    ['a body that is too large', { body: ask({ pad: 'x'.repeat(300_000) }) }, 413],
  ])('turns %s away in Anthropic’s format', async (_name, asking, expected) => {
    const it = await open(streams(stream('x')), { config: { maxBodyBytes: 100_000 } })
    const headers = { ...asking.headers }
    if (headers.host === 'HOST') headers.host = `127.0.0.1:${it.port}`
    const { status, body } = await whole(begin(dial(it), { ...asking, headers }))
    expect(status).toBe(expected)
    expect(JSON.parse(body)).toMatchObject({ type: 'error' })
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('turns a tunnel away', async () => {
    const session = dial(await open())
    const req = session.request({ ':method': 'CONNECT', ':authority': 'example.com:443' })
    expect((await whole(req)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('a connection', () => {
  it('is HTTP/1.1 where it does not begin as HTTP/2, on the same port at the same time', async () => {
    const it = await open()
    const [one, two] = await Promise.all([it.post().then((res) => res.text()), whole(begin(dial(it)))])
    expect([one, two.body]).toEqual([stream('x'), stream('x')])
  })

  it('is HTTP/1.1 only unless HTTP/2 is switched on, which needs no new start', async () => {
    const it = await open(streams(stream('x')), { config: { http2: false } })
    const closed = new Promise((resolve) => dial(it).on('close', resolve))
    await closed
    it.config = { ...it.config, http2: true }
    expect((await whole(begin(dial(it)))).status).toBe(200)
  })

  it('that begins as either and goes no further is let go', async () => {
    const it = await open(streams(stream('x')), { timings: { clientHeadersMs: 150 } })
    for (const bytes of ['', 'P', 'PRI * HTTP/2.0\r\n\r\nSM', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']) {
      const socket = connectSocket(it.port, '127.0.0.1')
      socket.on('error', () => {}).resume()
      socket.write(bytes)
      await once(socket, 'close')
    }
    expect((await it.post()).status).toBe(200)
  })

  it('whose first bytes come one by one is still known', async () => {
    const it = await open()
    const socket = connectSocket(it.port, '127.0.0.1').setNoDelay(true)
    let got = ''
    socket.on('data', (part) => (got += part))
    for (const byte of `POST /health HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nconnection: close\r\n\r\n`) {
      socket.write(byte)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await once(socket, 'close')
    expect(got).toMatch(/^HTTP\/1\.1 405/)
  })
})

describe('stopping and moving', () => {
  const held = () => {
    let goOn: () => void = () => {}
    const script: Script = async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      await new Promise<void>((resolve) => (goOn = resolve))
      res.end(stop())
    }
    return { script, goOn: () => goOn() }
  }

  it('waits for streams over HTTP/2, and takes no more', async () => {
    const { script, goOn } = held()
    const it = await open(script)
    const session = dial(it)
    const req = begin(session)
    const first = String((await once(req, 'data'))[0])
    const stopped = it.relay.stop(10_000)
    expect(it.relay.status()).toEqual({ kind: 'draining', left: 1 })
    goOn()
    expect(first + (await rest(req))).toBe(start() + stop())
    await stopped
  })

  it('ends those that take too long with an error event', async () => {
    const it = await open(hangsAfter(start()))
    const req = begin(dial(it))
    await once(req, 'data')
    const stopped = it.relay.stop(50)
    expect(await rest(req)).toMatch(/^event: error\ndata: .*closing/)
    await stopped
  })

  it('to another port leaves them unharmed', async () => {
    const { script, goOn } = held()
    const it = await open(script)
    const req = begin(dial(it))
    const first = String((await once(req, 'data'))[0])
    const moved = await it.relay.listen('localhost:0')
    expect(moved.kind).toBe('listening')
    goOn()
    expect(first + (await rest(req))).toBe(start() + stop())
  })

  it('is not held up by a connection that is idle', async () => {
    const it = await open()
    const session = dial(it)
    expect((await whole(begin(session))).status).toBe(200)
    const idle = connectSocket(it.port, '127.0.0.1').on('error', () => {})
    await once(idle, 'connect')
    await it.relay.stop(10_000)
    expect(it.relay.status()).toEqual({ kind: 'stopped' })
  })
})
