import { expect, it } from 'vitest'
import { ownOf, ownWords } from './key-own.ts'

const entry = {
  ...{ rpm_limit: 50, itpm_limit: 40_000, priority: 2, weight: 3, reserve_percent: 20, daily_budget_usd: 5 },
  ...{ tags: ['ci', 'eu'], note: 'Ask Kim, she pays $$5.', expires_on: '2026-12-31' },
}

it('says all that comes with a key', () => {
  expect(ownOf(entry)).toEqual({ ...entry, note: 'Ask Kim, she pays $5.' })
  expect(ownWords(ownOf(entry))).toBe(
    'Brings a ceiling of 50 requests a minute, a ceiling of 40k input a minute, a reserve of 20%, ' +
      'a budget of $5 a day, priority 2, weight 3, its last day 2026-12-31, the tags ci, eu, ' +
      'the note “Ask Kim, she pays $5.”.',
  )
})

it('leaves out what is wrong, unseen or as usual', () => {
  const hostile = {
    ...{ rpm_limit: -1, itpm_limit: '40000', priority: 9, reserve_percent: 91, daily_budget_usd: Number.NaN },
    ...{ tags: ['a,b'], note: '\u202eevil\u0000', expires_on: 'soon', key: 'sk', enabled: true },
  }
  expect(ownOf(hostile)).toEqual({ note: 'evil' })
  expect(ownOf(null)).toEqual({})
  expect(ownWords(ownOf({ rpm_limit: 0, priority: 1, weight: 1, tags: [] }))).toBe('')
})
