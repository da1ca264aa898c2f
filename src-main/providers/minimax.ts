import { listOf, numberOf, plan, planWindow, timeOf } from './account-fields.ts'
import { answerAsAsked } from './asked-name.ts'
import { adapt, compatible } from './compatible.ts'
import type { ErrorBody } from './error-body.ts'
import { broken, deliver, limited, overloaded, refused, spent } from './verdicts.ts'

/** Its business code ends the message of an error in Anthropic's shape, whatever the status: `… (1008)` (MiniMax-M2 issue 62). */
const codeIn = ({ message }: ErrorBody): string | null => /\((\d{4})\)\s*$/.exec(message ?? '')?.[1] ?? null

/** A window of the plan is used up; when it begins anew, only the account's page says. */
const WINDOW_MS = 30 * 60_000

/** platform.minimax.io, "Error codes". */
export const minimax = compatible('minimax', {
  auth: 'x-api-key',
  dialect: {
    codeIn,
    codes: {
      1000: broken,
      1001: broken,
      1002: limited('lane'),
      1004: refused,
      1008: spent(),
      1013: broken,
      1024: broken,
      1033: broken,
      1039: limited('lane'),
      2013: deliver,
      2049: refused,
      2064: overloaded,
      2056: limited('domain', WINDOW_MS),
    },
  },
  rewordings: [[/context window exceeds limit/i, 'prompt is too long']],
  prepare(draft) {
    adapt(draft)
    // It thinks on only where it gets its signed thoughts back (hermes-agent issue 85251).
    answerAsAsked(draft)
  },
  account: {
    path: '/v1/api/openplatform/coding_plan/remains',
    root: true,
    read(json) {
      const found = listOf(json.model_remains).find(({ model_name: name }) => name === 'general')
      if (!found) return null
      const used = (value: unknown) => {
        const left = numberOf(value)
        return left === null ? null : Math.max(0, 1 - left / 100)
      }
      const week = numberOf(found.current_weekly_status) === 1 ? used(found.current_weekly_remaining_percent) : null
      return plan(
        ...planWindow('five_hours', used(found.current_interval_remaining_percent), timeOf(found.end_time)),
        ...planWindow('week', week, timeOf(found.weekly_end_time)),
      )
    },
  },
})
