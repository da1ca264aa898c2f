import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Handlers, type RequestName, requests } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Fields, Log } from '../ports.ts'
import { createRedactor } from '../secrets/redact.ts'
import { Refusal } from './refusal.ts'
import { serve } from './serve.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

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

it('answers 10,000 messages of whatever kind, on every row and on rows that are none, and holds none of them', async () => {
  const names = Object.keys(requests) as RequestName[]
  const { call, logged } = served(Object.fromEntries(names.map((name) => [name, () => undefined])))
  const asked = fc.tuple(
    fc.oneof(
      { arbitrary: fc.constantFrom(...names), weight: 9 },
      fc.constantFrom('__proto__', 'constructor', 'toString', '', 'key.add '),
      fc.string(),
    ),
    fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withDate: true, withTypedArray: true }),
  )
  const run = async (numRuns: number) => {
    for (const [name, input] of fc.sample(asked, numRuns)) {
      const reply = await call(name, input)
      expect(String(reply.ok || reply.error.code)).toMatch(/^(true|bad_request|not_found|internal)$/)
    }
    logged.length = 0
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = await run(1_000)
  const after = await run(10_000)
  expect(after - before).toBeLessThan(5 * 1024 * 1024)
}, 60_000)
