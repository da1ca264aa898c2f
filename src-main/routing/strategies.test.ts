import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RoutingStrategyName, routingStrategies } from '../../src-shared/config/schema.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { type Contender, freshState, type Occasion, type StrategyState } from './contender.ts'
import { placed, type Ranked, strategies } from './strategies.ts'

const one = (id: string, over: Partial<Contender> = {}): Contender => ({
  id: ProviderId.parse(id),
  weight: 1,
  priority: 1,
  inFlight: 0,
  cost: null,
  model: 'm',
  ...over,
})
const names = (all: readonly Contender[]) => all.map(({ id }) => id)
const occasion = (over: Partial<Occasion> = {}): Occasion => ({
  now: 0,
  chance: () => 0,
  named: null,
  fallback: null,
  ...over,
})
const dice = (seed: number) => {
  let at = seed >>> 0
  return () => {
    at = (Math.imul(at, 1664525) + 1013904223) >>> 0
    return at / 2 ** 32
  }
}
const rank = (name: RoutingStrategyName, all: readonly Contender[], state = freshState, over: Partial<Occasion> = {}) =>
  strategies[name].rank(all, state, occasion(over))
const order = (...args: Parameters<typeof rank>) => names(rank(...args).order)

/** A run of placements; who may be asked can differ each time. */
class Run {
  readonly firsts: string[] = []
  #state: StrategyState = freshState
  readonly #name: RoutingStrategyName
  readonly #chance: () => number

  constructor(name: RoutingStrategyName, seed = 1) {
    this.#name = name
    this.#chance = dice(seed)
  }

  place(all: readonly Contender[], times = 1): this {
    for (let i = 0; i < times; i += 1) {
      const ranked: Ranked<Contender> = strategies[this.#name].rank(
        all,
        this.#state,
        occasion({ chance: this.#chance }),
      )
      const first = ranked.order[0]
      if (!first) return this
      this.firsts.push(first.id)
      this.#state = placed(ranked.state, first.id)
    }
    return this
  }

  count(id: string, from = 0): number {
    return this.firsts.slice(from).filter((it) => it === id).length
  }
}

const contenders = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        id: fc.constant(ProviderId.parse(id)),
        weight: fc.integer({ min: 1, max: 20 }),
        priority: fc.integer({ min: 0, max: 2 }),
        inFlight: fc.nat(3),
        cost: fc.option(fc.nat(5)),
        model: fc.constant('m'),
      }),
    ),
  ),
)

describe('every strategy', () => {
  it('orders all who can serve, each once, whatever it remembers and whatever is thrown', () => {
    const history = fc.array(contenders, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...routingStrategies), history, fc.nat(), (name, all, seed) => {
        const chance = dice(seed)
        let state = freshState
        for (const [i, now] of all.entries()) {
          const ranked = strategies[name].rank(now, state, occasion({ chance, now: i * 1e6 }))
          expect(names(ranked.order).sort()).toEqual(names(now).sort())
          const first = ranked.order[0]
          if (first) state = placed(ranked.state, first.id)
        }
      }),
    )
  })
})

describe('failover', () => {
  it('goes by priority, and by the user’s order among equals', () => {
    const all = [one('a'), one('b', { priority: 0 }), one('c', { priority: 2 }), one('d')]
    expect(order('failover', all)).toEqual(['c', 'a', 'd', 'b'])
  })
})

describe('round robin', () => {
  it('gives everybody a turn before anybody has two', () => {
    fc.assert(
      fc.property(contenders, fc.integer({ min: 1, max: 5 }), (all, rounds) => {
        const run = new Run('round_robin').place(all, all.length * rounds)
        for (const { id } of all) expect(run.count(id)).toBe(rounds)
      }),
    )
  })

  it('gives who was away one turn first, not all that were missed', () => {
    const run = new Run('round_robin').place([one('a'), one('b')], 20).place([one('a'), one('b'), one('new')], 6)
    expect(run.firsts.slice(20)).toEqual(['new', 'a', 'b', 'new', 'a', 'b'])
  })
})

describe('weighted round robin', () => {
  it('is smooth: five to one to one is not five in a row', () => {
    const run = new Run('weighted_round_robin').place([one('a', { weight: 5 }), one('b'), one('c')], 7)
    expect(run.firsts.join('')).toBe('aabacaa')
  })

  it('gives each exactly its weight in every full round', () => {
    fc.assert(
      fc.property(contenders, fc.integer({ min: 1, max: 3 }), (all, rounds) => {
        const round = all.reduce((sum, it) => sum + it.weight, 0)
        const run = new Run('weighted_round_robin').place(all, round * rounds)
        for (const { id, weight } of all) expect(run.count(id)).toBe(weight * rounds)
      }),
    )
  })

  it('owes nobody more than two turns, however often others come and go', () => {
    const stay = [one('a', { weight: 3 }), one('b', { weight: 1 })]
    const coming = fc.array(fc.boolean(), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(coming, (there) => {
        const run = new Run('weighted_round_robin')
        const due = new Map<string, number>()
        for (const it of there) {
          const all = it ? [...stay, one('guest', { weight: 2 })] : stay
          const whole = it ? 6 : 4
          for (const { id, weight } of all) due.set(id, (due.get(id) ?? 0) + weight / whole)
          run.place(all)
        }
        for (const [id, turns] of due) expect(Math.abs(run.count(id) - turns)).toBeLessThan(2)
      }),
    )
  })
})

describe('shuffle', () => {
  it('deals everybody once before anybody twice', () => {
    fc.assert(
      fc.property(contenders, fc.nat(), (all, seed) => {
        const run = new Run('shuffle', seed).place(all, all.length * 4)
        for (let deal = 0; deal < 4; deal += 1) {
          const dealt = run.firsts.slice(deal * all.length, (deal + 1) * all.length)
          expect(dealt.sort()).toEqual(names(all).sort())
        }
      }),
    )
  })

  it('deals in every order, about as often each', () => {
    const run = new Run('shuffle', 7).place([one('a'), one('b'), one('c')], 3 * 6_000)
    const deals = Array.from({ length: 6_000 }, (_, i) => run.firsts.slice(3 * i, 3 * i + 3).join(''))
    const counts = [...new Set(deals)].map((deal) => deals.filter((it) => it === deal).length)
    expect(counts).toHaveLength(6)
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(120)
  })

  it('does not start over because somebody is away for a moment', () => {
    const all = ['a', 'b', 'c', 'd'].map((id) => one(id))
    const run = new Run('shuffle', 3).place(all, 1)
    const [first] = run.firsts
    const without = all.filter(({ id }) => id !== first).slice(1)
    run.place(without, 2).place(all, 1)
    expect([...run.firsts].sort()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('least loaded', () => {
  it('takes who has fewest under way, then the higher priority, then who has waited longest', () => {
    expect(order('least_loaded', [one('a', { inFlight: 2 }), one('b', { inFlight: 1 })])).toEqual(['b', 'a'])
    expect(order('least_loaded', [one('a'), one('b', { priority: 2 })])).toEqual(['b', 'a'])
    expect(new Run('least_loaded').place([one('a'), one('b'), one('c')], 6).firsts.join('')).toBe('abcabc')
  })
})

describe('weighted failover', () => {
  it('draws the first by weight, and the next from those that are left', () => {
    const chance = dice(11)
    const all = [one('a', { weight: 6 }), one('b', { weight: 3 }), one('c', { weight: 1 })]
    const drawn = Array.from({ length: 20_000 }, () => order('weighted_failover', all, freshState, { chance }).join(''))
    const share = (begins: string) => drawn.filter((it) => it.startsWith(begins)).length / drawn.length
    expect(share('a')).toBeCloseTo(0.6, 1)
    expect(share('b')).toBeCloseTo(0.3, 1)
    expect(share('ab')).toBeCloseTo(0.6 * 0.75, 1)
    expect(share('cb')).toBeCloseTo(0.1 / 3, 1)
  })

  it('throws the dice no further than they reach', () => {
    expect(order('weighted_failover', [one('a'), one('b')], freshState, { chance: () => 1 - 2 ** -53 })).toHaveLength(2)
  })
})

describe('by model', () => {
  const all = [one('a', { priority: 0 }), one('b', { priority: 2 }), one('c'), one('d')]
  const [, , c, d] = names(all)

  it('goes where the rules say, then where they say for all others, then as failover does', () => {
    expect(order('model_based', all, freshState, { named: d ?? null, fallback: c ?? null })).toEqual([
      'd',
      'c',
      'b',
      'a',
    ])
    expect(rank('model_based', all, freshState, { named: d ?? null }).because).toBe('model')
    expect(rank('model_based', all, freshState, { fallback: c ?? null }).because).toBe('fallback')
  })

  it('is plain failover where the rules name nobody who can', () => {
    const gone = ProviderId.parse('gone')
    expect(order('model_based', all, freshState, { named: gone, fallback: gone })).toEqual(order('failover', all))
  })
})

describe('cost', () => {
  it('takes the cheapest; an unknown price comes last, never first', () => {
    const all = [one('unknown'), one('dear', { cost: 9 }), one('free', { cost: 0 }), one('cheap', { cost: 2 })]
    expect(order('cost', all)).toEqual(['free', 'cheap', 'dear', 'unknown'])
    expect(rank('cost', [one('unknown')]).because).toBe('noPrice')
  })
})
