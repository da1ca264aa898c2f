import { expect, it } from 'vitest'
import { anthropic, providerId } from '../gallery/made-up.ts'
import { modelName, providerName } from './names.ts'

it.each([
  ['claude-sonnet-4-5-20250929', 'Sonnet 4.5'],
  ['claude-opus-5', 'Opus 5'],
  ['claude-opus-4-8', 'Opus 4.8'],
  ['claude-3-5-haiku-20241022', 'claude-3-5-haiku-20241022'],
  ['glm-5.2', 'glm-5.2'],
])('reads %s as %s', (id, name) => expect(modelName(id)).toBe(name))

it('takes the listed name, without its maker and remarks', () => {
  const models = [{ id: 'x', displayName: 'Claude Opus 5.5 (practice)' }]
  expect(modelName('x', { [anthropic.id]: { ...anthropic, models } })).toBe('Opus 5.5')
})

it('spells a provider as itself until the user names it', () => {
  expect(providerName(anthropic)).toBe('Anthropic')
  expect(providerName({ ...anthropic, id: providerId('gateway') })).toBe('gateway')
})
