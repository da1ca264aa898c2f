import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WINDOW_MS } from '../../src-shared/domain/limits.ts'
import * as buckets from './bucket.ts'
import { type Bucket, type Mark, unknownBucket } from './bucket.ts'

const START = 1_700_000_000_000

/** One true bucket and what is on its way to it, beside the bucket under test. */
class History {
  now = START
  bucket: Bucket
  #left: number
  #filledAt = START
  readonly flights: Flight[] = []
  readonly round: number
  readonly cap: number

  constructor(cap: number, share: number, round: number, known: boolean) {
    this.cap = cap
    this.round = round
    this.#left = known ? cap : cap * share
    this.bucket = known ? buckets.limitTo(unknownBucket, cap, START) : unknownBucket
  }

  get truth(): number {
    return Math.min(this.cap, this.#left + (this.cap * (this.now - this.#filledAt)) / WINDOW_MS)
  }

  /** What the provider holds, less what it has not seen yet. */
  get net(): number {
    return this.truth - this.flights.reduce((sum, f) => sum + (f.state === 'sent' ? f.actual : 0), 0)
  }

  send(upper: number, actual: number) {
    const before = this.bucket
    this.bucket = buckets.lend(before, upper, this.now)
    const mark = buckets.markOf(before, this.bucket, this.now)
    this.flights.push({ upper, actual, mark, state: 'sent', seen: null, settled: false, trued: false })
  }

  process(flight: Flight) {
    if (flight.state !== 'sent') return
    if (this.truth < flight.actual) flight.actual = 0
    this.#left = this.truth - flight.actual
    this.#filledAt = this.now
    const unit = Math.max(1, 2 * this.round)
    const rounded = this.round === 0 ? Math.floor(this.truth) : Math.round(this.truth / unit) * unit
    flight.seen = { limit: this.cap, remaining: Math.min(this.cap, rounded), round: this.round }
    flight.state = 'processed'
  }

  header(flight: Flight) {
    if (!flight.seen) return
    const after = buckets.observe(this.bucket, flight.seen, flight.mark, false, this.now)
    this.bucket = after.bucket
    if (!flight.settled) flight.trued ||= after.trued
  }

  /** The true cost is known; for one that never got there it is nothing. */
  settle(flight: Flight) {
    if (flight.settled || (flight.state === 'sent' && flight.seen)) return
    if (flight.state === 'sent') Object.assign(flight, { actual: 0, state: 'lost' })
    this.bucket = buckets.settle(this.bucket, flight.upper, flight.actual, flight.trued, this.now)
    flight.mark = buckets.settleMark(flight.mark, flight.upper, flight.actual)
    flight.settled = true
  }
}

interface Flight {
  readonly upper: number
  actual: number
  mark: Mark
  state: 'sent' | 'processed' | 'lost'
  seen: buckets.Seen | null
  settled: boolean
  trued: boolean
}

type Step = { do: 'wait' | 'send' | 'process' | 'header' | 'settle'; a: number; b: number }

/** Evenly from 0 to 1; `fc.double` would nearly always be close to 0. */
const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('wait', 'send', 'send', 'process', 'process', 'header', 'header', 'settle'),
  a: share,
  b: share,
})
const setting = fc.record({
  kind: fc.constantFrom({ cap: 60, most: 1, round: 0 }, { cap: 400_000, most: 60_000, round: 500 }),
  share,
  known: fc.boolean(),
})

function play(history: History, most: number, { do: what, a, b }: Step) {
  const flight = history.flights[Math.floor(a * history.flights.length)]
  if (what === 'wait') history.now += Math.floor(a ** 3 * 30_000)
  else if (what === 'send') {
    const upper = most === 1 ? 1 : Math.ceil(a * most)
    history.send(upper, most === 1 ? 1 : Math.floor(b * upper))
  } else if (flight) history[what](flight)
}

describe('a bucket', () => {
  test('never shows more than the provider holds, whatever the order of what is seen, and takes nobody for a stranger', () => {
    fc.assert(
      fc.property(setting, fc.array(step, { maxLength: 80 }), ({ kind, share, known }, steps) => {
        const history = new History(kind.cap, share, kind.round, known)
        for (const next of steps) {
          play(history, kind.most, next)
          const shown = buckets.level(history.bucket, history.now)
          if (history.bucket.cap !== null) expect(shown).toBeLessThanOrEqual(history.net + kind.cap * 1e-6)
          expect(history.bucket.margin).toBe(0)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a request that fits is never refused', () => {
    fc.assert(
      fc.property(setting, fc.array(step, { maxLength: 80 }), ({ kind, share, known }, steps) => {
        const history = new History(kind.cap, share, kind.round, known)
        const probes = new Set<Flight>()
        for (const next of steps) {
          const blind = history.bucket.cap === null
          const upper = kind.most === 1 ? 1 : Math.ceil(next.a * kind.most)
          if (next.do === 'send' && !blind && !buckets.fits(history.bucket, upper, history.now)) continue
          play(history, kind.most, next)
          if (blind) for (const flight of history.flights) probes.add(flight)
        }
        for (const flight of history.flights) {
          if (flight.state === 'sent' && !probes.has(flight))
            expect(history.truth + kind.cap * 1e-6).toBeGreaterThanOrEqual(flight.actual)
          history.process(flight)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('gives back all that was pending, and has charged just what was used', () => {
    fc.assert(
      fc.property(setting, fc.array(step, { maxLength: 60 }), ({ kind, share, known }, steps) => {
        const history = new History(kind.cap, share, kind.round, known)
        for (const next of steps) play(history, kind.most, next)
        for (const flight of history.flights) history.settle(flight)
        expect(history.bucket.pending).toBeCloseTo(0, 6)
        const used = history.flights.reduce((sum, { actual }) => sum + actual, 0)
        expect(history.bucket.charged).toBeCloseTo(used, 3)
      }),
    )
  })

  test('the same truth seen again and again never lowers it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 1, max: 200 }), (left, times) => {
        const history = new History(400_000, left / 400_000, 500, false)
        history.send(1, 1)
        const [flight] = history.flights as [Flight]
        history.process(flight)
        history.header(flight)
        const first = buckets.level(history.bucket, history.now)
        for (let i = 0; i < times; i++) history.header(flight)
        expect(buckets.level(history.bucket, history.now)).toBeGreaterThanOrEqual(first - 0.5)
      }),
    )
  })

  test('says when it opens: then it fits, and a millisecond earlier it does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), share, share, (cap, gone, asked) => {
        const full = buckets.limitTo(unknownBucket, cap, START)
        const bucket = buckets.charge(full, gone * cap, START)
        const at = buckets.opensAt(bucket, asked * cap, 0, START)
        expect(buckets.fits(bucket, asked * cap, at)).toBe(true)
        if (at > START) expect(buckets.fits(bucket, asked * cap, at - 1)).toBe(false)
      }),
    )
  })

  test('believes a header below its level and keeps room back for whoever spends there, until headers agree again', () => {
    const known = buckets.limitTo(unknownBucket, 1000, START)
    const mark = { sentAt: START, counted: 0 }
    const surprised = buckets.observe(known, { limit: 1000, remaining: 400, round: 0 }, mark, false, START).bucket
    expect(buckets.level(surprised, START)).toBeCloseTo(401, 3)
    expect(surprised.margin).toBe(200)
    expect(buckets.fits(surprised, 201, START)).toBe(true)
    expect(buckets.fits(surprised, 202, START)).toBe(false)
    const calm = buckets.observe(surprised, { limit: 1000, remaining: 401, round: 0 }, mark, false, START).bucket
    expect(calm.margin).toBe(196)
  })

  test('believes a header above its level: the provider gave credit or raised the limit', () => {
    const spent = buckets.charge(buckets.limitTo(unknownBucket, 1000, START), 1000, START)
    const mark = { sentAt: START, counted: spent.charged }
    const { bucket } = buckets.observe(spent, { limit: 2000, remaining: 1500, round: 0 }, mark, false, START)
    expect(bucket.cap).toBe(2000)
    expect(buckets.level(bucket, START)).toBe(1500)
  })

  test('an output of 0 left proves nothing, since it may hide a debt', () => {
    const inDebt = buckets.charge(buckets.limitTo(unknownBucket, 1000, START), 3000, START)
    const mark = { sentAt: START, counted: inDebt.charged }
    const seen = { limit: 1000, remaining: 0, round: 0 }
    expect(buckets.level(buckets.observe(inDebt, seen, mark, true, START).bucket, START)).toBe(-2000)
    expect(buckets.level(buckets.observe(inDebt, seen, mark, false, START).bucket, START)).toBe(0)
  })

  test('a lower limit cuts what is there, a higher one adds nothing', () => {
    const half = buckets.charge(buckets.limitTo(unknownBucket, 100, START), 50, START)
    expect(buckets.level(buckets.limitTo(half, 20, START), START)).toBe(20)
    expect(buckets.level(buckets.limitTo(half, 400, START), START)).toBe(50)
  })

  test('joining two books of one bucket leaves no more than the truth, in either order', () => {
    const amount = fc.integer({ min: 0, max: 7 })
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 4 }), fc.array(amount, { maxLength: 4 }), (ours, theirs) => {
        const book = (spent: number[], known: boolean) =>
          spent.reduce(
            (b, n) => buckets.settle(buckets.lend(b, n, START), n, n, false, START),
            known ? buckets.limitTo(unknownBucket, 60, START) : unknownBucket,
          )
        const truth = 60 - [...ours, ...theirs].reduce((sum, n) => sum + n, 0)
        for (const known of [true, false])
          for (const joined of [
            buckets.merge(book(ours, true), book(theirs, known), START),
            buckets.merge(book(theirs, known), book(ours, true), START),
          ])
            expect(buckets.level(joined, START)).toBeLessThanOrEqual(truth + 1e-6)
      }),
    )
  })
})
