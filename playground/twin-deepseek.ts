import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import {
  bearerOf,
  cachedUsage,
  failures,
  hex,
  listing,
  opening,
  page,
  plainWire,
  type Said,
  xApiKeyOf,
} from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['deepseek-v4-pro', 'deepseek-flash']

const error = (status: number, type: string, message: string, code: string | null = null): Said => ({
  status,
  body: { error: { message, type, param: null, code } },
})

/** api-docs.deepseek.com, "Error codes". */
const failure = failures({
  unknown_key: () =>
    error(
      401,
      'authentication_error',
      'Authentication Fails, Your api key: ****xxxx is invalid',
      'invalid_request_error',
    ),
  limited: () => error(429, 'rate_limit_reached_error', 'Too many concurrent requests for this model'),
  busy: () => error(429, 'rate_limit_reached_error', 'Too many concurrent requests for this model'),
  overloaded: () => error(503, 'service_unavailable_error', 'Service is too busy. Please try again later.'),
  no_credit: () => error(402, 'unknown_error', 'Insufficient Balance', 'invalid_request_error'),
  unknown_model: () => error(400, 'invalid_request_error', 'Model Not Exist', 'invalid_request_error'),
  bad_request: ({ message }) => error(422, 'invalid_request_error', message, 'invalid_request_error'),
  not_found: () => ({ status: 404, body: '' }),
  too_large: () =>
    error(
      400,
      'invalid_request_error',
      "This model's maximum context length is 131072 tokens",
      'invalid_request_error',
    ),
})

/** "Anthropic API": Claude's names are taken for its own, others are not. */
function groupOf(model: string): string | null {
  const name = model.replace(/\[1m\]$/, '')
  if (models.includes(name)) return name
  if (/^claude-opus/.test(model)) return 'deepseek-v4-pro'
  return /^claude/.test(model) ? 'deepseek-flash' : null
}

export const deepseekTwin: Dialect = {
  name: 'DeepSeek',
  prefix: '/anthropic',
  secretOf: (asked) => xApiKeyOf(asked) ?? bearerOf(asked),
  wire: plainWire({ ...cachedUsage, signature: () => hex(8) }),
  habit: opening('keep-alive'),
  groupOf,
  check: thoughts,
  failure,
  headers: () => ({}),
  other(asked, _path, key) {
    if (key === null) return failure({ kind: 'unknown_key' })
    return (
      page(asked, {
        'GET /models': () => ({ status: 200, body: listing(models, 'deepseek') }),
        'GET /user/balance': () => ({
          status: 200,
          body: {
            is_available: true,
            balance_infos: [
              { currency: 'USD', total_balance: '12.40', granted_balance: '0.00', topped_up_balance: '12.40' },
            ],
          },
        }),
      }) ?? failure({ kind: 'not_found' })
    )
  },
}

/** Thinking is on unless it is switched off, and then every answer in the history must bring its own back. */
function thoughts({ body }: Asked): Failure | null {
  const { thinking, messages } = JSON.parse(body.toString()) as {
    thinking?: { type: string }
    messages: { role: string; content: unknown }[]
  }
  if (thinking?.type === 'disabled') return null
  const bare = messages.some(
    ({ role, content }) =>
      role === 'assistant' && !(Array.isArray(content) && content.some((it) => it?.type === 'thinking')),
  )
  const message = 'The `content[].thinking` in the thinking mode must be passed back to the API.'
  return bare ? { kind: 'bad_request', message } : null
}

export const startDeepseek = (options: TwinOptions): Promise<Twin> => startTwin(deepseekTwin, options)
