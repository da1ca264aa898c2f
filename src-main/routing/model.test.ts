import { describe, expect, it } from 'vitest'
import { serves } from './model.ts'
import { listing } from './testing/ways.ts'

describe('the model', () => {
  const mapping = {
    opus: 'big',
    haiku: 'small',
    'claude-sonnet-5': 'exact',
    'claude-opus-4': 'fours',
    'claude-opus-4-8': 'eight',
  }
  const catalogue = { models: listing('big', 'glm-5.2[1m]', 'glm-5.3'), mapping }
  it.each([
    ['claude-sonnet-5', 'exact'],
    ['claude-sonnet-5-20260101', 'exact'],
    ['claude-opus-4-7', 'fours'],
    ['claude-opus-4-8', 'eight'],
    ['claude-opus-4-8@latest', 'eight'],
    ['claude-opus-41', 'big'],
    ['claude-opus-5-5', 'big'],
    ['vendor/Claude-HAIKU-9', 'small'],
    ['claude-fable-5', 'big'],
    ['glm-5.3', 'glm-5.3'],
    ['glm-6', 'glm-6'],
    ['glm-5.2[1m]', 'glm-5.2[1m]'],
  ])('%s is served as %s', (asked, model) => {
    expect(serves(catalogue, asked)).toEqual({ model, long: false })
  })

  it('that fits nothing is not served', () => {
    expect(serves(catalogue, 'gpt-9')).toBeNull()
    expect(serves({ models: listing('claude-opus-5'), mapping: {} }, 'constructor')).toBeNull()
  })

  it('is anything where a provider lists nothing', () => {
    expect(serves({ models: [], mapping: {} }, 'llama')).toEqual({ model: 'llama', long: false })
  })

  it('keeps the wish for the long context beside its name', () => {
    expect(serves({ models: listing('claude-opus-5'), mapping: {} }, 'claude-opus-5[1m]')).toEqual({
      model: 'claude-opus-5',
      long: true,
    })
    expect(serves({ models: [], mapping: { opus: 'x[1m]' } }, 'claude-opus-5')).toEqual({ model: 'x', long: true })
  })
})
