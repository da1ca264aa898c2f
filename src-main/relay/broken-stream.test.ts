import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { breaksAfter, event, hangsAfter, type Script, start, stream, streams, word } from './testing/upstream.ts'

const open = houses(afterEach)
const good = stream('fine')
const answersWell = streams(good)
const two = (first: Script, second: Script = answersWell) => ({ anthropic: { keys: { one: first, two: second } } })
const keysSeen = (it: House, name = 'anthropic') => it.upstreams[name]?.seen.map((seen) => seen.key)

describe('after the first event', () => {
  it('a broken connection becomes an error event after the last whole event', async () => {
    const cut = start() + word('one')
    const it = await open(two(breaksAfter(`${cut}event: content_block_delta\ndata: {"type":"content_bl`)))
    const text = await (await it.post()).text()
    expect(text.startsWith(cut)).toBe(true)
    expect(text.slice(cut.length)).toMatch(/^event: error\ndata: \{"type":"error","error":\{"type":"api_error"/)
    expect(text).not.toContain('message_stop')
    expect(keysSeen(it)).toEqual(['one'])
    expect(it.ended()[0]).toMatchObject({ outcome: 'failed', status: 200 })
  })

  it('so does an early end', async () => {
    const it = await open(two(streams(start() + word('one'))))
    expect(await (await it.post()).text()).toMatch(/\n\nevent: error\n.*ended its answer early/)
  })

  it('so does silence', async () => {
    const it = await open(two(hangsAfter(start() + word('one'))), { config: { idleMs: 80 } })
    expect(await (await it.post()).text()).toMatch(/\n\nevent: error\n.*silent/)
  })

  it('the upstream’s own error event is passed on, and none is added', async () => {
    const bytes = start() + word('x') + event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })
    const it = await open(two(streams(bytes)))
    expect(await (await it.post()).text()).toBe(bytes)
    expect(it.ended()[0]?.outcome).toBe('failed')
  })

  it('a connection that breaks after message_stop has lost nothing', async () => {
    const it = await open(two(breaksAfter(good)))
    expect(await (await it.post()).text()).toBe(good)
    expect(it.ended()[0]?.outcome).toBe('ok')
  })

  it('three broken streams rest a key while others work', async () => {
    const it = await open(two(breaksAfter(start() + word('x'))))
    for (let i = 0; i < 12; i += 1) await (await it.post()).text()
    expect(keysSeen(it)?.filter((key) => key === 'one').length).toBeLessThanOrEqual(3)
  })
})

describe('a long silence', () => {
  it('is broken by the 200 and pings of our own, and the answer follows', async () => {
    const late: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      res.writeHead(200, { 'content-type': 'text/event-stream' }).end(good)
    }
    const it = await open(two(late), { timings: { earlyMs: 30, pingMs: 40 } })
    const text = await (await it.post()).text()
    expect(text).toMatch(/^(event: ping\ndata: \{"type": "ping"\}\n\n){2,}event: message_start/)
    expect(text.endsWith(good)).toBe(true)
  })

  it('makes the choice final: a failure then is an error event', async () => {
    const late: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 80))
      res
        .writeHead(529, { 'content-type': 'application/json' })
        .end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}')
    }
    const it = await open(two(late), { timings: { earlyMs: 30 } })
    expect(await (await it.post()).text()).toMatch(/^event: ping\n[\s\S]*event: error\ndata: .*Overloaded/)
    expect(keysSeen(it)).toEqual(['one'])
  })

  it('does not begin an answer that was not asked for as a stream', async () => {
    const late: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 80))
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"type":"message","usage":{"input_tokens":3,"output_tokens":2}}')
    }
    const it = await open(two(late), { timings: { earlyMs: 20 } })
    const res = await it.post(ask({ stream: false }))
    expect(await res.json()).toMatchObject({ type: 'message' })
    expect(it.ended()[0]?.usage).toEqual({ input: 3, output: 2, cacheRead: 0, cacheWrite: 0 })
  })
})
