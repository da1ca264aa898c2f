import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Dimension, dimensions, freeAt, WINDOW_MS } from '../../src-shared/domain/limits.ts'
import type { Lease } from './pool.ts'
import { askFor, keyId, Scene } from './testing/scene.ts'

/** One request, followed step by step by hand. */
interface Flight {
  readonly lease: Lease
  readonly org: string
  readonly input: number
  /** The pool knew the limits when it sent this. */
  readonly sighted: boolean
  stage: 'sent' | 'processed' | 'answered' | 'over'
  ok: boolean
  windows: NonNullable<Parameters<Lease['observed']>[0]>['windows']
  produced: number
  seen: number
}

const LIMITS = { rpm: 20, itpm: 60_000, otpm: 30_000 }
/** Bytes per token; near enough to what the pool begins with for its estimate to hold. */
const RATIO = 3.2
/** What a request expects before anything is learned; real outputs stay within it here. */
const EXPECTED = 600

class Histories {
  readonly scene: Scene
  readonly flights: Flight[] = []

  /** Keys that share an organization are known to from the start; the others are found out on the way. */
  constructor({ orgs, seed, full }: Omit<Setting, 'steps'>, start?: number) {
    this.scene = new Scene(orgs, LIMITS, { seed, share: full, ...(start === undefined ? {} : { start }) })
    const names = Object.values(orgs)
    if (new Set(names).size < names.length) this.introduce(Object.keys(orgs))
  }

  introduce(keys: string[]) {
    const all = new Set(keys.map(keyId))
    for (const key of all) {
      const exclude = new Set([...all].filter((other) => other !== key))
      const acquired = this.scene.pool.acquire(askFor({ exclude }))
      if (!acquired.ok) throw new Error(`no key for the introduction: ${acquired.reason}`)
      acquired.lease.observed({ domain: this.scene.orgOf(key), windows: {} })
      acquired.lease.end('refused')
    }
  }

  get now() {
    return this.scene.time.now()
  }

  send(a: number, b: number) {
    const tokens = Math.ceil(a * 20_000)
    const sessionId = b < 0.5 ? `s${Math.floor(b * 10)}` : null
    const acquired = this.scene.pool.acquire(askFor({ bytes: Math.ceil(tokens * RATIO), sessionId }))
    if (!acquired.ok) return
    const { lease } = acquired
    const sighted = (this.scene.pool.views()[lease.keyId]?.lanes.length ?? 0) > 0
    const flight = { lease, sighted, org: this.scene.orgOf(lease.keyId), input: tokens, windows: {}, ok: true }
    this.flights.push({ ...flight, stage: 'sent', produced: 0, seen: 0 })
  }

  process(flight: Flight) {
    if (flight.stage !== 'sent') return
    const answer = this.scene.oracleOf(flight.lease.keyId).process(flight.input, this.now)
    Object.assign(flight, { stage: 'processed', ok: answer.ok, windows: answer.windows })
  }

  headers(flight: Flight) {
    if (flight.stage !== 'processed') return
    flight.lease.observed({ domain: flight.org, windows: flight.windows })
    flight.stage = 'answered'
    if (!flight.ok) this.end(flight)
  }

  usage({ lease, input, stage, ok }: Flight) {
    if ((stage === 'processed' || stage === 'answered') && ok) lease.input({ input, cacheWrite: 0, cacheRead: 0 })
  }

  produce(flight: Flight, a: number) {
    const more = Math.floor(a * (EXPECTED / 3 - flight.produced))
    if (flight.stage === 'sent' || !flight.ok || more <= 0 || flight.stage === 'over') return
    this.scene.oracleOf(flight.lease.keyId).produce(more, this.now)
    flight.produced += more
  }

  output(flight: Flight) {
    if (flight.stage !== 'answered') return
    flight.seen = flight.produced
    flight.lease.output(flight.seen)
  }

  /** In whatever way fits what has happened to it. */
  end(flight: Flight, a = 0) {
    if (flight.stage === 'over') return
    if (flight.stage === 'sent') flight.lease.end('unsent')
    else if (!flight.ok) flight.lease.end('refused')
    else {
      this.usage(flight)
      if (flight.stage === 'answered') this.output(flight)
      flight.lease.end(a < 0.5 ? 'done' : 'aborted')
    }
    flight.stage = 'over'
  }

  play({ do: what, a, b }: Step) {
    if (what === 'wait') this.scene.time.tick(Math.floor(a ** 3 * 30_000))
    else if (what === 'send') this.send(a, b)
    else {
      const open = this.flights.filter(({ stage }) => stage !== 'over')
      const flight = open[Math.floor(a * open.length)]
      if (flight) this[what](flight, b)
    }
  }

  /** What the provider holds, less what it has not seen yet, more what it has counted and we have not. */
  truth(org: string, dimension: Dimension): number {
    const level = this.scene.oracles.get(org)?.level(dimension, this.now) ?? 0
    const ours = this.flights.filter((flight) => flight.org === org)
    const unprocessed = ours.filter(({ stage }) => stage === 'sent')
    if (dimension === 'rpm') return level - unprocessed.length
    if (dimension === 'itpm') return level - unprocessed.reduce((sum, { input }) => sum + input, 0)
    return level + ours.reduce((sum, { produced, seen }) => sum + produced - seen, 0)
  }

  expectSound() {
    for (const view of Object.values(this.scene.pool.views()))
      for (const dimension of dimensions) {
        const window = view.lanes[0]?.windows[dimension]
        if (!window || view.organization === null) continue
        const shown = freeAt(window, this.now) + (dimension === 'otpm' ? window.reserved : 0)
        expect(shown).toBeLessThanOrEqual(this.truth(view.organization, dimension) + LIMITS[dimension] * 1e-5)
      }
  }
}

type Step = {
  do: 'wait' | 'send' | 'process' | 'headers' | 'usage' | 'produce' | 'output' | 'end'
  a: number
  b: number
}
/** Evenly from 0 to 1; `fc.double` would nearly always be close to 0. */
const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)
const steps = fc.array(
  fc.record({
    do: fc.constantFrom<Step['do']>(
      ...([
        'wait',
        'send',
        'send',
        'process',
        'process',
        'headers',
        'headers',
        'usage',
        'produce',
        'output',
        'end',
      ] as const),
    ),
    a: share,
    b: share,
  }),
  { maxLength: 120 },
)
const orgs = fc.constantFrom<Record<string, string>[]>(
  { a: 'org_1', b: 'org_2' },
  { a: 'org_1', b: 'org_1' },
  { a: 'org_1', b: 'org_2', c: 'org_2' },
)
interface Setting {
  orgs: Record<string, string>
  seed: number
  /** How full the buckets are to begin with, 0 to 1. */
  full: number
  steps: Step[]
}
const setting: fc.Arbitrary<Setting> = fc.record({ orgs, seed: fc.nat(1000), full: share, steps })

const played = (setting: Setting, start?: number, check: (histories: Histories) => void = () => {}): Histories => {
  const histories = new Histories(setting, start)
  for (const step of setting.steps) {
    histories.play(step)
    check(histories)
  }
  return histories
}

describe('whatever happens to requests, and in whatever order', () => {
  test('no key shows more than its organization really has', () => {
    fc.assert(
      fc.property(setting, (setting) => {
        played(setting, undefined, (histories) => histories.expectSound())
      }),
      { numRuns: 300 },
    )
  })

  test('the provider never refuses what was sent to a key whose limits are known', () => {
    fc.assert(
      fc.property(setting, (setting) => {
        const { flights } = played(setting)
        const refused = flights.filter(({ sighted, ok }) => sighted && !ok)
        expect(refused).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('once all have ended nothing is held, and ending again changes nothing', () => {
    fc.assert(
      fc.property(setting, share, (setting, a) => {
        const histories = played(setting)
        for (const flight of histories.flights) histories.end(flight, a)
        const { pool, time } = histories.scene
        const before = pool.views()
        for (const { lease } of histories.flights) for (const how of ['done', 'refused'] as const) lease.end(how)
        expect(pool.views()).toBe(before)
        time.tick(10 * WINDOW_MS)
        for (const { inFlight, lanes } of Object.values(pool.views())) {
          expect(inFlight).toBe(0)
          for (const window of Object.values(lanes[0]?.windows ?? {})) {
            expect(window.reserved).toBeCloseTo(0, 6)
            expect(freeAt(window, time.now())).toBeCloseTo(window.limit, 6)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('the same happens on any day: no decision depends on what the clock reads', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 0, max: 4_000_000_000_000 }), (setting, start) => {
        const choices = (histories: Histories) => histories.flights.map(({ lease, ok }) => [lease.keyId, ok])
        expect(choices(played(setting, start))).toEqual(choices(played(setting)))
      }),
      { numRuns: 100 },
    )
  })
})
