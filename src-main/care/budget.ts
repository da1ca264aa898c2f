import { midnightAfter } from '../../src-shared/domain/day.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { dollars } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Pause } from '../pool/key-state.ts'
import { type Day, dayOf, type Ledger } from './ledger.ts'

/** Shares of a budget, in percent, at which its user is told. */
const MARKS = [100, 80]

/** Share of the day's budget that is spent, in percent; 0 without a budget. */
function spentPercent(day: Day, dailyUsd: number | undefined): number {
  return dailyUsd === undefined ? 0 : day.micro / 10_000 / dailyUsd
}

/** The mark that was reached and not told of yet today; `null`: none. */
export function markReached(day: Day, dailyUsd: number | undefined): number | null {
  const percent = spentPercent(day, dailyUsd)
  const mark = MARKS.find((one) => percent >= one)
  return mark === undefined || mark <= day.told ? null : mark
}

/** What sets a key aside at `now` (epoch ms): its spent budget until midnight, or its user; the later one counts. */
export function pauseOf(ledger: Ledger, key: KeyMetadata, day: string, now: number): Pause | null {
  const asked = userPause(ledger, key.id, now)
  const budget = key.care?.dailyUsd
  if (budget === undefined || spentPercent(dayOf(ledger, key.id, day), budget) < 100) return asked
  const until = midnightAfter(now)
  if (asked && asked.until > until) return asked
  return { until, by: 'budget', reason: text.pool.because.budgetSpent(dollars(budget)) }
}

function userPause({ pauses }: Ledger, id: KeyId, now: number): Pause | null {
  const until = pauses[id]
  if (until === undefined || until <= now) return null
  return { until, by: 'user', reason: text.pool.because.pausedByUser }
}
