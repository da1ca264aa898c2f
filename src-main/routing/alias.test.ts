import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { aliasFor, isKept, readAlias } from './alias.ts'

const provider = ProviderId.parse('zai')

it('names a model of one provider so that Claude Code keeps it', () => {
  expect(aliasFor({ provider, model: 'glm-5.3' })).toBe('claude-via-zai/glm-5.3')
  expect(isKept('claude-via-zai/glm-5.3')).toBe(true)
})

it('is needed for every other name, a vendor before it included', () => {
  expect(['claude-opus-5', 'anthropic.claude-opus-5', 'glm-5.3', 'vendor/claude-opus-5'].map(isKept)).toEqual([
    ...[true, true, false, false],
  ])
})

it('is read back whole, whatever stands in the two names', () => {
  const id = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' })
  const model = fc.string({ minLength: 1 }).filter((name) => !name.includes('\n'))
  fc.assert(
    fc.property(id, model, (name, asked) => {
      const alias = { provider: ProviderId.parse(name), model: asked }
      expect(readAlias(aliasFor(alias))).toEqual(alias)
    }),
  )
})

it('is not seen where there is none', () => {
  for (const name of [
    'claude-opus-5',
    'claude-via-',
    'claude-via-zai',
    'claude-via-zai/',
    'claude-via-%zz/m',
    'glm-5.3',
  ])
    expect(readAlias(name)).toBeNull()
})
