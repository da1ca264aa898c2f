import type { lookup } from 'node:dns'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { guardedLookup, INSIDE, mayReach } from './inner.ts'
import { ask } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'
import { Upstreams } from './upstream.ts'

const open = plainHouses(afterEach)

describe('a connection may go', () => {
  it.each([
    ['api.anthropic.com', '160.79.104.10', true],
    ['api.anthropic.com', '2607:6bc0::10', true],
    ['llm.corp.example', '10.1.2.3', true],
    ['192.168.1.4', '192.168.1.4', true],
    ['localhost', '127.0.0.1', true],
    ['localhost', '::1', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['[::1]', '::1', true],
    ['api.anthropic.com', '10.1.2.3', false],
    ['api.anthropic.com', '192.168.0.1', false],
    ['api.anthropic.com', '172.31.0.1', false],
    ['api.anthropic.com', 'fd12::1', false],
    ['api.anthropic.com', '127.0.0.1', false],
    ['llm.corp.example', '127.0.0.1', false],
    ['llm.corp.example', '127.9.9.9', false],
    ['llm.corp.example', '::1', false],
    ['llm.corp.example', '::ffff:127.0.0.1', false],
    ['llm.corp.example', '::ffff:a9fe:a9fe', false],
    ['llm.corp.example', '169.254.169.254', false],
    ['169.254.169.254', '169.254.169.254', false],
    ['[::ffff:169.254.169.254]', '::ffff:169.254.169.254', false],
    ['llm.corp.example', 'fd00:ec2::254', false],
    ['llm.corp.example', 'fe80::1', false],
    ['llm.corp.example', '0.0.0.0', false],
    ['llm.corp.example', '::', false],
    ['llm.corp.example', '255.255.255.255', false],
    ['localhost', '93.184.216.34', false],
  ])('for %s to %s: %s', (host, address, may) => {
    expect(mayReach(host, address)).toBe(may)
  })
})

describe('a name', () => {
  const all = (addresses: string[]) => {
    let asked = 0
    const resolve = ((_host: string, _options: object, done: (error: null, found: object[]) => void) => {
      asked += 1
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    }) as unknown as typeof lookup
    return { lookup: guardedLookup(resolve), asked: () => asked }
  }
  const code = (addresses: string[], host = 'llm.example') =>
    new Promise((resolve) => all(addresses).lookup(host, { all: true }, (error) => resolve(error?.code ?? null)))

  it('of which one address leads inside is not connected to at all', async () => {
    expect(await code(['93.184.216.34', '127.0.0.1'])).toBe(INSIDE)
    expect(await code(['93.184.216.34'])).toBe(null)
  })

  it('that flips between two lookups is judged by the one that is connected to', async () => {
    const reached: string[] = []
    const server = createServer((socket) => {
      reached.push('inside')
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    const flips = ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(
        null,
        (answers.length > 1 ? answers.shift() : answers[0])?.map((address) => ({ address, family: 4 })) ?? [],
      )) as unknown as typeof lookup
    const upstreams = new Upstreams(300, Date.now, guardedLookup(flips))
    for (let n = 0; n < 3; n += 1)
      await expect(upstreams.reach(`https://flip.example:${port}`, AbortSignal.timeout(2_000))).rejects.toThrow()
    await upstreams.close()
    expect(reached).toEqual([])
    server.close()
  })

  it('that leads inside is told so, after no connection and without a bill', async () => {
    const it = await open(undefined, { baseUrl: 'https://169.254.169.254' })
    const reply = await it.post(ask())
    expect(reply.status).toBe(502)
    expect((await reply.json()).error.message).toContain('inside')
  })

  it('written as one number is the address it stands for', () => {
    expect(new URL('https://2852039166/').hostname).toBe('169.254.169.254')
    expect(new URL('https://0x7f.1/').hostname).toBe('127.0.0.1')
  })
})
