import { expect, it } from 'vitest'
import { anthropic, providerId, snapshot, zai } from '../gallery/made-up.ts'
import { firstLine, freeLabel, offersOf } from './use-add-key.ts'

it('offers the providers there are, then those there could be', () => {
  const gateway = { ...anthropic, id: providerId('gateway') }
  const practice = { ...zai, id: providerId('practice'), type: 'practice' as const }
  const offers = offersOf(snapshot([], { providers: { [gateway.id]: gateway, [practice.id]: practice } }))
  expect(offers.slice(0, 3).map(({ label, target }) => [label, target])).toEqual([
    ['gateway', { id: 'gateway' }],
    ['Z.AI', { type: 'zai' }],
    ['Zhipu', { type: 'zhipu' }],
  ])
  // One address stands for no kind: it is asked for elsewhere.
  expect(offers.some(({ type }) => type === 'practice' || type === 'custom')).toBe(false)
})

it('still offers a vendor beside a gateway that speaks as it does, but not beside itself', () => {
  const gateway = { ...anthropic, id: providerId('127.0.0.1:39331'), baseUrl: 'http://127.0.0.1:39331' }
  const labels = (...there: (typeof anthropic)[]) =>
    offersOf(snapshot([], { providers: Object.fromEntries(there.map((it) => [it.id, it])) })).map(({ label }) => label)
  expect(labels(gateway).slice(0, 2)).toEqual(['127.0.0.1:39331', 'Anthropic'])
  const slash = { ...anthropic, id: providerId('mine'), baseUrl: `${anthropic.baseUrl}/` }
  expect(labels(gateway, slash)).not.toContain('Anthropic')
  expect(labels({ ...gateway, id: anthropic.id }).filter((label) => label === 'Anthropic')).toHaveLength(1)
})

it('takes one key of what was pasted', () => {
  expect(firstLine('\n  sk-ant-1 \nsk-ant-2\n')).toBe('sk-ant-1')
  expect(firstLine(' \n')).toBe('')
})

it('calls a key as its provider, and counts where that is taken', () => {
  expect(freeLabel('Anthropic', ['Z.AI'])).toBe('Anthropic')
  expect(freeLabel('Anthropic', ['Anthropic'])).toBe('Anthropic 2')
  expect(freeLabel('Anthropic', ['Anthropic', 'Anthropic 2', 'Anthropic 4'])).toBe('Anthropic 3')
})
