import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ask } from './testing/house.ts'
import { houses, plainHouses } from './testing/open.ts'
import { answers, fails, hangsAfter, inTurn, resets, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const plain = plainHouses(afterEach)
const good = streams(stream('x'), { 'request-id': 'req_011Cabc' })

describe('a try', () => {
  it('tells what opening its connection took, and the next one that it was there', async () => {
    const house = await plain(good)
    await (await house.post()).text()
    await (await house.post()).text()
    const [first, second] = house.ended().map((it) => it.attempts[0]?.timings)
    expect(first?.connection).toEqual({ kind: 'opened', dnsMs: null, connectMs: expect.any(Number), tlsMs: null })
    expect(second?.connection).toEqual({ kind: 'reused' })
    expect(first?.firstByteMs).toBeGreaterThan(0)
    expect(first?.totalMs).toBeGreaterThanOrEqual(first?.firstByteMs ?? Number.NaN)
  })

  it('tells how long a name took to find', async () => {
    const target = await plain(good)
    const { baseUrl } = target.upstreams.anthropic ?? { baseUrl: '' }
    const house = await plain(good, { baseUrl: baseUrl.replace('127.0.0.1', 'localhost') })
    await (await house.post()).text()
    const connection = house.ended()[0]?.attempts[0]?.timings?.connection
    expect(connection).toMatchObject({ kind: 'opened', dnsMs: expect.any(Number) })
  })

  it('counts until its last byte', async () => {
    const house = await plain((res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      const all = stream('x')
      res.write(all.slice(0, 400))
      setTimeout(() => res.end(all.slice(400)), 60)
    })
    await (await house.post()).text()
    const timings = house.ended()[0]?.attempts[0]?.timings
    expect(timings?.totalMs).toBeGreaterThanOrEqual(55)
    expect(timings?.firstByteMs).toBeLessThan(55)
  })

  it('keeps the id that its provider gave it, of an answer and of a refusal', async () => {
    const no = fails(400, 'invalid_request_error', 'no', { 'x-request-id': 'gateway-7' })
    const house = await plain(inTurn(good, no))
    await (await house.post()).text()
    await (await house.post()).text()
    expect(house.ended().map((it) => it.attempts[0]?.upstreamId)).toEqual(['req_011Cabc', 'gateway-7'])
  })

  it('that nobody answered says why, and names the provider and its address', async () => {
    const house = await open({ corp: { keys: { one: good }, baseUrl: 'http://127.0.0.1:9' } })
    const said = await (await house.post()).text()
    expect(said).toContain('corp (127.0.0.1:9)')
    expect(house.ended()[0]?.attempts[0]).toMatchObject({
      cause: 'refused',
      timings: { connection: { kind: 'opened', connectMs: null }, firstByteMs: null },
    })
  })

  it('that failed on the way to TLS tells how far it came', async () => {
    const target = await plain(good)
    const { baseUrl } = target.upstreams.anthropic ?? { baseUrl: '' }
    const house = await plain(good, { baseUrl: baseUrl.replace('http:', 'https:') })
    await (await house.post()).text()
    expect(house.ended()[0]?.attempts[0]).toMatchObject({
      cause: 'tls',
      timings: { connection: { kind: 'opened', connectMs: expect.any(Number), tlsMs: null }, firstByteMs: null },
    })
  })

  it('is one line of the log at level debug', async () => {
    const house = await plain(good)
    await (await house.post()).text()
    const line = house.logged.find((it) => it.message === 'attempt')
    expect(line).toMatchObject({
      level: 'debug',
      fields: { status: 200, connection: 'opened', connect_ms: expect.any(Number), upstream_id: 'req_011Cabc' },
    })
  })
})

describe('logging.debug_options', () => {
  it('adds the beginning of bodies and the headers of answers, without those of the account', async () => {
    const whole = answers(
      200,
      { type: 'message', usage: { input_tokens: 1, output_tokens: 1 } },
      { 'set-cookie': 'a=b' },
    )
    const logged = { bodies: true, headers: true, timings: false, mostBytes: 20 }
    const house = await plain(whole, {}, { logged })
    await (await house.post(ask({ stream: false }))).text()
    const of = (message: string) => house.logged.find((it) => it.message === message)?.fields
    expect(of('request body')?.body).toBe('{"model":"claude-son…')
    expect(of('answer body')?.body).toBe('{"type":"message","u…')
    expect(of('answer headers')?.headers).toContain('content-type: application/json')
    expect(of('answer headers')?.headers).not.toContain('set-cookie')
    expect(of('attempt')).not.toHaveProperty('total_ms')
  })

  it('adds the length of bodies alone where none of their bytes are asked for', async () => {
    const house = await plain(good, {}, { logged: { bodies: true, headers: false, timings: false, mostBytes: 0 } })
    await (await house.post()).text()
    const fields = house.logged.find(({ message }) => message === 'request body')?.fields
    expect(fields?.bytes).toBeGreaterThan(0)
    expect(fields).not.toHaveProperty('body')
  })

  it('adds nothing unless it is asked for', async () => {
    const house = await plain(good)
    await (await house.post()).text()
    expect(house.logged.filter(({ message }) => /body|headers/.test(message))).toEqual([])
  })
})

describe('a connection that its server closed while it was idle', () => {
  it('costs the request nothing: it goes over a new one, with the same key', async () => {
    const house = await plain(inTurn(good, resets, good))
    await (await house.post()).text()
    const res = await house.post()
    expect([res.status, await res.text()]).toEqual([200, expect.stringContaining('message_stop')])
    const [attempt, ...more] = house.ended()[1]?.attempts ?? []
    expect(more).toEqual([])
    expect(attempt).toMatchObject({ verdict: 'deliver', timings: { connection: { kind: 'opened' } } })
    expect(attempt?.said).toContain('went over a new one')
    expect(house.relay.circuit('anthropic' as never)).toEqual({ kind: 'closed' })
  })

  it('costs nothing either where that is noticed before anything was sent', async () => {
    let idle: Socket | null = null
    const house = await plain((res, seen) => {
      idle = res.socket
      return good(res, seen)
    })
    await (await house.post()).text()
    const closed = idle as Socket | null
    // The next request is on its way inside before the reset has arrived.
    const [res] = await Promise.all([house.post(), new Promise((done) => done(closed?.resetAndDestroy()))])
    expect([res.status, await res.text()]).toEqual([200, expect.stringContaining('message_stop')])
    expect(house.ended()[1]?.attempts).toHaveLength(1)
  })

  it('is not suspected where the connection was new', async () => {
    const house = await plain(inTurn(resets, good))
    expect((await house.post()).status).toBe(502)
    expect(house.upstreams.anthropic?.seen).toHaveLength(1)
  })

  it('nor where something of an answer had come', async () => {
    const garbled = inTurn(good, (res) => void res.socket?.end('HTTP/1.1 20'))
    const house = await plain(garbled)
    await (await house.post()).text()
    expect((await house.post()).status).toBe(502)
    expect(house.upstreams.anthropic?.seen).toHaveLength(2)
  })

  it('nor where it took the server longer than a round trip', async () => {
    const house = await plain(inTurn(good, (res) => void setTimeout(() => res.socket?.resetAndDestroy(), 1_050), good))
    await (await house.post()).text()
    expect((await house.post()).status).toBe(502)
    expect(house.upstreams.anthropic?.seen).toHaveLength(2)
  })
})

describe('connections that carry nothing', () => {
  it('are let go when asked, and streams under way are not', async () => {
    const all = stream('x')
    const house = await plain(inTurn(good, hangsAfter(all.slice(0, -60)), good))
    await (await house.post()).text()
    const running = await house.post()
    house.relay.wake()
    const idle = await house.post()
    expect(await idle.text()).toContain('message_stop')
    expect(house.upstreams.anthropic?.sockets()).toBe(2)
    expect(running.bodyUsed).toBe(false)
    await running.body?.cancel()
  })
})
