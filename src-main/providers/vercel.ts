import { money, numberOf } from './account-fields.ts'
import { compatible } from './compatible.ts'
import { adaptBehindGateway } from './openrouter.ts'
import { limited, noModel, refused, spent } from './verdicts.ts'

/** vercel.com/docs/ai-gateway. Its list of models is for everybody; its credits are for the key's own team. */
export const vercel = compatible('vercel', {
  auth: 'x-api-key',
  checksThinking: true,
  dialect: {
    codes: {
      insufficient_funds: spent(),
      customer_verification_required: spent(),
      authentication_error: refused,
      rate_limit_exceeded: limited('domain'),
      model_not_found: noModel,
    },
  },
  prepare: adaptBehindGateway,
  models: { path: '/v1/models' },
  account: { path: '/v1/credits', read: (json) => money(numberOf(json.balance), 'USD') },
})
