import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Handlers, type RequestName, requests } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Fields, Log } from '../ports.ts'
import { createRedactor } from '../secrets/redact.ts'
import { Refusal } from './refusal.ts'
import { serve } from './serve.ts'

function served(handlers: Partial<Record<RequestName, (input: never) => unknown>>) {
  const logged: Fields[] = []
  const log: Log = { debug() {}, info() {}, warn() {}, error: (fields) => logged.push(fields) }
  return { logged, call: serve(handlers as unknown as Handlers, log, createRedactor()) }
}

const meta = {
  id: 'key_a',
  label: 'work',
  providerId: 'anthropic',
  hint: 'wxyz',
  enabled: true,
  priority: 1,
  weight: 1,
  ceilings: {},
}

it('decodes the input', async () => {
  const seen: unknown[] = []
  const { call } = served({ 'key.rename': (input: unknown) => void seen.push(input) })
  await call('key.rename', { id: 'key_a', label: '  work ', extra: 1 })
  expect(seen).toEqual([{ id: 'key_a', label: 'work' }])
})

it('strips the output of everything the row does not name', async () => {
  const { call } = served({ 'key.add': () => ({ ...meta, secret: 'sk-canary' }) })
  const reply = await call('key.add', { provider: { type: 'zai' }, label: 'x', secret: 'sk-12345678' })
  expect(reply).toEqual({ ok: true, value: meta })
})

it('passes a refusal on in its own words, without a secret in them', async () => {
  const { call } = served({
    'relay.pause': () => {
      throw new Refusal('no, because of sk-ant-canary-1', 'unreachable')
    },
  })
  expect(await call('relay.pause', undefined)).toEqual({
    ok: false,
    error: { code: 'unreachable', message: 'no, because of «redacted»' },
  })
})

it('keeps the text of a bug out of the window and in the log', async () => {
  const { call, logged } = served({
    'relay.pause': () => {
      throw new Error('canary')
    },
  })
  expect(await call('relay.pause', undefined)).toEqual({
    ok: false,
    error: { code: 'internal', message: text.notices.internal },
  })
  expect(logged[0]?.error).toContain('canary')
})

it('calls an output of the wrong shape a bug', async () => {
  const { call } = served({ 'key.remove': () => ({ undoMs: 'soon' }) })
  expect(await call('key.remove', { id: 'key_a' })).toMatchObject({ error: { code: 'internal' } })
})

it.each(['toString', '__proto__', 'constructor', 'key', '', 'key.steal'])(
  'knows no request called %j',
  async (name) => {
    expect(await served({}).call(name, undefined)).toMatchObject({ error: { code: 'not_found' } })
  },
)

it('names the field that could not be understood, and not what was in it', async () => {
  const reply = await served({}).call('key.add', { provider: { type: 'zai' }, label: '', secret: 'canary-canary' })
  expect(JSON.stringify(reply)).toContain('label')
  expect(JSON.stringify(reply)).not.toContain('canary')
})

it('never throws, whatever is sent to whichever row', async () => {
  const names = Object.keys(requests) as RequestName[]
  const { call } = served(Object.fromEntries(names.map((name) => [name, () => undefined])))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      async (name, input) => {
        const reply = await call(name, input)
        expect(reply.ok).toBeTypeOf('boolean')
      },
    ),
    { numRuns: 500 },
  )
})
