import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RoutingStrategyName, routingStrategies } from '../../src-shared/config/schema.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Known } from '../catalogue/facts.ts'
import type { Need } from '../catalogue/fits.ts'
import { route } from './route.ts'
import { asking, listing, order, plain, unknown, way } from './testing/ways.ts'

describe('a request that not every model can take', () => {
  const about = (facts: Readonly<Record<string, Partial<Known>>>, need: Partial<Need>) => ({
    describe: (_: unknown, model: string) => ({ ...unknown, ...facts[model] }),
    need: () => ({ ...plain, ...need }),
  })
  const small = (id: string) => way(id, { models: listing('little'), mapping: { sonnet: 'little' } })

  it('never fails over to a window it does not fit, and says so', () => {
    const { candidates, passedOver } = route(
      asking([way('a'), small('b')], about({ little: { contextWindow: 32_000 } }, { inputTokens: 40_000 })),
    )
    expect(candidates.map((it) => it.way.id)).toEqual(['a'])
    expect(passedOver).toMatchObject([{ providerId: 'b', because: expect.stringContaining('32') }])
  })

  it.each([
    ['tools', { tools: false }, { tools: true }],
    ['images', { images: false }, { images: true }],
    ['documents', { documents: false }, { documents: true }],
  ])('goes to nobody without %s it uses, not even where it would have gone first', (_, known, need) => {
    expect(order(asking([small('a'), way('b')], about({ little: known }, need)))).toEqual(['b:claude-sonnet-5'])
  })

  it('goes where nothing is known of the model', () => {
    expect(order(asking([small('a')], about({}, { inputTokens: 1e9, tools: true, images: true })))).toEqual([
      'a:little',
    ])
  })

  it('is not moved for the length of an answer, and does not fail over for it either', () => {
    const tight = about({ little: { contextWindow: 200_000 } }, { inputTokens: 150_000, maxTokens: 64_000 })
    expect(order(asking([small('a'), way('b')], tight))).toEqual(['a:little', 'b:claude-sonnet-5'])
    expect(order(asking([way('b'), small('a')], tight))).toEqual(['b:claude-sonnet-5'])
    expect(
      order(asking([way('b'), small('a')], { ...tight, last: ProviderId.parse('a'), strategy: 'shuffle' })),
    ).toEqual(['a:little', 'b:claude-sonnet-5'])
  })

  it('that nobody can take goes to the first alone, for its own words about it', () => {
    const { candidates, passedOver } = route(
      asking([small('a'), small('b')], about({ little: { contextWindow: 8_000 } }, { inputTokens: 9_000 })),
    )
    expect(candidates).toMatchObject([{ way: { id: 'a' }, why: expect.stringContaining('8') }])
    expect(passedOver.map((it) => it.providerId)).toEqual(['b'])
  })

  it('never has anybody behind the first who is known to be too small, whatever the strategy', () => {
    const windows = fc.array(fc.option(fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 5 })
    const input = fc.integer({ min: 1, max: 100 })
    const strategy = fc.constantFrom<RoutingStrategyName>(...routingStrategies)
    fc.assert(
      fc.property(windows, input, fc.integer({ min: 0, max: 30 }), strategy, (all, inputTokens, maxTokens, by) => {
        const ways = all.map((_, i) => way(`p${i}`, { models: listing(`m${i}`), mapping: { sonnet: `m${i}` } }))
        const facts = Object.fromEntries(all.map((contextWindow, i) => [`m${i}`, { contextWindow }]))
        const { candidates } = route(asking(ways, { ...about(facts, { inputTokens, maxTokens }), strategy: by }))
        const holds = (model: string, more: number) => (facts[model]?.contextWindow ?? 1e9) >= inputTokens + more
        const [first, ...others] = candidates.map((it) => it.model)
        expect(others.every((it) => holds(it, maxTokens))).toBe(true)
        if (ways.some((_, i) => holds(`m${i}`, 0))) expect(first && holds(first, 0)).toBe(true)
        else expect(candidates).toHaveLength(1)
      }),
    )
  })
})
