import { expect, it } from 'vitest'
import { accountLines } from './account-words.ts'

const NOW = 1_800_000_000_000

it('tells money with its currency where one is named', () => {
  expect(accountLines({ windows: [], balance: { amount: 1234.5, currency: 'USD' } }, NOW)).toEqual([
    '1,234.50 USD left',
  ])
  expect(accountLines({ windows: [], balance: { amount: 3, currency: null } }, NOW)).toEqual(['3.00 left'])
})

it('tells what of a plan is used and when it begins anew', () => {
  const windows = [
    { name: 'five_hours' as const, used: 0.26, resetAt: NOW + 90_000 },
    { name: 'week' as const, used: 1.2, resetAt: null },
  ]
  expect(accountLines({ windows, balance: null }, NOW)).toEqual([
    'Five hours: 26% used, anew in 1:30',
    'Week: 100% used',
  ])
})
