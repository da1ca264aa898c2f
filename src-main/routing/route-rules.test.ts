import { describe, expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Known } from '../catalogue/facts.ts'
import { asking, glm, order, plain, unknown, way } from './testing/ways.ts'

describe('by model', () => {
  const rules = {
    byPrefix: { 'claude-': ProviderId.parse('a'), 'claude-sonnet': ProviderId.parse('b') },
    fallback: null,
  }

  it('goes where the longest beginning of its name says, and elsewhere only in case of need', () => {
    const ways = [way('c'), way('a'), way('b')]
    const by = (asked: string) => order(asking(ways, { strategy: 'model_based', rules, asked }))
    expect(by('claude-sonnet-5')).toEqual(['b', 'c', 'a'].map((id) => `${id}:claude-sonnet-5`))
    expect(by('Claude-Opus-5')[0]).toBe('a:Claude-Opus-5')
  })

  it('trusts a rule that names a provider without a list of models', () => {
    const ways = [way('a'), way('b', { models: [] })]
    expect(order(asking(ways, { strategy: 'model_based', rules }))[0]).toBe('b:claude-sonnet-5')
  })

  it('goes by the chosen model where there is one', () => {
    const choice = { provider: null, model: 'claude-opus-5' }
    expect(order(asking([way('b'), way('a')], { strategy: 'model_based', rules, choice }))[0]).toBe('a:claude-opus-5')
  })
})

describe('cost', () => {
  const price = (input: number, output: number) => ({
    prices: { input, output, cacheRead: input, cacheWrite5m: input, long: null },
  })
  const facts: Readonly<Record<string, Partial<Known>>> = { 'claude-sonnet-5': price(2, 10), 'glm-5.3': price(3, 1) }
  const by = (inputTokens: number) =>
    order(
      asking([way('a'), glm()], {
        strategy: 'cost',
        describe: (_, model) => ({ ...unknown, ...facts[model] }),
        need: () => ({ ...plain, inputTokens }),
      }),
    )[0]

  it('goes by what this request would come to', () => {
    expect(by(100_000)).toBe('a:claude-sonnet-5')
    expect(by(100)).toBe('zai:glm-5.3')
  })
})
