import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nothingSpent, reached, spendingOn, spent, usedOf } from './spend.ts'

const amounts = fc.array(fc.nat(3_000_000), { maxLength: 30 })
const budget = { daily_usd: 5, total_usd: 20 }
const DAY = '2026-11-24'

it('begins anew with each day, and goes on in all', () => {
  const one = spent(nothingSpent, 700, DAY)
  const two = spent(one, 30, '2026-11-25')
  expect(spendingOn(one, DAY)).toEqual({ today: 700, total: 700 })
  expect(spendingOn(two, '2026-11-25')).toEqual({ today: 30, total: 730 })
  expect(spendingOn(two, '2026-11-26')).toEqual({ today: 0, total: 730 })
})

it('tells of each share of each budget once, however the sum is reached', () => {
  fc.assert(
    fc.property(amounts, (all) => {
      let spend = nothingSpent
      const told: string[] = []
      for (const micros of all) {
        const next = spent(spend, micros, DAY)
        const news = reached(usedOf(spend, budget, DAY), usedOf(next, budget, DAY))
        told.push(...news.map(({ kind, share }) => `${kind} ${share}`))
        spend = next
      }
      expect(new Set(told).size).toBe(told.length)
      for (const { kind, spent: sum, limit } of usedOf(spend, budget, DAY)) {
        expect(told.includes(`${kind} 1`)).toBe(sum >= limit)
        if (sum < 0.8 * limit) expect(told.filter((it) => it.startsWith(kind))).toEqual([])
      }
    }),
  )
})

it('has no budget where none is set', () => expect(usedOf(spent(nothingSpent, 1e9, DAY), {}, DAY)).toEqual([]))
