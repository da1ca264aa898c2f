import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routingStrategies } from '../../src-shared/config/schema.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { freshState } from './contender.ts'
import { route } from './route.ts'
import { asking, glm, listing, order, resting, way } from './testing/ways.ts'

describe('failover', () => {
  it('keeps the user’s order and names each model as its provider knows it', () => {
    expect(order(asking([glm(), way('a')]))).toEqual(['zai:glm-5.3', 'a:claude-sonnet-5'])
  })

  it('passes over who is off or has no such model, and says so', () => {
    const { candidates, passedOver } = route(
      asking([way('off', { enabled: false }), way('local', { models: listing('qwen3') }), way('a')]),
    )
    expect(candidates.map((it) => it.way.id)).toEqual(['a'])
    expect(passedOver.map((it) => [it.providerId, it.because])).toEqual([
      ['off', expect.stringContaining('switched off')],
      ['local', expect.stringContaining('claude-sonnet-5')],
    ])
  })

  it('gives a name to who lists it before who would only pass it along', () => {
    expect(order(asking([way('open', { models: [] }), way('a')]))).toEqual(['a:claude-sonnet-5'])
    expect(order(asking([way('open', { models: [] })]))).toEqual(['open:claude-sonnet-5'])
  })

  it('does not stick a session to where it fled', () => {
    expect(order(asking([way('a'), way('b')], { last: ProviderId.parse('b') }))[0]).toBe('a:claude-sonnet-5')
  })
})

describe('a provider that has failed lately', () => {
  const restingIs = (name: string) => (id: ProviderId) =>
    id === name ? resting(9, 'answered 500') : ({ kind: 'yes' } as const)

  it('is only the last resort, and the reason is kept', () => {
    const { candidates, passedOver } = route(asking([way('a'), way('b')], { admission: restingIs('a') }))
    expect(candidates.map((it) => [it.way.id, it.lastResort])).toEqual([
      ['b', false],
      ['a', true],
    ])
    expect(passedOver).toEqual([
      { providerId: 'a', keyId: null, label: 'a', because: expect.stringContaining('answered 500'), until: 9 },
    ])
  })

  it('is never left out altogether: whoever can serve is somewhere in the list', () => {
    const admission = fc.constantFrom(
      { kind: 'yes' } as const,
      { kind: 'probe' } as const,
      { kind: 'back' } as const,
      resting(5, 'x'),
    )
    const kinds = fc.array(admission, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(kinds, fc.constantFrom(...routingStrategies), (kinds, strategy) => {
        const ways = kinds.map((_, i) => way(`p${i}`))
        const input = asking(ways, {
          strategy,
          admission: (id) => kinds[Number(id.slice(1))] ?? { kind: 'yes' },
        })
        const { candidates } = route(input)
        expect(candidates.map((it) => it.way.id).sort()).toEqual(ways.map((it) => it.id))
        const firstResort = candidates.findIndex((it) => it.lastResort)
        if (firstResort >= 0) expect(candidates.slice(firstResort).every((it) => it.lastResort)).toBe(true)
      }),
    )
  })
})

describe('a provider that is well again', () => {
  it('is gone back to, and the request says so', () => {
    const admission = (id: ProviderId) => (id === 'a' ? ({ kind: 'back' } as const) : ({ kind: 'yes' } as const))
    expect(route(asking([way('a'), way('b')], { admission })).candidates[0]).toMatchObject({
      way: { id: 'a' },
      why: expect.stringContaining('answers again'),
    })
  })

  it('has the next request go elsewhere while it is spared', () => {
    const admission = (id: ProviderId) =>
      id === 'a' ? ({ kind: 'no', because: 'warmingUp', until: 7, reason: '' } as const) : ({ kind: 'yes' } as const)
    const { candidates, passedOver } = route(asking([way('a'), way('b')], { admission }))
    expect(candidates.map((it) => [it.way.id, it.lastResort])).toEqual([
      ['b', false],
      ['a', true],
    ])
    expect(passedOver).toMatchObject([{ providerId: 'a', until: 7 }])
  })
})

describe('round robin', () => {
  it('takes turns with new sessions', () => {
    const ways = [way('a'), way('b'), way('c')]
    let { state } = { state: freshState }
    const firsts = Array.from({ length: 4 }, () => {
      const routed = route(asking(ways, { strategy: 'round_robin', state }))
      state = routed.state
      return routed.candidates[0]?.way.id
    })
    expect(firsts).toEqual(['a', 'b', 'c', 'a'])
  })

  it('leaves a session where it was answered', () => {
    const input = asking([way('a'), way('b')], { strategy: 'round_robin', last: ProviderId.parse('b') })
    expect(order(input)[0]).toBe('b:claude-sonnet-5')
  })

  it('spends no turn on sessions that stay where they are', () => {
    const ways = [way('a'), way('b'), way('c')]
    const first = route(asking(ways, { strategy: 'weighted_round_robin' }))
    const again = route(
      asking(ways, { strategy: 'weighted_round_robin', state: first.state, last: ProviderId.parse('a') }),
    )
    expect(again.state.credit).toEqual(first.state.credit)
  })
})

describe('the user’s choice', () => {
  it('of a provider puts it first, whatever the strategy and the session', () => {
    const choice = { provider: ProviderId.parse('b'), model: null }
    for (const strategy of routingStrategies) {
      const { candidates } = route(asking([way('a'), way('b')], { strategy, choice, last: ProviderId.parse('a') }))
      expect(candidates[0]).toMatchObject({ way: { id: 'b' }, why: expect.stringContaining('chose') })
      expect(candidates).toHaveLength(2)
    }
  })

  it('of a provider that is resting does not wait for it', () => {
    const choice = { provider: ProviderId.parse('b'), model: null }
    const admission = (id: ProviderId) => (id === 'b' ? resting(1, '') : ({ kind: 'yes' } as const))
    expect(order(asking([way('a'), way('b')], { choice, admission }))[0]).toBe('a:claude-sonnet-5')
  })

  it('of a model goes to who has it, and falls back on the asked one elsewhere', () => {
    const choice = { provider: null, model: 'glm-5.3' }
    expect(order(asking([way('a'), glm()], { choice }))).toEqual(['zai:glm-5.3', 'a:claude-sonnet-5'])
  })

  it('of a model leaves small side requests alone', () => {
    const choice = { provider: null, model: 'claude-opus-5' }
    expect(order(asking([way('a')], { choice, asked: 'claude-haiku-4-5' }))).toEqual(['a:claude-haiku-4-5'])
    expect(order(asking([way('a')], { choice }))).toEqual(['a:claude-opus-5'])
  })

  it('of both: the provider first, with the model if it has it', () => {
    const choice = { provider: ProviderId.parse('a'), model: 'glm-5.3' }
    expect(order(asking([glm(), way('a')], { choice }))).toEqual(['a:claude-sonnet-5', 'zai:glm-5.3'])
  })
})
