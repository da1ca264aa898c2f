import { expect, it } from 'vitest'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { waysOf } from './credential-fields.tsx'
import { presetsFor } from './preset-list.tsx'
import { isMany } from './use-add-key.ts'
import { freeName, wantedProvider } from './use-new-provider.ts'

const form = { name: 'kimi', address: presets.kimi.addresses[0] ?? '', mapping: presets.kimi.roles ?? {}, models: null }

it('finds a kind by name, address or note, and always offers a custom one', () => {
  const found = (typed: string) => presetsFor(typed).flatMap(({ types }) => types)
  expect(found('moonshot')).toEqual(['kimi', 'custom', 'openai_custom', 'responses_custom'])
  expect(found('coding plan kimi')).toContain('kimi_code')
  expect(found('nobody is called that')).toEqual(['custom', 'openai_custom', 'responses_custom'])
  expect(presetsFor('').map(({ group }) => group)).toEqual(['maker', 'plan', 'cloud', 'gateway', 'local', 'custom'])
})

it('leaves out what is as the preset has it', () => {
  expect(wantedProvider('kimi', form)).toEqual({ type: 'kimi' })
})

it('says what is one’s own', () => {
  const mapping = { ...form.mapping, opus: 'kimi-k3', haiku: ' ' }
  const address = 'https://api.moonshot.cn/anthropic '
  expect(wantedProvider('kimi', { ...form, name: ' moon ', address, mapping })).toEqual({
    type: 'kimi',
    name: 'moon',
    baseUrl: 'https://api.moonshot.cn/anthropic',
    mapping: { opus: 'kimi-k3', sonnet: 'kimi-k2.7-code' },
  })
})

it('keeps a short list of models, and of a long one only what is mapped', () => {
  const listed = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `m${i}`, displayName: `m${i}` }))
  const own = { name: 'house', address: 'https://house.example', mapping: { opus: 'm1' } }
  expect(wantedProvider('custom', { ...own, models: listed(2) }).models).toEqual(['m0', 'm1'])
  expect(wantedProvider('custom', { ...own, models: listed(400) }).models).toEqual(['m1'])
})

it('numbers a name that is taken', () => {
  expect(freeName('kimi', ['anthropic'])).toBe('kimi')
  expect(freeName('kimi', ['kimi', 'kimi 2'])).toBe('kimi 3')
})

it('offers the ways in which a cloud is signed in to, its own login last', () => {
  expect(waysOf('anthropic')).toEqual(['key'])
  expect(waysOf('ollama')).toEqual(['key'])
  expect(waysOf('vertex')).toEqual(['service_account', 'google_file', 'own'])
  expect(waysOf('azure')).toEqual(['key', 'entra_app', 'own'])
})

it('takes a key file that was pasted for one key, and not for many', () => {
  const file = { type: 'service_account', client_email: 'a@b.c', private_key: 'x' }
  expect(isMany(JSON.stringify(file, null, 2))).toBe(false)
  expect(isMany('{"a":"b"}')).toBe(true)
})
