import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyId, ProviderId, RequestId } from '../../src-shared/domain/ids.ts'
import { BAR_MS, BARS, SPEED_MS } from '../../src-shared/domain/recent.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { recent } from './recent.ts'

const KEY = KeyId.parse('work')
const PROVIDER = ProviderId.parse('anthropic')

/** A request of one attempt that ends at `now`, `ms` after its first token and `ms` before. */
const done = (now: number, { status = 200, ms = 100, input = 10 } = {}): RequestRecord => ({
  ...{ id: RequestId.parse('11111111-1111-4111-8111-111111111111'), at: now - 2 * ms, path: '/v1/messages' },
  ...{ sessionId: null, model: 'm', state: 'done', outcome: status === 200 ? 'ok' : 'refused', status },
  attempts: [
    {
      ...{ providerId: PROVIDER, keyId: KEY, label: 'work', model: 'm', status, verdict: '', said: '' },
      ...{ startedAt: now - 2 * ms, ms: 2 * ms },
    },
  ],
  ...{ passedOver: [], why: '', learned: [], streamed: true, firstByteMs: ms, durationMs: 2 * ms },
  usage: { input, output: 1, cacheRead: 1000, cacheWrite: 0 },
})

describe('the past of a key', () => {
  it('holds what the last fifteen minutes used, and moves with the clock', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ wait: fc.integer({ min: 0, max: 400_000 }), input: fc.nat(1000) }), { maxLength: 40 }),
        (steps) => {
          const all = recent()
          const told: { at: number; input: number }[] = []
          let now = 1_700_000_000_000
          for (const { wait, input } of steps) {
            now += wait
            all.record(done(now, { input }), now)
            told.push({ at: now, input })
          }
          const { input } = all.past(KEY, now)
          expect(input).toHaveLength(BARS)
          const first = Math.floor(now / BAR_MS) - BARS + 1
          const seen = told.filter(({ at }) => Math.floor(at / BAR_MS) >= first)
          expect(input.reduce((a, b) => a + b, 0)).toBe(seen.reduce((sum, one) => sum + one.input, 0))
        },
      ),
    )
  })

  it('of a key that was never used is empty', () => {
    expect(recent().past(KEY, 5).input).toEqual(Array(BARS).fill(0))
  })
})

describe('the speed of a provider', () => {
  it('is told over the last five minutes', () => {
    const all = recent()
    const start = 1_700_000_000_000
    for (let n = 0; n < 100; n++) {
      const now = start + n * 1000
      all.record(done(now, n < 5 ? { status: 529 } : { ms: n }), now)
    }
    const speed = all.speed(PROVIDER, start + 99_000)
    expect(speed).toMatchObject({ requests: 100, success: 0.95, p50: 52, p95: 95 })
    expect(speed.perSecond).toBeCloseTo(1, 1)
    expect(all.speed(PROVIDER, start + 99_000 + SPEED_MS)).toMatchObject({ requests: 0, success: null, p50: null })
  })

  it('of one request is no rush', () => {
    const all = recent()
    all.record(done(1000), 1000)
    expect(all.speed(PROVIDER, 1000).perSecond).toBeCloseTo(1 / 60, 5)
  })
})
