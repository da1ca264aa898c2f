import type { Dialect } from './dialect.ts'
import { bearerOf, cachedUsage, failures, listing, page, plainWire, type Said } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['MiniMaxAI/MiniMax-M3', 'zai-org/GLM-5.3', 'Pro/moonshotai/Kimi-K3']

const error = (status: number, code: number | null, message: string): Said => ({
  status,
  body: { ...(code === null ? {} : { code }), message, data: null },
})

/** docs.siliconflow.com, "Error codes". */
const failure = failures({
  unknown_key: () => ({ status: 401, body: '"Invalid token"', headers: { 'content-type': 'application/json' } }),
  limited: () => error(429, null, 'Request was rejected due to rate limiting. Details: TPM limit reached.'),
  busy: () => error(429, null, 'Request was rejected due to rate limiting. Details: RPM limit reached.'),
  overloaded: () => error(503, 50505, 'Model service overloaded. Please try again later.'),
  no_credit: () => error(403, 30001, 'Sorry, your account balance is insufficient'),
  unknown_model: () => error(400, 20012, 'Model does not exist. Please check it carefully.'),
  bad_request: ({ message }) => error(400, 20015, message),
  not_found: () => ({ status: 404, body: '404 page not found' }),
  too_large: () => error(413, 20015, 'length of prompt_tokens must be less than max_seq_len'),
})

export const siliconflowTwin: Dialect = {
  name: 'SiliconFlow',
  prefix: '',
  secretOf: bearerOf,
  wire: plainWire(cachedUsage),
  groupOf: (model) => (models.includes(model) ? model : null),
  check: () => null,
  failure,
  headers: () => ({}),
  other(asked, _path, key) {
    if (key === null) return failure({ kind: 'unknown_key' })
    const user = { id: 'user', name: 'user', balance: '0.88', chargeBalance: '88.00', totalBalance: '88.88' }
    return (
      page(asked, {
        'GET /v1/models': () => ({ status: 200, body: listing(models, '') }),
        'GET /v1/user/info': () => ({ status: 200, body: { code: 20000, message: 'OK', status: true, data: user } }),
      }) ?? failure({ kind: 'not_found' })
    )
  },
}

export const startSiliconflow = (options: TwinOptions): Promise<Twin> => startTwin(siliconflowTwin, options)
