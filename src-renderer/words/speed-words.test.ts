import { expect, it } from 'vitest'
import { speedWords } from './speed-words.ts'

it.each([
  [
    { requests: 9, perSecond: 0.42, success: 0.99, p50: 600, p95: 2100 },
    '0.4 requests a second, 99% answered, first token after 0.6 s, 95% within 2.1 s.',
  ],
  [{ requests: 1, perSecond: 1 / 60, success: 0, p50: null, p95: null }, '0.02 requests a second, 0% answered.'],
  [
    { requests: 999, perSecond: 20.4, success: 1, p50: 90, p95: 90 },
    '20 requests a second, 100% answered, first token after 0.1 s, 95% within 0.1 s.',
  ],
])('says how a provider did', (speed, words) => expect(speedWords(speed)).toBe(words))
