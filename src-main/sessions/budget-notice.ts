import type { Notice } from '../../src-shared/domain/notice.ts'
import { dollars } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Used } from './spend.ts'

const usd = (micros: number): string => dollars(micros / 1_000_000)

/** That a profile has spent most of a budget, or all of it. */
export const budgetNotice = (profile: string, { kind, spent, limit, share }: Used & { share: 1 | 0.8 }): Notice => ({
  kind: 'budget',
  tone: 'warn',
  text:
    share === 1
      ? text.notices.budgetGone(profile, kind, usd(limit))
      : text.notices.budgetNear(profile, kind, usd(spent), usd(limit)),
  about: { page: 'sessions' },
})
