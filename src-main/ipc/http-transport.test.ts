import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { App } from '../app.ts'
import { serveBridge } from './http-transport.ts'

const called: unknown[] = []
let tell: (payload: unknown) => void = () => {}
let left = 0
const app = {
  call: async (name: string, input: unknown) => {
    called.push([name, input])
    return { ok: true, value: null }
  },
  subscribe: (name: string, listener: (payload: unknown) => void) => {
    if (name === 'notice.raised') tell = listener
    return () => void left++
  },
} as unknown as Pick<App, 'call' | 'subscribe'>

let bridge: Awaited<ReturnType<typeof serveBridge>>
beforeAll(async () => {
  bridge = await serveBridge(app)
})
afterAll(() => bridge.stop())

/** `fetch` sets its own Host and Origin. */
const ask = (
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '{"name":"relay.pause"}',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
) =>
  new Promise<number>((resolve, reject) => {
    const req = request(
      `${bridge.url}${path}`,
      { method, agent: false, headers: { 'content-type': 'application/json', ...headers } },
      (res) => {
        res.resume()
        resolve(res.statusCode ?? 0)
      },
    )
    req.on('error', reject).end(method === 'GET' ? undefined : body)
  })

it('passes a call on', async () => {
  const reply = await fetch(`${bridge.url}/bridge/invoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'key.rename', input: { id: 'a' } }),
  })
  expect(await reply.json()).toEqual({ ok: true, value: null })
  expect(called.at(-1)).toEqual(['key.rename', { id: 'a' }])
})

it('sends every push under its name, until the page leaves', async () => {
  const stop = new AbortController()
  const reply = await fetch(`${bridge.url}/bridge/events`, { signal: stop.signal })
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  tell({ tone: 'info', text: 'hello' })
  expect((await reader?.read())?.value).toBe('event: notice.raised\ndata: {"tone":"info","text":"hello"}\n\n')
  const before = left
  stop.abort()
  await expect.poll(() => left).toBeGreaterThan(before)
})

it.each([
  ['another host', { headers: { host: 'evil.test' } }, 403],
  ['a page of another host', { headers: { origin: 'http://evil.test' } }, 403],
  ['a page without an origin of its own', { headers: { origin: 'null' } }, 403],
  ['a form', { headers: { 'content-type': 'text/plain' } }, 405],
  ['a link', { method: 'GET' }, 405],
  ['something too large', { body: JSON.stringify({ name: 'x'.repeat(2_000_000) }) }, 413],
  ['something else than a call', { body: '[]' }, 400],
  ['something broken', { body: '{' }, 400],
])('turns away %s', async (_what, how, status) => {
  const before = called.length
  expect(await ask('/bridge/invoke', how)).toBe(status)
  expect(called.length).toBe(before)
})

it('takes a page of this machine, at whichever port', async () => {
  expect(await ask('/bridge/invoke', { headers: { origin: 'http://127.0.0.1:5317', host: 'localhost:5317' } })).toBe(
    200,
  )
})

it('has nothing else', async () => expect(await ask('/')).toBe(404))
