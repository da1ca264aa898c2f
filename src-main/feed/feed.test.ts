import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import { apply, type Patch, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { requestLog } from './request-log.ts'
import { type Facts, snapshotFeed } from './snapshot-feed.ts'

/** A clock that stands still until it is moved, and alarms that ring on the way. */
function bench() {
  let now = 0
  let alarms: { at: number; task: () => void }[] = []
  return {
    clock: { now: () => now },
    alarm: {
      at(at: number, task: () => void) {
        const one = { at, task }
        alarms.push(one)
        return () => {
          alarms = alarms.filter((other) => other !== one)
        }
      },
    },
    waiting: () => alarms.length,
    to(moment: number) {
      for (;;) {
        const next = alarms.filter(({ at }) => at <= moment).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = Math.max(now, next.at)
        alarms = alarms.filter((other) => other !== next)
        next.task()
      }
      now = moment
    },
  }
}

function fixture() {
  const time = bench()
  const state = {
    headroom: 1,
    keys: {} as Record<string, { n: number }>,
    nextChangeAt: null as number | null,
    built: 0,
  }
  const feed = snapshotFeed({
    ...time,
    nextChangeAt: () => state.nextChangeAt,
    facts: () => {
      state.built++
      return {
        pool: { headroom: state.headroom },
        keys: { ...state.keys },
        providers: {},
        sessions: {},
        keyOrder: Object.keys(state.keys),
        practice: false,
        token: { hint: 'q7Zk', renews: true },
        debugUntil: null,
      } as unknown as Facts
    },
  })
  const patches: { at: number; patch: Patch }[] = []
  const listen = () => feed.subscribe((patch) => patches.push({ at: time.clock.now(), patch }))
  return { ...time, state, feed, patches, listen }
}

describe('the feed', () => {
  it('tells the first change at once and the last one always, never two within 125 ms', () => {
    const { state, feed, patches, listen, to } = fixture()
    listen()
    to(1000)
    for (let ms = 1000; ms < 2000; ms += 10) {
      to(ms)
      state.headroom = ms
      feed.mark()
    }
    to(3000)
    expect(patches[0]?.at).toBe(1000)
    expect(patches.length).toBeGreaterThanOrEqual(8)
    for (const [n, { at }] of patches.entries())
      if (n > 0) expect(at - (patches[n - 1]?.at ?? 0)).toBeGreaterThanOrEqual(125)
    expect(patches.at(-1)?.patch.set.pool).toEqual({ headroom: 1990 })
  })

  it('sends nothing where nothing changed', () => {
    const { feed, patches, listen, to } = fixture()
    listen()
    for (let ms = 0; ms < 1000; ms += 50) {
      to(ms)
      feed.mark()
    }
    to(5000)
    expect(patches).toEqual([])
  })

  it('sends only the keys that changed', () => {
    const { state, feed, patches, listen, to } = fixture()
    state.keys = { a: { n: 1 }, b: { n: 1 } }
    listen()
    to(1000)
    state.keys = { a: { n: 1 }, b: { n: 2 } }
    feed.mark()
    to(2000)
    expect(patches.map(({ patch }) => [patch.keys, Object.keys(patch.set)])).toEqual([[{ b: { n: 2 } }, ['at']]])
  })

  it('wakes by itself when something changes by the clock', () => {
    const { state, patches, listen, to } = fixture()
    state.nextChangeAt = 42_000
    listen()
    to(41_999)
    expect(patches).toEqual([])
    state.headroom = 0.5
    state.nextChangeAt = null
    to(42_000)
    expect(patches).toHaveLength(1)
  })

  it('costs nothing while nobody listens', () => {
    const { state, feed, listen, waiting, to } = fixture()
    state.nextChangeAt = 50
    for (let n = 0; n < 100; n++) feed.mark()
    expect([state.built, waiting()]).toEqual([0, 0])
    const off = listen()
    to(1000)
    off()
    const built = state.built
    for (let n = 0; n < 100; n++) feed.mark()
    expect([state.built - built, waiting()]).toEqual([0, 0])
  })

  it('gives a whole that the patches after it fit on, whoever comes and goes', () => {
    type Step = 'change' | 'read' | 'enter' | 'leave' | 'pass'
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Step>('change', 'read', 'enter', 'leave', 'pass'), { maxLength: 60 }),
        (steps) => {
          const { state, feed, clock, to } = fixture()
          const windows: { mirror: Snapshot; off: () => void }[] = []
          let n = 0
          for (const step of steps) {
            if (step === 'change') {
              state.keys = { ...state.keys, [`k${n % 3}`]: { n: n++ } }
              feed.mark()
            }
            if (step === 'read') feed.snapshot()
            if (step === 'pass') to(clock.now() + 90)
            if (step === 'leave') windows.shift()?.off()
            if (step === 'enter') {
              const one: { mirror: Snapshot | null; off: () => void } = { mirror: null, off: () => {} }
              one.off = feed.subscribe((patch) => {
                if (one.mirror === null) return // Not asked for the whole yet.
                one.mirror = apply(one.mirror, patch)
                expect(one.mirror).not.toBeNull()
              })
              one.mirror = feed.snapshot()
              windows.push(one as { mirror: Snapshot; off: () => void })
            }
          }
          to(clock.now() + 1000)
          for (const { mirror } of windows) expect(mirror?.keys).toEqual(state.keys)
        },
      ),
    )
  })
})

describe('the request log', () => {
  const record = (id: string, more: Partial<RequestRecord> = {}) =>
    ({ id, at: 0, state: 'running', attempts: [], usage: null, ...more }) as unknown as RequestRecord
  const usage = { input: 5, output: 7, cacheRead: 11, cacheWrite: 13 }

  it('has the newest first, each once, as it was last told', () => {
    const log = requestLog()
    log.record(record('a'))
    log.record(record('b'))
    log.record(record('a', { state: 'done' }))
    expect(log.list().map(({ id, state }) => `${id} ${state}`)).toEqual(['b running', 'a done'])
  })

  it('keeps so many, and never lets go of one that is under way', () => {
    const log = requestLog()
    log.record(record('long'))
    for (let n = 0; n < REQUESTS_KEPT + 100; n++) log.record(record(`r${n}`, { state: 'done' }))
    expect(log.list()).toHaveLength(REQUESTS_KEPT)
    log.record(record('long', { state: 'done', usage }))
    expect(log.totals()).toMatchObject({ requests: REQUESTS_KEPT + 101, output: 7 })
  })

  it('adds up each request once, when it ends', () => {
    const log = requestLog()
    const attempts = [{}, {}] as RequestRecord['attempts']
    log.record(record('a'))
    log.record(record('a', { attempts, usage }))
    expect(log.totals()).toEqual({ requests: 1, failedOver: 0, input: 0, output: 0, cacheRead: 0 })
    log.record(record('a', { attempts, usage, state: 'done' }))
    log.record(record('a', { attempts, usage, state: 'done' }))
    expect(log.totals()).toEqual({ requests: 1, failedOver: 1, input: 18, output: 7, cacheRead: 11 })
  })

  it('forgets all when told to, also how requests under way end', () => {
    const log = requestLog()
    log.record(record('req_a', { state: 'running' }))
    log.clear()
    expect(log.record(record('req_a'))).toBe(false)
    expect(log.list()).toEqual([])
    expect(log.totals()).toEqual(requestLog().totals())
    expect(log.record(record('req_b'))).toBe(true)
  })

  it('has the same totals object until a figure changes', () => {
    const log = requestLog()
    log.record(record('a'))
    const before = log.totals()
    log.record(record('a', { attempts: [{}] as RequestRecord['attempts'] }))
    expect(log.totals()).toBe(before)
  })
})
