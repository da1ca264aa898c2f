import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { plainHouses } from './testing/open.ts'
import { hangs, hangsAfter, start, stop, stream, word } from './testing/upstream.ts'

const open = plainHouses(afterEach)

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

  it('is back within a second at the same port where its listener is lost', async () => {
    const it = await open()
    const began = performance.now()
    loseListener(it.port)
    await expect.poll(() => it.logged.filter(({ message }) => message === 'listening').length).toBe(2)
    expect(it.relay.status()).toMatchObject({ kind: 'listening', port: it.port })
    expect((await it.post()).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  it('whose port is taken at the start says so within two seconds, whoever has it', async () => {
    const it = await open()
    await it.relay.stop(0)
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const began = performance.now()
    await it.relay.listen(`127.0.0.1:${(other.address() as AddressInfo).port}`)
    expect(it.relay.status()).toMatchObject({ kind: 'failed', code: 'port_taken' })
    expect(performance.now() - began).toBeLessThan(2_000)
    other.close()
  })

  it('at a port that only [::1] has taken is not followed there', async () => {
    const it = await open()
    const other = createServer((_request, response) => response.end('somebody else')).listen(0, '::1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await it.relay.listen(`127.0.0.1:${port}`)).toMatchObject({ kind: 'listening', host: '127.0.0.1', port })
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).text()).toContain('ok')
    other.close()
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

/** Ends the listening socket behind the relay's back. */
function loseListener(port: number): void {
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles()
  const servers = handles.filter((it): it is Server => it instanceof Server)
  servers.find((it) => (it.address() as AddressInfo | null)?.port === port)?.close()
}
