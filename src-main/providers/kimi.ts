import { listOf, money, numberOf, objectOf, plan, planWindow, timeOf } from './account-fields.ts'
import { adapt, compatible } from './compatible.ts'
import type { Draft } from './provider.ts'
import { withoutThinkingWhereItIsMissing } from './thinking-back.ts'
import { limited, noModel, overloaded, refused, spent } from './verdicts.ts'

/** Neither says when its window begins anew; the account's page does. */
const PERIOD_MS = 30 * 60_000

/** A call without the thought before it is refused as long as it thinks (openclaw issue 70565, new-api issue 3121). */
function prepare(draft: Draft): void {
  adapt(draft)
  withoutThinkingWhereItIsMissing(draft, 'answers with calls')
}

/** platform.moonshot.ai, "Error codes": 403 is an empty account, unless it says otherwise. */
export const kimi = compatible('kimi', {
  auth: 'bearer',
  // Its limits are the account's, over all models.
  groupOf: () => '*',
  dialect: {
    codes: {
      invalid_authentication_error: refused,
      incorrect_api_key_error: refused,
      exceeded_current_quota_error: spent(),
      engine_overloaded_error: overloaded,
      rate_limit_reached_error: limited('domain'),
      resource_not_found_error: noModel,
    },
    wordings: [
      [/^your account .*(suspended|insufficient balance)/i, spent()],
      [/^the engine is currently overloaded/i, overloaded],
    ],
  },
  rewordings: [[/exceeded model token limit/i, 'prompt is too long']],
  prepare,
  models: { path: '/v1/models', root: true },
  account: {
    path: '/v1/users/me/balance',
    root: true,
    read: (json) => money(numberOf(objectOf(json.data).available_balance), null),
  },
})

/** kimi.com/code, "Error reference". */
export const kimiCode = compatible('kimi_code', {
  auth: 'bearer',
  groupOf: () => '*',
  dialect: {
    wordings: [
      [/^(invalid authentication|the api key appears to be invalid|access terminated)/i, refused],
      [/verify your membership/i, spent()],
      [/usage limit for this billing cycle/i, spent()],
      [/(usage limit for this period|monthly usage limit)/i, limited('domain', PERIOD_MS)],
      [/^the engine is currently overloaded/i, overloaded],
      [/^not found the model/i, noModel],
    ],
  },
  rewordings: [[/exceeded model token limit|total message size \d+ exceeds/i, 'prompt is too long']],
  prepare,
  account: {
    path: '/v1/usages',
    read(json) {
      const used = (it: Record<string, unknown>) => {
        const [limit, remaining] = [numberOf(it.limit), numberOf(it.remaining)]
        return limit === null || remaining === null || limit <= 0 ? null : Math.max(0, 1 - remaining / limit)
      }
      const window = listOf(json.limits).map(({ detail }) => objectOf(detail))[0] ?? {}
      const week = objectOf(json.usage)
      return plan(
        ...planWindow('five_hours', used(window), timeOf(window.resetTime)),
        ...planWindow('week', used(week), timeOf(week.resetTime)),
      )
    },
  },
})
