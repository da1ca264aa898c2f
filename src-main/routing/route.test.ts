import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { serves } from './model.ts'
import { type RouteInput, route, type Way } from './route.ts'
import { freshState } from './strategies.ts'

const listing = (...ids: string[]) => ids.map((id) => ({ id, displayName: id }))
const way = (id: string, over: Partial<Way> = {}): Way => ({
  id: ProviderId.parse(id),
  enabled: true,
  models: listing('claude-opus-5', 'claude-sonnet-5', 'claude-haiku-4-5'),
  mapping: {},
  provider: { groupOf: (model) => `group of ${model}` },
  ...over,
})
const glm = (id = 'zai', over: Partial<Way> = {}) =>
  way(id, {
    models: listing('glm-5.3', 'glm-4.5-air'),
    mapping: { opus: 'glm-5.3', sonnet: 'glm-5.3', haiku: 'glm-4.5-air' },
    ...over,
  })
const asking = (ways: Way[], over: Partial<RouteInput<Way>> = {}): RouteInput<Way> => ({
  ways,
  strategy: 'failover',
  choice: { provider: null, model: null },
  asked: 'claude-sonnet-5',
  last: null,
  state: freshState,
  admission: () => ({ kind: 'yes' }),
  ...over,
})
const order = (input: RouteInput<Way>) => route(input).candidates.map((it) => `${it.way.id}:${it.model}`)

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
  const resting = (name: string) => (id: ProviderId) =>
    id === name ? ({ kind: 'no', until: 9, reason: 'answered 500' } as const) : ({ kind: 'yes' } as const)

  it('is only the last resort, and the reason is kept', () => {
    const { candidates, passedOver } = route(asking([way('a'), way('b')], { admission: resting('a') }))
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
      { kind: 'no', until: 5, reason: 'x' } as const,
    )
    fc.assert(
      fc.property(fc.array(admission, { minLength: 1, maxLength: 5 }), fc.boolean(), fc.nat(), (kinds, turns, turn) => {
        const ways = kinds.map((_, i) => way(`p${i}`))
        const input = asking(ways, {
          strategy: turns ? 'round_robin' : 'failover',
          state: { turn },
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
})

describe('the user’s choice', () => {
  it('of a provider puts it first, whatever the strategy and the session', () => {
    const choice = { provider: ProviderId.parse('b'), model: null }
    for (const strategy of ['failover', 'round_robin'] as const) {
      const { candidates } = route(asking([way('a'), way('b')], { strategy, choice, last: ProviderId.parse('a') }))
      expect(candidates[0]).toMatchObject({ way: { id: 'b' }, why: expect.stringContaining('chose') })
      expect(candidates).toHaveLength(2)
    }
  })

  it('of a provider that is resting does not wait for it', () => {
    const choice = { provider: ProviderId.parse('b'), model: null }
    const admission = (id: ProviderId) =>
      id === 'b' ? ({ kind: 'no', until: 1, reason: '' } as const) : ({ kind: 'yes' } as const)
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
