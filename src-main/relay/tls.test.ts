import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { Agent, request } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../certificate/self-signed.ts'
import { ask, type House, TOKEN } from './testing/house.ts'
import { head, plainHouses, raw, status } from './testing/open.ts'
import { hangs, stream } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const NOW = Date.now()
const identity = selfSigned(['127.0.0.1', '::1', 'localhost'], NOW - 60_000, NOW + 86_400_000)

const guarded = (plain = false, more: Parameters<typeof open>[2] = {}, script?: Parameters<typeof open>[0]) =>
  open(script, {}, { ...more, tls: { identity, plain: () => plain } })

/** A connection of somebody who knows the certificate. */
async function secure(house: House, options: object = {}): Promise<TLSSocket> {
  const socket = connect({ port: house.port, host: '127.0.0.1', ca: identity.cert, ...options })
  await once(socket, 'secureConnect')
  return socket
}

async function said(socket: TLSSocket, bytes: string): Promise<string> {
  let got = ''
  socket.on('data', (part) => (got += part))
  socket.write(bytes)
  await once(socket, 'close')
  return got
}

describe('over TLS', () => {
  it('a message is answered to whoever knows the certificate', async () => {
    const it = await guarded()
    const agent = new Agent({ connect: { ca: identity.cert } })
    const answer = await request(`https://127.0.0.1:${it.port}/v1/messages`, {
      ...{ method: 'POST', dispatcher: agent, body: JSON.stringify(ask()) },
      headers: { 'x-api-key': TOKEN, 'content-type': 'application/json' },
    })
    expect([answer.statusCode, await answer.body.text()]).toEqual([200, stream('x')])
    await agent.close()
  })

  it('the same gate stands as without', async () => {
    const it = await guarded()
    const foreign = `GET /status HTTP/1.1\r\nhost: evil.test\r\nx-api-key: ${TOKEN}\r\nconnection: close\r\n\r\n`
    expect(status(await said(await secure(it), foreign))).toBe(403)
    expect(status(await said(await secure(it), `${head(it, 'GET', '/status').replace(TOKEN, 'wrong')}\r\n`))).toBe(401)
  })

  it('whoever does not know the certificate sends nothing', async () => {
    const it = await guarded()
    const socket = connect({ port: it.port, host: '127.0.0.1' })
    const [error] = await once(socket, 'error')
    expect(error.code).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/)
    expect(it.logged.filter(({ message }) => message === 'refused at the door')).toEqual([])
  })

  it('a client that comes again takes up its session', async () => {
    const it = await guarded()
    const first = await secure(it)
    const [session] = await once(first, 'session')
    first.destroy()
    const again = await secure(it, { session })
    expect(again.isSessionReused()).toBe(true)
    again.destroy()
  })

  it('HTTP/2 is agreed on only where it is switched on', async () => {
    const protocols = { ALPNProtocols: ['h2', 'http/1.1'] }
    const off = await secure(await guarded(), protocols)
    const on = await secure(await guarded(false, { config: { http2: true } }), protocols)
    expect([off.alpnProtocol, on.alpnProtocol]).toEqual(['http/1.1', 'h2'])
    off.destroy()
    on.destroy()
  })
})

describe('without TLS', () => {
  it('everybody is told that only https is answered, and nothing of theirs is looked at', async () => {
    const it = await guarded()
    const answer = await raw(it, `${head(it, 'GET', '/health')}\r\n`)
    expect(status(answer)).toBe(400)
    expect(answer).toContain('x-should-retry: false')
    expect(answer).not.toContain('access-control')
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.type).toBe('invalid_request_error')
    expect(it.logged.filter(({ message }) => message === 'refused at the door')).toEqual([])
  })

  it('it is answered where that is switched on, beside TLS', async () => {
    const it = await guarded(true)
    expect((await it.post()).status).toBe(200)
    const reply = await said(await secure(it), `${head(it, 'GET', '/health')}\r\n`)
    expect(status(reply)).toBe(200)
  })

  it('the switch counts from the next connection on', async () => {
    let plain = false
    const it = await open(undefined, {}, { tls: { identity, plain: () => plain } })
    expect(it.relay.status()).toMatchObject({ over: 'https' })
    plain = true
    expect((await it.post()).status).toBe(200)
    expect(it.relay.status()).toMatchObject({ over: 'both' })
  })
})

describe('a connection that comes to nothing', () => {
  it.each([
    ['says nothing', Buffer.alloc(0)],
    ['begins a handshake and leaves it', Buffer.from([22, 3, 1, 2, 0])],
  ])('because it %s is let go in time', async (_name, bytes) => {
    const it = await guarded(false, { timings: { clientHeadersMs: 60 } })
    const socket = connectTcp(it.port, '127.0.0.1')
    socket.on('error', () => {})
    if (bytes.length > 0) socket.write(bytes)
    socket.resume()
    await once(socket, 'close')
  })

  it('is none that holds up the end', async () => {
    const it = await guarded(false, {}, hangs)
    const silent = connectTcp(it.port, '127.0.0.1')
    const shaking = connectTcp(it.port, '127.0.0.1')
    for (const socket of [silent, shaking]) socket.on('error', () => {}).resume()
    shaking.write(Buffer.from([22, 3, 1, 2, 0]))
    const under = await secure(it)
    under.on('error', () => {})
    under.write(`${head(it)}content-length: ${JSON.stringify(ask()).length}\r\n\r\n${JSON.stringify(ask())}`)
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    const ends = [silent, shaking, under].map((socket) => once(socket, 'close'))
    under.resume()
    await it.relay.stop(50)
    await Promise.all(ends)
    expect(it.relay.status()).toEqual({ kind: 'stopped' })
  })
})
