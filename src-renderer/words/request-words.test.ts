import { describe, expect, it } from 'vitest'
import { request, usage } from '../gallery/made-up.ts'
import {
  attemptFacts,
  cachedWords,
  failoverWords,
  inOutWords,
  keyPath,
  matches,
  statusWords,
  summary,
  timeParts,
} from './request-words.ts'

const plain = request(-1, 'claude-sonnet-5-5', [{ label: 'work', status: 200, ms: 1900 }], {
  usage: usage(8000, 400, 0.9),
  firstByteMs: 400,
})
const moved = request(-2, 'm', [
  { label: 'team', status: 429, ms: 200 },
  { label: 'team', status: 429, ms: 100 },
  { label: 'work', status: 200, ms: 1000 },
])
const waiting = request(-3, 'm', [], { state: 'running', outcome: 'running', status: null, durationMs: null })

it('shows the way a request took, each key once in a row', () => {
  expect(keyPath(plain)).toBe('work')
  expect(keyPath(moved)).toBe('team → work')
  expect(keyPath(waiting)).toBe('waiting for a key')
  expect(keyPath({ ...waiting, asking: 'work' })).toBe('work')
  expect(keyPath({ ...moved, state: 'running', asking: 'spare' })).toBe('team → work → spare')
  expect(keyPath(request(0, 'm', []))).toBe('no key')
})

it('explains a failover in the relay’s own words, else in ours', () => {
  expect(failoverWords(plain)).toBeNull()
  expect(failoverWords(moved)).toBe('team answered 429; work took over.')
  expect(failoverWords({ ...moved, why: 'team was full.' })).toBe('team was full.')
  const silent = request(0, 'm', [
    { label: 'team', status: null, ms: 1 },
    { label: 'work', status: 200, ms: 1 },
  ])
  expect(failoverWords(silent)).toBe('team did not answer; work took over.')
})

it.each([
  [plain, '200', 'plain'],
  [waiting, 'running', 'quiet'],
  [request(0, 'm', [{ label: 'a', status: 429, ms: 1 }]), '429', 'warn'],
  [{ ...plain, outcome: 'aborted' as const }, 'stopped', 'quiet'],
  [request(0, 'm', [{ label: 'a', status: null, ms: 1 }]), 'none', 'warn'],
])('says how it ended', (record, text, tone) => expect(statusWords(record)).toEqual({ text, tone }))

it('counts cached input as input', () => {
  expect(inOutWords(plain)).toBe('8k in, 400 out')
  expect(cachedWords(plain)).toBe('90%')
  expect(inOutWords(waiting)).toBe('')
  expect(cachedWords(waiting)).toBe('')
})

describe('the filter', () => {
  const name = (id: string) => (id === 'claude-sonnet-5-5' ? 'Sonnet 5.5' : id)
  it.each([
    ['', true],
    ['sonnet', true],
    ['SONNET 200', true],
    ['work', true],
    ['3f6c2b1e', true],
    ['opus', false],
    ['sonnet 429', false],
  ])('%j', (typed, found) => expect(matches(plain, typed, name)).toBe(found))
})

it('sums up, leaving out what is not over', () => {
  const refused = request(-4, 'm', [{ label: 'a', status: 429, ms: 1 }])
  const aborted = { ...plain, outcome: 'aborted' as const, firstByteMs: null }
  expect(summary([plain, moved, refused, aborted, waiting])).toEqual({
    total: 5,
    answered: 2 / 3,
    failedOver: 1,
    firstByteMs: 400,
  })
  expect(summary([waiting]).answered).toBeNull()
})

it('cuts the time into what came before, the wait, and the stream', () => {
  expect(timeParts({ ...moved, firstByteMs: 700 })).toEqual([
    { name: 'before', ms: 300 },
    { name: 'firstByte', ms: 400 },
    { name: 'streaming', ms: 600 },
  ])
  expect(timeParts({ ...plain, streamed: false })).toEqual([
    { name: 'firstByte', ms: 400 },
    { name: 'rest', ms: 1500 },
  ])
  expect(timeParts(waiting)).toEqual([])
})

it('says of an attempt how it was connected, how long it took and what its provider calls it', () => {
  expect(moved.attempts.map(attemptFacts)).toEqual([
    [
      'new connection, name 12 ms, connect 18 ms, TLS 31 ms',
      'answer after 80 ms',
      'over after 200 ms',
      'its id req_011C0020vQ2',
    ],
    ['connection reused', 'answer after 40 ms', 'over after 100 ms', 'its id req_011C0020vQ2'],
    ['connection reused', 'answer after 400 ms', 'over after 1.0 s', 'its id req_011C0020vQ2'],
  ])
  const [lost] = request(-4, 'm', [{ label: 'work', status: null, ms: 10_000 }]).attempts
  expect(lost && attemptFacts(lost)[0]).toBe('timed out')
  expect(lost && attemptFacts({ ...lost, timings: undefined, cause: undefined } as never)).toEqual([])
})
