import dns from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer as createPlain } from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { selfSigned } from '../certificate/self-signed.ts'
import { houses } from './testing/open.ts'
import { good } from './testing/soak.ts'
import { hangs } from './testing/upstream.ts'

const open = houses(afterEach)
const servers: { close(): unknown; closeAllConnections?(): void }[] = []
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.()
    server.close()
  }
})

const listening = async (server: Server, port = 0): Promise<number> => {
  servers.push(server)
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}
/** What a good provider says, on any server. */
const well: RequestListener = (req, res) => {
  req.resume()
  void good(res, {} as never)
}
const portal: RequestListener = (req, res) => {
  req.resume()
  res.writeHead(200, { 'content-type': 'text/html' }).end('<html>Accept the terms of this hotel</html>')
}

/** Every name is looked up so, until it is healed. */
function names(fault: string) {
  const real = dns.lookup
  let isWell = false
  vi.spyOn(dns, 'lookup').mockImplementation(((name: string, options: object, done: (...of: unknown[]) => void) => {
    if (name !== 'localhost') return (real as (...of: unknown[]) => void)(name, options, done)
    if (!isWell) return done(Object.assign(new Error(fault), { code: fault, syscall: 'getaddrinfo', hostname: name }))
    return done(null, 'all' in options && options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4)
  }) as typeof dns.lookup)
  // For whoever imported it by name.
  syncBuiltinESMExports()
  return () => {
    isWell = true
  }
}

interface Trouble {
  readonly baseUrl: string
  heal(): unknown
}
const TROUBLES: Readonly<Record<string, () => Promise<Trouble>>> = {
  async 'no network'() {
    const first = createServer(well)
    const port = await listening(first)
    await new Promise((closed) => first.close(closed))
    return { baseUrl: `http://127.0.0.1:${port}`, heal: () => listening(createServer(well), port) }
  },
  async 'names that nobody knows'() {
    return { baseUrl: `http://localhost:${await listening(createServer(well))}`, heal: names('ENOTFOUND') }
  },
  async 'a name server that does not answer'() {
    return { baseUrl: `http://localhost:${await listening(createServer(well))}`, heal: names('EAI_AGAIN') }
  },
  async 'a portal that wants its terms accepted'() {
    let now = portal
    const port = await listening(createServer((req, res) => now(req, res)))
    return {
      baseUrl: `http://127.0.0.1:${port}`,
      heal() {
        now = well
      },
    }
  },
  async 'a certificate of somebody in between'() {
    const now = Date.now()
    const certificate = () => selfSigned(['127.0.0.1'], now - 1000, now + 3_600_000)
    const [own, between] = [certificate(), certificate()]
    // What the system trusts.
    const real = tls.connect
    vi.spyOn(tls, 'connect').mockImplementation(((options: object) =>
      real({ ...options, ca: own.cert } as tls.ConnectionOptions)) as typeof tls.connect)
    const server = https.createServer({ cert: between.cert, key: between.key }, well)
    return {
      baseUrl: `https://127.0.0.1:${await listening(server)}`,
      heal: () => server.setSecureContext({ cert: own.cert, key: own.key }),
    }
  },
  async 'connections that are cut'() {
    let isWell = false
    const server = createServer(well)
    server.on('connection', (socket) => isWell || socket.resetAndDestroy())
    return {
      baseUrl: `http://127.0.0.1:${await listening(server)}`,
      heal() {
        isWell = true
      },
    }
  },
}

describe.each(Object.entries(TROUBLES))('%s', (_name, begin) => {
  it('is named within 12 s, again and again, and well within 5 s of its end', async () => {
    const { baseUrl, heal } = await begin()
    const it = await open({ anthropic: { keys: { one: good, two: good }, baseUrl } })
    for (let n = 0; n < 8; n++) {
      const start = performance.now()
      const res = await it.post()
      const said = await res.text()
      expect([res.status >= 500, said.includes('"type":"error"'), said.includes('hotel')]).toEqual([true, true, false])
      expect(JSON.parse(said).error.message.length).toBeGreaterThan(20)
      expect(performance.now() - start).toBeLessThan(12_000)
    }
    await heal()
    const healed = performance.now()
    await expect.poll(async () => (await it.post()).status, { timeout: 5000, interval: 100 }).toBe(200)
    expect(performance.now() - healed).toBeLessThan(5000)
  })
})

describe('a provider whose network is in trouble', () => {
  it('is passed by, and used again within 5 s of its end', async () => {
    const server = createServer(well)
    const port = await listening(server)
    await new Promise((closed) => server.close(closed))
    const it = await open(
      {
        first: { keys: { one: good }, baseUrl: `http://127.0.0.1:${port}` },
        second: { keys: { two: good } },
      },
      { config: { healthMs: 500 } },
    )
    for (let n = 0; n < 12; n++) expect((await it.post()).status).toBe(200)
    await listening(createServer(well), port)
    const by = async () => (await it.post()).headers.get('x-cc-relay-provider')
    await expect.poll(by, { timeout: 5000, interval: 100 }).toBe('first')
  })

  it('is told of within 12 s where nothing comes back at all', async () => {
    const silent = createPlain(() => {})
    servers.push(silent)
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
    const { port } = silent.address() as AddressInfo
    const it = await open({ anthropic: { keys: { one: hangs }, baseUrl: `https://127.0.0.1:${port}` } })
    const start = performance.now()
    const res = await it.post()
    expect(res.status).toBe(504)
    expect(performance.now() - start).toBeLessThan(12_000)
  })
})
