import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, TOKEN } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'
import { answers, hangs, hangsAfter, start, stop, stream, streams, word } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const seenBy = (it: House) => {
  const seen = it.upstreams.anthropic?.seen[0]
  if (!seen) throw new Error('nothing was sent upstream')
  return seen
}
const running = async (it: House) =>
  (await (await fetch(`${it.url}/status`, { headers: { 'x-api-key': TOKEN } })).json()).requests.running
const inFlight = (it: House) => Object.values(it.pool.views()).reduce((sum, key) => sum + key.inFlight, 0)

describe('a client that leaves', () => {
  it('ends the upstream’s work at once, before the first event', async () => {
    const it = await open(hangs)
    const leave = new AbortController()
    const left = it.post(ask(), {}, { signal: leave.signal }).catch(() => 'left')
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    leave.abort()
    await seenBy(it).closed
    expect(await left).toBe('left')
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
    expect(inFlight(it)).toBe(0)
  })

  it('ends it in the middle of a stream, and no key is blamed', async () => {
    const it = await open(hangsAfter(start() + word('x')))
    const leave = new AbortController()
    const res = await it.post(ask(), {}, { signal: leave.signal })
    await res.body?.getReader().read()
    expect(inFlight(it)).toBe(1)
    leave.abort()
    await seenBy(it).closed
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
    expect(inFlight(it)).toBe(0)
    expect(Object.values(it.pool.views())[0]?.status.kind).toBe('ready')
  })

  it('is not answered by another key', async () => {
    const it = await open(hangs, { keys: { one: hangs, two: streams(stream('x')) } })
    const leave = new AbortController()
    const left = it.post(ask(), {}, { signal: leave.signal }).catch(() => 'left')
    await expect.poll(() => it.upstreams.anthropic?.seen.length).toBe(1)
    leave.abort()
    await left
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
    expect(it.upstreams.anthropic?.seen).toHaveLength(1)
  })
})

describe('a client that is slow', () => {
  /** Sends the request and reads nothing of the answer. */
  async function unread(it: House) {
    const req = httpRequest(`${it.url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': TOKEN } })
    req.on('error', () => {})
    req.end(JSON.stringify(ask()))
    const [res] = await once(req, 'response')
    res.on('error', () => {})
    return { req, res }
  }
  const many = word('x'.repeat(64_000))

  it('holds the upstream back instead of filling the memory', async () => {
    let sent = 0
    let full: () => void = () => {}
    const isFull = new Promise<void>((resolve) => (full = resolve))
    const it = await open(async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
      for (let i = 0; i < 4000; i += 1) {
        sent += many.length
        if (res.write(many)) continue
        const stalled = setTimeout(full, 300)
        await once(res, 'drain')
        clearTimeout(stalled)
      }
      res.end(stop())
    })
    const { res } = await unread(it)
    await isFull
    expect(sent).toBeLessThan(64 * 1024 * 1024)
    let got = 0
    for await (const chunk of res) got += chunk.length
    expect(got).toBe(start().length + 4000 * many.length + stop().length)
  })

  it('is cut off when it stalls for good', async () => {
    const it = await open(
      async (res, { closed }) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
        for (let i = 0; i < 4000 && !res.destroyed; i += 1)
          if (!res.write(many)) await Promise.race([once(res, 'drain'), closed])
      },
      {},
      { timings: { stallMs: 100 } },
    )
    await unread(it)
    await seenBy(it).closed
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
  })

  it('is cut off when it leaves a whole answer unread', async () => {
    const content = [{ type: 'text', text: 'x'.repeat(7_000_000) }]
    const it = await open(answers(200, { type: 'message', content }), {}, { timings: { stallMs: 300 } })
    const socket = connect(it.port, '127.0.0.1').pause()
    const body = JSON.stringify(ask({ stream: false }))
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${it.port}\r\nx-api-key: ${TOKEN}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    await expect.poll(() => it.ended()).toHaveLength(1)
    expect(await running(it)).toBe(1)
    await expect.poll(() => running(it)).toBe(0)
    socket.destroy()
  })
})
