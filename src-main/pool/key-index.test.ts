import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { KeySelectorName } from '../../src-shared/config/schema.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { dimensions } from '../../src-shared/domain/limits.ts'
import { restKey, startAnew } from './domains.ts'
import { countResidents, Field, isFree } from './field.ts'
import { KeyIndex } from './key-index.ts'
import { withMissing, withRest } from './key-state.ts'
import * as ledger from './ledger.ts'
import { asked, type Claims } from './look.ts'
import { type Placed, place } from './place.ts'
import type { Ask } from './pool.ts'
import { emptyPool, findLease, reconcile, setKey } from './state.ts'
import { countKeys } from './status.ts'
import { askFor, dice, keyId, metaOf, PROVIDER } from './testing/scene.ts'

const nobody: Claims = { waiting: new Map(), promised: null }
const soon = (now: number) => ({ waitUntil: now + 2000, probeUntil: now + 2000 })
const START = 1_700_000_000_000

/** A pool as it comes about by chance, and two ways to ask it: by looking at all keys, and with the index. */
class Chances {
  readonly state = emptyPool()
  readonly index = new KeyIndex(this.state)
  readonly #dice: () => number
  readonly #metas: KeyMetadata[]
  readonly #under: { keyId: KeyId; id: string }[] = []
  now = START
  #leases = 0

  constructor(size: number, seed: number) {
    this.#dice = dice(seed)
    this.#metas = Array.from({ length: size }, (_, i) => {
      const ceilings = this.#dice() < 0.1 ? { rpm: 5 } : {}
      const weight = this.#of(4) + 1
      const care = this.#dice() < 0.1 ? { reserve: this.#of(9) / 10 } : undefined
      return metaOf(`k${i}`, {
        priority: this.#dice() < 0.7 ? 1 : this.#of(3),
        weight,
        ceilings,
        ...(care && { care }),
      })
    })
    reconcile(this.state, this.#metas, this.now)
  }

  #of = (n: number) => Math.floor(this.#dice() * n)
  #key = () => keyId(`k${this.#of(this.#metas.length)}`)

  ask(): Ask {
    const selector = (['least_loaded', 'least_loaded', 'round_robin', 'random', 'weighted'] as const)[this.#of(5)]
    const exclude = new Set(this.#dice() < 0.2 ? [this.#key(), this.#key()] : [])
    const sessionId = this.#dice() < 0.5 ? `s${this.#of(12)}` : null
    const group = this.#dice() < 0.8 ? 'opus' : 'haiku'
    return askFor({
      bytes: 1 + this.#of(20_000),
      selector: selector as KeySelectorName,
      sessionId,
      exclude,
      group,
      model: group,
    })
  }

  place = (ask: Ask, index: KeyIndex | null): Placed =>
    place(this.state, ask, nobody, { ...soon(this.now), now: this.now, chance: this.#dice }, index)

  grant(ask: Ask, placed: Placed) {
    if (placed.kind !== 'grant') return
    const id = `lease-${++this.#leases}`
    ledger.grant(this.state, id, placed, ask, this.now)
    this.#under.push({ keyId: placed.key.meta.id, id })
  }

  /** Something happens. */
  step() {
    const [kind, i] = [this.#of(20), this.#of(this.#under.length)]
    const flight = this.#under[i]
    const lease = flight && findLease(this.state, flight.keyId, flight.id)
    const key = this.state.keys.get(this.#key())
    if (kind < 3) this.now += this.#of(kind === 0 ? 60_000 : 2000)
    else if (kind < 12 && lease) this.#answer(kind, i, lease)
    else if (key) this.#befall(kind, key)
  }

  #answer(kind: number, i: number, lease: NonNullable<ReturnType<typeof findLease>>) {
    const { now, state } = this
    const cap = { rpm: 10 + 40 * this.#of(2), itpm: 40_000 * (1 + this.#of(3)), otpm: 8000 }
    const windows = Object.fromEntries(
      dimensions.map((d) => [d, { limit: cap[d], remaining: this.#of(cap[d] + 1), round: d === 'rpm' ? 0 : 500 }]),
    )
    if (kind < 6) ledger.observed(state, lease, { domain: `org_${this.#of(9)}`, windows }, now)
    else if (kind < 8)
      ledger.input(state, lease, { input: this.#of(5000), cacheWrite: 0, cacheRead: this.#of(5000) }, now)
    else if (kind < 9) ledger.output(state, lease, this.#of(900), now)
    else {
      const until = now + this.#of(30_000)
      const dimension = this.#dice() < 0.5 ? ('itpm' as const) : null
      if (kind === 9) ledger.throttled(state, lease, { dimension, until, reason: 'limit' }, now)
      ledger.end(state, lease, (['refused', 'done', 'aborted'] as const)[kind - 9] ?? 'unsent', now)
      this.#under.splice(i, 1)
    }
  }

  #befall(kind: number, key: NonNullable<ReturnType<typeof this.state.keys.get>>) {
    const { now, state } = this
    const hold = { until: now + this.#of(90_000), reason: 'rest' }
    if (kind === 18) setKey(state, { ...key, pause: { ...hold, by: 'user' } })
    else if (kind === 12) setKey(state, withRest(key, 'opus', hold))
    else if (kind === 13) restKey(state, key, this.#dice() < 0.5 ? 'opus' : null, hold)
    else if (kind === 14) setKey(state, { ...key, invalid: { since: now, reason: 'unknown' } })
    else if (kind === 15) startAnew(state, key.meta.id, now)
    else if (kind === 16) setKey(state, withMissing(key, 'opus', hold, now))
    else if (kind === 17) {
      const at = this.#of(this.#metas.length)
      const meta = this.#metas[at] as KeyMetadata
      this.#metas[at] = { ...meta, enabled: this.#dice() < 0.7, priority: this.#of(3) }
      const there = this.#metas.filter(() => this.#dice() < 0.95)
      reconcile(state, there, now)
    }
  }

  /** What the selector goes by. */
  share(ask: Ask, { key, lane, cost }: Extract<Placed, { kind: 'grant' }>): number {
    const field = new Field(this.state, asked(this.state, ask, this.now), nobody, this.now)
    const residents =
      ask.sessionId === null ? 0 : (countResidents(this.state, ask.group, this.now).get(lane.domain) ?? 0)
    const option = { key, look: { kind: 'free' as const, at: this.now, lane, cost }, tried: false }
    return field.candidate(option, residents).headroom / (1 + residents)
  }
}

const history = fc.record({
  size: fc.integer({ min: 13, max: 40 }),
  seed: fc.nat(1e9),
  steps: fc.integer({ min: 1, max: 200 }),
})

describe('with the index', () => {
  test('a request goes where it would have gone by looking at all keys, or to one with 95 % of its room', () => {
    fc.assert(
      fc.property(history, ({ size, seed, steps }) => {
        const chances = new Chances(size, seed)
        for (let i = 0; i < steps; i++) {
          const ask = chances.ask()
          const plain = chances.place(ask, null)
          const quick = chances.place(ask, chances.index)
          expect(quick.kind).toBe(plain.kind)
          if (quick.kind === 'grant' && plain.kind === 'grant') {
            const chosen = /room|turn|drawn|seen|moved/.test(plain.why)
            expect(quick.key.meta.priority).toBe(plain.key.meta.priority)
            if (!chosen || ask.selector === 'round_robin') expect(quick.key).toBe(plain.key)
            if (chosen && ask.selector === 'least_loaded')
              expect(chances.share(ask, quick)).toBeGreaterThanOrEqual(0.95 * chances.share(ask, plain))
          } else expect({ ...quick, passedOver: [] }).toEqual({ ...plain, passedOver: [] })
          expect(chances.index.count(PROVIDER, chances.now)).toEqual(countKeys(chances.state, PROVIDER, chances.now))
          if (i % 2 === 0) chances.grant(ask, quick)
          chances.step()
        }
      }),
      { numRuns: 60 },
    )
  })

  test('a key is found whenever one is free, so that nobody has to look at all', () => {
    fc.assert(
      fc.property(history, ({ size, seed, steps }) => {
        const chances = new Chances(size, seed)
        for (let i = 0; i < steps; i++) {
          const ask: Ask = { ...chances.ask(), selector: i % 2 === 0 ? 'least_loaded' : 'round_robin' }
          const field = new Field(chances.state, asked(chances.state, ask, chances.now), nobody, chances.now)
          const free = field.all().some(isFree)
          chances.index.update(chances.now)
          const rank = chances.index.rank(ask, chances.now)
          const found = rank.find(
            ask.selector,
            chances.now,
            () => 0,
            (id) => (isFree(field.of(id)) ? 1 : 0),
          )
          expect(found !== null).toBe(free)
          chances.grant(ask, chances.place(ask, chances.index))
          chances.step()
        }
      }),
      { numRuns: 40 },
    )
  })

  test.each(['least_loaded', 'round_robin', 'random', 'weighted'] as const)(
    '%s looks at a handful of ten thousand keys, a third of which rest',
    (selector) => {
      const state = emptyPool()
      const index = new KeyIndex(state)
      const keys = Array.from({ length: 10_000 }, (_, i) => metaOf(`k${i}`))
      reconcile(state, keys, START)
      for (let i = 0; i < keys.length; i += 3)
        restKey(state, state.keys.get(keyId(`k${i}`)) as never, null, { until: START + 60_000, reason: 'rest' })
      const terms = { ...soon(START), now: START, chance: dice(3) }
      const ask = askFor({ selector })
      place(state, ask, nobody, terms, index)
      const looked = vi.spyOn(state.keys, 'get')
      for (let i = 0; i < 100; i++) {
        const placed = place(state, ask, nobody, terms, index)
        if (placed.kind !== 'grant') throw new Error(placed.kind)
        ledger.grant(state, `l${i}`, placed, ask, START)
        expect(index.count(PROVIDER, START).total).toBe(10_000)
      }
      expect(looked.mock.calls.length).toBeLessThan(3000)
    },
  )
})
