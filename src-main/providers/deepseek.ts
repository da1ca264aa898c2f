import { listOf, money, numberOf } from './account-fields.ts'
import { answerAsAsked } from './asked-name.ts'
import { adapt, compatible } from './compatible.ts'
import { withMember } from './foreign-request.ts'
import { withoutThinkingWhereItIsMissing } from './thinking-back.ts'
import { limited, noModel, overloaded } from './verdicts.ts'

/** Only how many at once is limited, per account and model; room comes with the next answer that ends. */
const CONCURRENCY_MS = 2_000

/** api-docs.deepseek.com, "Anthropic API" and "Error codes". */
export const deepseek = compatible('deepseek', {
  auth: 'x-api-key',
  dialect: {
    wordings: [[/^model not exist|supported api model names/i, noModel]],
    codes: { rate_limit_reached_error: limited('lane', CONCURRENCY_MS), service_unavailable_error: overloaded },
  },
  rewordings: [[/maximum context length/i, 'prompt is too long']],
  prepare(draft) {
    adapt(draft)
    // Absent means on there, and then a history without thinking is refused.
    withMember(draft, 'thinking', '{"type":"disabled"}')
    withoutThinkingWhereItIsMissing(draft, 'every answer')
    answerAsAsked(draft)
  },
  models: { path: '/models', root: true },
  account: {
    path: '/user/balance',
    root: true,
    read(json) {
      const [first] = listOf(json.balance_infos)
      if (typeof json.is_available !== 'boolean' || !first) return null
      return money(numberOf(first.total_balance), typeof first.currency === 'string' ? first.currency : null)
    },
  },
})
