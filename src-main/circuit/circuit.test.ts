import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  admission,
  BREAK_AFTER,
  type Circuit,
  type CircuitEvent,
  circuitStatus,
  closed,
  LONGEST_REST_MS,
  onEvent,
  REST_MS,
} from './circuit.ts'

const failures = (n: number, at = 0): CircuitEvent[] =>
  Array.from({ length: n }, () => ({ type: 'failed', at, reason: 'answered 500' }))
const reached = (events: readonly CircuitEvent[], from: Circuit = closed) => events.reduce(onEvent, from)

describe('a circuit', () => {
  it('stays closed while failures are fewer than the threshold', () => {
    expect(admission(reached(failures(BREAK_AFTER - 1)), 0)).toEqual({ kind: 'yes' })
  })

  it('forgets failures at the first answer', () => {
    const circuit = reached([...failures(BREAK_AFTER - 1), { type: 'answered', at: 0 }, ...failures(BREAK_AFTER - 1)])
    expect(circuit.kind).toBe('closed')
  })

  it('opens for thirty seconds and says why', () => {
    const circuit = reached(failures(BREAK_AFTER, 1000))
    expect(circuitStatus(circuit, 1000)).toEqual({
      kind: 'open',
      since: 1000,
      until: 1000 + REST_MS,
      reason: 'answered 500',
    })
    expect(admission(circuit, 30_999)).toEqual({ kind: 'no', until: 31_000, reason: 'answered 500' })
  })

  it('is half open once its rest is over, by the clock alone', () => {
    const circuit = reached(failures(BREAK_AFTER))
    expect(circuitStatus(circuit, REST_MS)).toEqual({ kind: 'half_open', since: REST_MS })
    expect(admission(circuit, REST_MS)).toEqual({ kind: 'probe' })
  })

  it('lets one probe out at a time', () => {
    const circuit = reached([...failures(BREAK_AFTER), { type: 'sent', at: REST_MS }])
    expect(admission(circuit, REST_MS)).toEqual({ kind: 'no', until: null, reason: 'answered 500' })
  })

  it('lets another probe out where the first one said nothing', () => {
    const circuit = reached([...failures(BREAK_AFTER), { type: 'sent', at: REST_MS }, { type: 'dropped', at: REST_MS }])
    expect(admission(circuit, REST_MS)).toEqual({ kind: 'probe' })
  })

  it('closes when the probe is answered', () => {
    const circuit = reached([
      ...failures(BREAK_AFTER),
      { type: 'sent', at: REST_MS },
      { type: 'answered', at: REST_MS },
    ])
    expect(circuit).toEqual(closed)
  })

  it('closes when the probe is being answered, and keeps counting failures when it was closed', () => {
    const probing = reached([...failures(BREAK_AFTER), { type: 'sent', at: REST_MS }])
    expect(reached([{ type: 'begun', at: REST_MS }], probing)).toEqual(closed)
    expect(reached([...failures(2), { type: 'begun', at: 0 }])).toEqual({ kind: 'closed', failures: 2 })
  })

  it('rests longer after each failed probe, never over five minutes', () => {
    let circuit = reached(failures(BREAK_AFTER))
    const rests: number[] = []
    for (let i = 0; i < 12; i += 1) {
      if (circuit.kind !== 'open') throw new Error('it closed')
      rests.push(circuit.until - circuit.since)
      const at = circuit.until
      circuit = reached([{ type: 'sent', at }, ...failures(1, at)], circuit)
    }
    expect(rests.slice(0, 3)).toEqual([30_000, 60_000, 90_000])
    expect(Math.max(...rests)).toBe(LONGEST_REST_MS)
  })

  it('is not kept open by requests that were under way when it opened', () => {
    const open = reached(failures(BREAK_AFTER, 0))
    expect(reached(failures(3, 10_000), open)).toBe(open)
  })
})

describe('whatever happens', () => {
  const event = fc.oneof(
    fc.record({ type: fc.constant('sent' as const), at: fc.nat(1000) }),
    fc.record({ type: fc.constant('answered' as const), at: fc.nat(1000) }),
    fc.record({ type: fc.constant('dropped' as const), at: fc.nat(1000) }),
    fc.record({ type: fc.constant('failed' as const), at: fc.nat(1000), reason: fc.constant('x') }),
  )
  /** Gaps become times, so that the clock only goes forward. */
  const history = fc.array(event, { maxLength: 60 }).map((gaps) => {
    let at = 0
    return gaps.map((it) => {
      at += it.at * 100
      return { ...it, at }
    })
  })

  it('an open circuit always lets a request try again, at the latest five minutes after it opened', () => {
    fc.assert(
      fc.property(history, (events) => {
        const circuit = reached([...events, { type: 'dropped', at: events.at(-1)?.at ?? 0 }])
        if (circuit.kind === 'closed') return
        expect(circuit.until - circuit.since).toBeLessThanOrEqual(LONGEST_REST_MS)
        expect(admission(circuit, circuit.until)).toEqual({ kind: 'probe' })
      }),
    )
  })

  it('an answer closes it', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(reached([...events, { type: 'answered', at: 1e9 }])).toEqual(closed)
      }),
    )
  })
})
