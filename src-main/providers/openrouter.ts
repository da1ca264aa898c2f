import { topString } from '../bytes/json-members.ts'
import { money, numberOf, objectOf } from './account-fields.ts'
import { adapt, compatible } from './compatible.ts'
import { withoutBetas } from './foreign-request.ts'
import type { Draft } from './provider.ts'
import { type Answer, deliver, limited, type Meaning, noModel, overloaded, spent } from './verdicts.ts'

const BUDGET_MS = 5_000

/** Only its 429s say when their limit begins anew, epoch ms. */
const limit: Meaning = (answer) => limited('domain', untilReset(answer))(answer)

function untilReset({ header, at }: Answer): number | null {
  const reset = Number(header('x-ratelimit-reset'))
  if (!Number.isFinite(reset) || reset < 1e12) return null
  return at === null ? null : Math.max(0, reset - at)
}

/** Claude behind a gateway is Anthropic's own and takes everything; what else it leads to, is not. */
export function adaptBehindGateway(draft: Draft): void {
  if (/^anthropic\//.test(topString(draft.body, 'model') ?? '')) return
  const betas = draft.headers['anthropic-beta']
  adapt(draft)
  if (betas === undefined) return
  draft.headers['anthropic-beta'] = betas
  withoutBetas(draft, /^(context-management|compact|advanced-tool-use|effort)-/)
}

/** openrouter.ai, "Errors" and "Limits": the code in the body repeats the status. */
export const openrouter = compatible('openrouter', {
  auth: 'bearer',
  checksThinking: true,
  recognises: (secret) => /^sk-or-v1-[0-9a-f]{8,}$/.test(secret),
  dialect: {
    codes: { 429: limit, 529: overloaded, rate_limit_error: limit },
    wordings: [
      [/in-flight|concurrent budget/i, limited('domain', BUDGET_MS)],
      [/^insufficient credits/i, spent()],
      [/^(no endpoints found|.* is not a valid model id)/i, noModel],
      [/flagged|moderation/i, deliver],
    ],
  },
  rewordings: [[/maximum context length/i, 'prompt is too long']],
  prepare: adaptBehindGateway,
  models: { path: '/v1/models' },
  account: {
    path: '/v1/key',
    read(json) {
      const data = objectOf(json.data)
      if (numberOf(data.usage) === null) return null
      const left = numberOf(data.limit_remaining)
      return left === null ? { windows: [], balance: null } : money(left, 'USD')
    },
  },
})
