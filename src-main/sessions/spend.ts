import type { ProfileEntry } from '../../src-shared/config/schema.ts'
import type { Spending } from '../../src-shared/domain/session.ts'

type Budget = ProfileEntry['budget']

/** What was spent under one name, in millionths of a USD. `day`: the one `today` belongs to, as `2026-11-24`. */
export interface Spend {
  readonly day: string
  readonly today: number
  readonly total: number
}

/** A budget and how much of it is gone. Amounts in millionths of a USD. */
export interface Used {
  readonly kind: 'daily' | 'total'
  readonly spent: number
  readonly limit: number
}

export const nothingSpent: Spend = { day: '', today: 0, total: 0 }

/** As it stands on that day. */
export const spendingOn = ({ day, today, total }: Spend, on: string): Spending => ({
  today: day === on ? today : 0,
  total,
})

export function spent(before: Spend, micros: number, on: string): Spend {
  const { today, total } = spendingOn(before, on)
  return { day: on, today: today + micros, total: total + micros }
}

/** The budgets there are, the one that ends last first: whoever is told of one is told of what lasts. */
export function usedOf(spend: Spend, { total_usd, daily_usd }: Budget, on: string): Used[] {
  const { today, total } = spendingOn(spend, on)
  return [
    ...(total_usd === undefined ? [] : [{ kind: 'total' as const, spent: total, limit: micros(total_usd) }]),
    ...(daily_usd === undefined ? [] : [{ kind: 'daily' as const, spent: today, limit: micros(daily_usd) }]),
  ]
}

const micros = (usd: number): number => Math.round(usd * 1_000_000)

/** The shares of a budget that its user is told of when they are reached. */
const SHARES = [1, 0.8] as const

/** Budgets of which a share was reached between the two, with the largest such share. */
export function reached(before: readonly Used[], after: readonly Used[]): (Used & { share: 1 | 0.8 })[] {
  return after.flatMap((now) => {
    const was = before.find(({ kind }) => kind === now.kind)?.spent ?? 0
    const share = SHARES.find((it) => was < it * now.limit && now.spent >= it * now.limit)
    return share === undefined ? [] : [{ ...now, share }]
  })
}
