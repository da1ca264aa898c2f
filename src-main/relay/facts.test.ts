import { expect, it } from 'vitest'
import { factsOf } from './facts.ts'

const facts = (body: unknown) => factsOf(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))

it('reads model and stream wherever they stand', () => {
  const body = '{"messages":[{"model":"no","stream":true}], "stream" : false ,"model" : "claude-\\u006fpus"}'
  const found = facts(body)
  expect(found).toMatchObject({ model: 'claude-opus', stream: false, bytes: body.length })
  if (typeof found !== 'string') expect(body.slice(found.modelAt.start, found.modelAt.end)).toBe('"claude-\\u006fpus"')
})

it('refuses what cannot be routed', () => {
  expect(facts('[]')).toBe('not_json')
  expect(facts('{"model":"a"')).toBe('not_json')
  expect(facts('{"model":"a","model":"b"}')).toBe('not_json')
  expect(facts({ messages: [] })).toBe('no_model')
  expect(facts({ model: 7 })).toBe('no_model')
  expect(facts({ model: '' })).toBe('no_model')
})

it('does not count pictures by their bytes', () => {
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(50_000) } }
  const body = {
    model: 'm',
    messages: [{ role: 'user', content: [image, { type: 'text', text: 'what is "base64"?' }, image] }],
  }
  const found = facts(body)
  expect(typeof found === 'string' ? 0 : found.bytes).toBe(JSON.stringify(body).length - 100_000)
})
