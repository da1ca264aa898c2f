import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type Failure, freshTally, kindOf, PERHAPS_BILLED_RETRIES, retryTable } from './retry-table.ts'
import { RetryTokens } from './retry-tokens.ts'

const said = 'x'
const failures: Failure[] = [
  { kind: 'rate_limited', waitMs: 1, scope: 'lane', dimension: null, said },
  { kind: 'spent', until: null, said },
  { kind: 'refused', said },
  { kind: 'no_model', said },
  { kind: 'overloaded', waitMs: null, said },
  { kind: 'broken', waitMs: null, said },
  { kind: 'unreachable', cause: 'dns', perhapsBilled: false, said },
  { kind: 'unreachable', cause: 'refused', perhapsBilled: false, said },
  { kind: 'unreachable', cause: 'tls', perhapsBilled: false, said },
  { kind: 'unreachable', cause: 'timeout', perhapsBilled: false, said },
  { kind: 'unreachable', cause: 'timeout', perhapsBilled: true, said },
  { kind: 'unreachable', cause: 'reset', perhapsBilled: true, said },
]
describe('the retry table', () => {
  it('sends a perhaps billed request again twice at most, whatever else happens in between', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...failures), { maxLength: 40 }), (history) => {
        let tally = freshTally
        let billed = 0
        for (const failure of history) {
          const decision = decide(failure, tally)
          tally = decision.tally
          if (retryTable[kindOf(failure)].perhapsBilled) billed += 1
          if (decision.next === 'stop') return
          expect(billed).toBeLessThanOrEqual(PERHAPS_BILLED_RETRIES)
        }
      }),
    )
  })

  it('tries each key after a refusal that costs nothing', () => {
    for (const failure of failures.slice(0, 4)) {
      let tally = freshTally
      for (let i = 0; i < 50; i += 1) {
        const decision = decide(failure, tally)
        expect(decision.next).toBe('key')
        tally = decision.tally
      }
    }
  })

  it('asks another provider, not another key, where the certificate is bad or no connection stands', () => {
    for (const cause of ['tls', 'timeout'] as const)
      expect(decide({ kind: 'unreachable', cause, perhapsBilled: false, said }, freshTally).next).toBe('provider')
  })

  it('tries one other key of an overloaded provider, then another provider', () => {
    const busy: Failure = { kind: 'overloaded', waitMs: null, said }
    const first = decide(busy, freshTally)
    const second = decide(busy, first.tally)
    expect([first.next, second.next, second.tally.here]).toEqual(['key', 'provider', 0])
  })

  it('has repeats of what may have been billed paid for, and whatever else a provider in trouble is asked again', () => {
    for (const failure of failures) {
      const { perhapsBilled, breaks } = retryTable[kindOf(failure)]
      const { next, unpaid } = decide(failure, freshTally)
      expect(unpaid).toBe(perhapsBilled ? 'stop' : breaks && next === 'key' ? 'provider' : null)
    }
    const busy: Failure = { kind: 'overloaded', waitMs: null, said }
    expect(decide(busy, decide(busy, freshTally).tally)).toMatchObject({ next: 'provider', unpaid: null })
  })
})

describe('the purse', () => {
  it('is soon empty when everything fails, and fills with successes', () => {
    const purse = new RetryTokens()
    let taken = 0
    while (purse.take()) taken += 1
    expect(taken).toBe(35)
    for (let i = 0; i < 14; i += 1) purse.give()
    expect(purse.take()).toBe(true)
    expect(purse.take()).toBe(false)
  })
})
