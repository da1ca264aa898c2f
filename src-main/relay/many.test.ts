import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, openHouse, TOKEN } from './testing/house.ts'
import { stream, streams } from './testing/upstream.ts'

let house: House | null = null
let sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await house?.stop()
  house = null
})

describe('2,048 connections', () => {
  it('stand at once, each is answered, and a message goes through beside them', { timeout: 60_000 }, async () => {
    const it = await openHouse({ anthropic: { keys: { one: streams(stream('x')) } } })
    house = it
    const dial = async () => {
      const socket = connect(it.port, '127.0.0.1')
      sockets.push(socket)
      await once(socket, 'connect')
      socket.write(`GET /health HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\n\r\n`)
      return String((await once(socket, 'data'))[0]).slice(0, 15)
    }
    for (let i = 0; i < 16; i += 1) {
      const answers = await Promise.all(Array.from({ length: 128 }, dial))
      expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 200 OK']))
    }
    expect(sockets.filter((socket) => socket.writable)).toHaveLength(2048)
    expect(await (await it.post()).text()).toBe(stream('x'))
  })
})

describe('bodies of many requests at once', () => {
  /** Sends this much of a body of this length and waits. */
  const hold = (it: House, length: number, sent: number) => {
    const headers = { 'x-api-key': TOKEN, 'content-length': length }
    const req = request(`${it.url}/v1/messages`, { method: 'POST', headers }).on('error', () => {})
    req.write(Buffer.alloc(sent, 0x20))
    return req
  }

  it('take up 256 MiB at most; beyond it a request is to come back in a second, and finds room then', async () => {
    const it = await openHouse({ anthropic: { keys: { one: streams(stream('x')) } } }, { config: { maxBodyBytes: 0 } })
    house = it
    const mib = 1024 * 1024
    // Nine that cannot all be held: one of them, whichever it is, must go, and the others then fit.
    const held = Array.from({ length: 9 }, () => hold(it, 32 * mib, 32 * mib - 1))
    const refused = await Promise.race(held.map((req) => once(req, 'response').then(([res]) => res as IncomingMessage)))
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
    expect(String(await refused.setEncoding('utf8').reduce((all, part) => all + part, ''))).toContain(
      'holds as many large requests as it can',
    )
    for (const req of held) req.destroy()
    await expect.poll(async () => (await it.post(ask({ pad: 'x'.repeat(mib) }))).status).toBe(200)
  })
})
