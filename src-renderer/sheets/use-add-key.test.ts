import { expect, it } from 'vitest'
import { anthropic, providerId, snapshot, zai } from '../gallery/made-up.ts'
import { firstLine, hintOf, offersOf } from './use-add-key.ts'

it('offers the providers there are, then those there could be', () => {
  const gateway = { ...anthropic, id: providerId('gateway') }
  const practice = { ...zai, id: providerId('practice'), type: 'practice' as const }
  const offers = offersOf(snapshot([], { providers: { [gateway.id]: gateway, [practice.id]: practice } }))
  expect(offers.map(({ label, target }) => [label, target])).toEqual([
    ['gateway', { id: 'gateway' }],
    ['Z.AI', { type: 'zai' }],
    ['Ollama', { type: 'ollama' }],
  ])
})

it('takes one key of what was pasted', () => {
  expect(firstLine('\n  sk-ant-1 \nsk-ant-2\n')).toBe('sk-ant-1')
  expect(firstLine(' \n')).toBe('')
})

it('shows the end of a key only where enough of it stays hidden', () => {
  expect(hintOf('sk-ant-api03-4f2a')).toBe('4f2a')
  expect(hintOf('short-key')).toBe('')
})
