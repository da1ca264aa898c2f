import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  admission,
  type Circuit,
  type CircuitEvent,
  type CircuitRules,
  circuitStatus,
  closed,
  LONGEST_REST_MS,
  onEvent,
  usualRules,
} from './circuit.ts'
import { SLOW_START_MS } from './slow-start.ts'

const { breakAfter: BREAK_AFTER, restMs: REST_MS } = usualRules

const failures = (n: number, at = 0, unreachable = false): CircuitEvent[] =>
  Array.from({ length: n }, () => ({ type: 'failed', at, reason: 'answered 500', unreachable }))
const reached = (events: readonly CircuitEvent[], from: Circuit = closed, rules: CircuitRules = usualRules) =>
  events.reduce((circuit, event) => onEvent(circuit, event, rules), from)
const allows = (circuit: Circuit, now: number) => admission(circuit, now, 0)
const wellAgain = reached([...failures(BREAK_AFTER), { type: 'begun', at: REST_MS }])

describe('a circuit', () => {
  it('stays closed while failures are fewer than the threshold', () => {
    expect(allows(reached(failures(BREAK_AFTER - 1)), 0)).toEqual({ kind: 'yes' })
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
    expect(allows(circuit, 30_999)).toEqual({ kind: 'no', because: 'resting', until: 31_000, reason: 'answered 500' })
  })

  it('is half open once its rest is over, by the clock alone', () => {
    const circuit = reached(failures(BREAK_AFTER))
    expect(circuitStatus(circuit, REST_MS)).toEqual({ kind: 'half_open', since: REST_MS })
    expect(allows(circuit, REST_MS)).toEqual({ kind: 'probe' })
  })

  it('lets one probe out at a time', () => {
    const circuit = reached([...failures(BREAK_AFTER), { type: 'sent', at: REST_MS }])
    expect(allows(circuit, REST_MS)).toEqual({ kind: 'no', because: 'resting', until: null, reason: 'answered 500' })
  })

  it('lets another probe out where the first one said nothing', () => {
    const circuit = reached([...failures(BREAK_AFTER), { type: 'sent', at: REST_MS }, { type: 'dropped', at: REST_MS }])
    expect(allows(circuit, REST_MS)).toEqual({ kind: 'probe' })
  })

  it('closes when the probe is being answered, and keeps counting failures when it was closed', () => {
    const probing = reached([...failures(BREAK_AFTER), { type: 'sent', at: REST_MS }])
    expect(circuitStatus(reached([{ type: 'begun', at: REST_MS }], probing), REST_MS)).toEqual({ kind: 'closed' })
    expect(reached([...failures(2), { type: 'begun', at: 0 }])).toMatchObject({ kind: 'closed', failures: 2 })
  })

  it('closes after as many probes as the user wants, one after the other', () => {
    const rules = { ...usualRules, probes: 3 }
    let circuit = reached(failures(BREAK_AFTER), closed, rules)
    for (const kind of ['open', 'open', 'closed']) {
      circuit = reached([{ type: 'sent', at: REST_MS }], circuit, rules)
      expect(allows(circuit, REST_MS).kind).toBe('no')
      circuit = reached([{ type: 'begun', at: REST_MS }], circuit, rules)
      circuit = reached([{ type: 'answered', at: REST_MS }], circuit, rules)
      expect(circuit.kind).toBe(kind)
    }
  })

  it('goes by what the user sets', () => {
    const rules = { breakAfter: 2, restMs: 1_000, probes: 1 }
    expect(reached(failures(1), closed, rules).kind).toBe('closed')
    expect(reached(failures(2), closed, rules)).toMatchObject({ kind: 'open', until: 1_000 })
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

  it('is not kept open, nor closed, by requests that were under way when it opened', () => {
    const open = reached(failures(BREAK_AFTER, 0))
    expect(reached([...failures(3, 10_000), { type: 'answered', at: 10_000 }], open)).toBe(open)
  })
})

describe('a provider that is well again', () => {
  it('gets one request at a time, then more and more, then any number', () => {
    const most = (at: number) => {
      let n = 0
      while (n < 100 && admission(wellAgain, REST_MS + at, n).kind === 'back') n += 1
      return n
    }
    expect([0, 6_000, 12_000, 18_000, 24_000].map(most)).toEqual([1, 2, 4, 8, 16])
    expect(admission(wellAgain, REST_MS + SLOW_START_MS, 1_000)).toEqual({ kind: 'yes' })
    expect(admission(wellAgain, REST_MS, 1)).toEqual({
      kind: 'no',
      because: 'warmingUp',
      until: REST_MS + 6_000,
      reason: '',
    })
  })

  it('is left alone at its first failure, for longer than before', () => {
    const again = reached(failures(1, REST_MS + 10), wellAgain)
    expect(again).toMatchObject({ kind: 'open', step: 2, until: REST_MS + 10 + 2 * REST_MS })
  })

  it('is forgiven once that time is over', () => {
    const at = REST_MS + SLOW_START_MS
    expect(reached(failures(BREAK_AFTER - 1, at), wellAgain).kind).toBe('closed')
    expect(reached(failures(BREAK_AFTER, at), wellAgain)).toMatchObject({ kind: 'open', step: 1 })
  })
})

describe('a server asked in the background', () => {
  const gone = reached(failures(BREAK_AFTER, 0, true))
  const failing = reached(failures(BREAK_AFTER, 0, false))

  it('that was not to be reached, and is now, ends the rest at once', () => {
    expect(reached([{ type: 'reached', at: 100 }], gone)).toMatchObject({ kind: 'closed', back: { since: 100 } })
  })

  it('that answered with errors is no better for answering a bare question, until its rest is over', () => {
    expect(reached([{ type: 'reached', at: 100 }], failing)).toBe(failing)
    expect(reached([{ type: 'reached', at: REST_MS }], failing).kind).toBe('closed')
  })

  it('counts as one probe of several', () => {
    const rules = { ...usualRules, probes: 2 }
    const once = reached([{ type: 'reached', at: 100 }], gone, rules)
    expect(allows(once, 100)).toEqual({ kind: 'probe' })
    expect(reached([{ type: 'reached', at: 200 }], once, rules).kind).toBe('closed')
  })

  it('that still cannot be reached rests on, a little longer', () => {
    const missed = (at: number) => reached([{ type: 'missed', at, reason: 'no route' }], gone)
    expect(missed(100)).toBe(gone)
    expect(missed(REST_MS)).toMatchObject({ step: 2, until: 3 * REST_MS, reason: 'no route' })
  })
})

it('is tried at once where the user wants it', () => {
  const circuit = reached([...failures(BREAK_AFTER), { type: 'retry', at: 10 }])
  expect(allows(circuit, 10)).toEqual({ kind: 'probe' })
  expect(reached([{ type: 'retry', at: 0 }])).toBe(closed)
})

describe('whatever happens', () => {
  const plain = fc.constantFrom('sent', 'begun', 'answered', 'dropped', 'reached', 'retry')
  const event = fc.oneof(
    fc.record({ type: plain, at: fc.nat(1000) }),
    fc.record({ type: fc.constantFrom('failed', 'missed'), at: fc.nat(1000), unreachable: fc.boolean() }),
  )
  /** Gaps become times, so that the clock only goes forward. */
  const history = fc.array(event, { maxLength: 60 }).map((gaps) => {
    let at = 0
    return gaps.map((it) => {
      at += it.at * 100
      return { reason: 'x', ...it, at } as CircuitEvent
    })
  })
  const rules = fc.record({
    breakAfter: fc.integer({ min: 1, max: 6 }),
    restMs: fc.integer({ min: 1, max: 100_000 }),
    probes: fc.integer({ min: 1, max: 4 }),
  })

  it('an open circuit always lets a request try again, at the latest five minutes after it opened', () => {
    fc.assert(
      fc.property(history, rules, (events, by) => {
        const circuit = reached([...events, { type: 'dropped', at: events.at(-1)?.at ?? 0 }], closed, by)
        if (circuit.kind === 'closed') return
        expect(circuit.until - circuit.since).toBeLessThanOrEqual(LONGEST_REST_MS)
        expect(allows(circuit, circuit.until)).toEqual({ kind: 'probe' })
      }),
    )
  })

  it('as many good answers as there are probes close it, and half a minute later nothing holds it back', () => {
    fc.assert(
      fc.property(history, rules, fc.nat(1_000), (events, by, inFlight) => {
        const good = Array.from({ length: by.probes }, (): CircuitEvent => ({ type: 'begun', at: 1e9 }))
        const circuit = reached([...events, ...good], closed, by)
        expect(circuit.kind).toBe('closed')
        expect(admission(circuit, 1e9 + SLOW_START_MS, inFlight)).toEqual({ kind: 'yes' })
      }),
    )
  })

  it('never opens before as many failures in a row as the user allows', () => {
    fc.assert(
      fc.property(history, rules, (events, by) => {
        let inARow = 0
        let circuit = closed
        for (const event of events) {
          const next = onEvent(circuit, event, by)
          if (event.type === 'failed') inARow += 1
          if (event.type === 'answered') inARow = 0
          const first = circuit.kind === 'closed' && circuit.back === null
          if (first && next.kind === 'open') expect(inARow).toBeGreaterThanOrEqual(by.breakAfter)
          circuit = next
        }
      }),
    )
  })
})
