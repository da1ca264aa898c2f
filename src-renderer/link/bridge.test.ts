import { expect, it } from 'vitest'
import type { Bridge } from '../../src-shared/ipc/contract.ts'
import { careful, type Events, httpBridge } from './bridge.ts'
import { createClient } from './client.ts'

type Heard = (event: { data: string }) => void

function eventsByHand() {
  const listeners = new Map<string, Set<Heard>>()
  const events: Events = {
    addEventListener: (name, listener) => void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
    removeEventListener: (name, listener) => void listeners.get(name)?.delete(listener),
  }
  const send = (name: string, data = '') => {
    for (const listener of listeners.get(name) ?? []) listener({ data })
  }
  return { events, send }
}

it('asks over HTTP as the contract is written', async () => {
  const asked: unknown[] = []
  const send: typeof fetch = async (path, init) => {
    asked.push([path, init?.method, JSON.parse(String(init?.body))])
    return Response.json({ ok: true, value: { type: 'zai' } })
  }
  const link = httpBridge(send, () => eventsByHand().events)
  expect(await link.invoke('key.recognise', { secret: 'x'.repeat(8) })).toEqual({ ok: true, value: { type: 'zai' } })
  expect(asked).toEqual([['/bridge/invoke', 'POST', { name: 'key.recognise', input: { secret: 'xxxxxxxx' } }]])
})

it('hears pushes by their names, until told not to', () => {
  const { events, send } = eventsByHand()
  const heard: unknown[] = []
  const stop = httpBridge(fetch, () => events).subscribe('notice.raised', (notice) => heard.push(notice))
  send('notice.raised', '{"tone":"info","text":"Hello."}')
  send('view.asked', '{"view":"keys"}')
  stop()
  send('notice.raised', '{"tone":"info","text":"Again."}')
  expect(heard).toEqual([{ tone: 'info', text: 'Hello.' }])
})

it('tells when the way is broken and when it is mended', () => {
  const { events, send } = eventsByHand()
  const seen: boolean[] = []
  httpBridge(fetch, () => events).watch?.((up) => seen.push(up))
  send('error')
  send('open')
  expect(seen).toEqual([false, true])
})

const throwing: Bridge = { invoke: () => Promise.reject(new Error('gone')), subscribe: () => () => {} }

it('answers in words where the way itself fails', async () => {
  const reply = await careful(throwing)('relay.pause', undefined)
  expect(reply).toEqual({ ok: false, error: { code: 'internal', message: 'The app did not answer. Try again.' } })
})

it('has a verb for every row', async () => {
  const asked: unknown[] = []
  const bridge: Bridge = {
    async invoke(name, input) {
      asked.push([name, input])
      return { ok: true, value: undefined as never }
    },
    subscribe: () => () => {},
  }
  const client = createClient(bridge)
  await client.relay.pause()
  await client.env.copy({ shell: 'fish' })
  expect(asked).toEqual([
    ['relay.pause', undefined],
    ['env.copy', { shell: 'fish' }],
  ])
})
