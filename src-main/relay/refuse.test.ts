import { describe, expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { providers } from '../providers/registry.ts'
import type { Whole } from './exchange.ts'
import { type Closed, lastWord } from './refuse.ts'
import type { Failure } from './retry-table.ts'

const NOW = 1_000_000
const id = ProviderId.parse('p')
const { anthropic } = providers
const way = {
  id,
  provider: anthropic,
  enabled: true,
  weight: 1,
  priority: 1,
  baseUrl: '',
  models: [],
  mapping: {},
  own: {},
  selector: 'least_loaded',
  single: false,
} as const
const candidate = { way, model: 'm', long: false, group: 'g', why: '', lastResort: false }
const closed = (over: Partial<Closed>): Closed => ({
  candidate,
  failure: null,
  answer: null,
  refused: null,
  freeAt: null,
  ...over,
})
const answer = (status: number): Whole => ({ status, headers: {}, body: Buffer.from('{}') })
const broken: Failure = { kind: 'broken', waitMs: null, said: 'It broke.' }
const limited: Failure = { kind: 'rate_limited', waitMs: 1, scope: 'lane', dimension: null, said: '' }
const word = (...all: Closed[]) => lastWord(all, NOW)
const status = (...all: Closed[]) => {
  const last = word(...all)
  return last.kind === 'own' ? last.error.status : last.answer.status
}

describe('the last word', () => {
  it('is a short wait before anything else', () => {
    expect(
      status(closed({ failure: broken, answer: answer(500), freeAt: NOW }), closed({ freeAt: NOW + 30_000 })),
    ).toBe(429)
  })

  it('names the soonest of all waits, in whole seconds, one at least', () => {
    const wait = (ms: number) => {
      const last = word(closed({ freeAt: NOW + 50_000 }), closed({ failure: limited, freeAt: NOW + ms }))
      return last.kind === 'own' ? last.error.headers?.['retry-after'] : null
    }
    expect([0, 1, 1000, 1001, 1500, 30_000].map(wait)).toEqual(['1', '1', '1', '1', '2', '30'])
  })

  it('is the fault that passes before a long wait', () => {
    expect(status(closed({ failure: broken, answer: answer(500) }), closed({ freeAt: NOW + 90_000 }))).toBe(500)
    expect(status(closed({ failure: broken }))).toBe(502)
  })

  it('is the long wait before what only the user can mend', () => {
    expect(status(closed({ failure: limited, freeAt: NOW + 3_600_000 }), closed({}))).toBe(429)
  })

  it('does not promise a key of a provider that is down', () => {
    expect(status(closed({ failure: broken, freeAt: NOW }))).toBe(502)
  })

  it('is a 502 not to be repeated where a certificate is bad', () => {
    const last = word(
      closed({ failure: { kind: 'unreachable', cause: 'tls', perhapsBilled: false, said: 'Bad.' }, freeAt: NOW }),
    )
    expect(last).toMatchObject({
      kind: 'own',
      error: { status: 502, message: 'Bad.', headers: { 'x-should-retry': 'false' } },
    })
  })

  it('is the provider’s own about a model that is not there', () => {
    expect(
      status(closed({ failure: { kind: 'no_model', said: '' }, answer: answer(404), freeAt: NOW + 3_600_000 })),
    ).toBe(404)
  })

  it('is the same in our words while it is remembered, and where the provider called it something else', () => {
    const refused = { ok: false, reason: 'no_model', retryAt: null, passedOver: [], promise: () => {} } as const
    const failure: Failure = { kind: 'no_model', said: '' }
    for (const last of [word(closed({ refused })), word(closed({ failure, answer: answer(403), refused }))])
      expect(last).toMatchObject({ kind: 'own', error: { status: 404, type: 'not_found_error' } })
  })

  it('is a 504 for silence', () => {
    expect(status(closed({ failure: { kind: 'unreachable', cause: 'timeout', perhapsBilled: true, said: '' } }))).toBe(
      504,
    )
  })

  it('never is a 401 or a 529 of our own making', () => {
    expect(status(closed({ failure: { kind: 'refused', said: '' } }))).toBe(400)
    expect(status(closed({ failure: { kind: 'overloaded', waitMs: null, said: '' } }))).toBe(502)
  })
})
