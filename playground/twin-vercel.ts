import type { Dialect } from './dialect.ts'
import { bearerOf, cachedUsage, failures, hex, listing, page, plainWire, type Said, xApiKeyOf } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['anthropic/claude-opus-5', 'anthropic/claude-sonnet-5', 'anthropic/claude-haiku-4.5', 'zai/glm-4.5-air']

const error = (status: number, type: string, message: string, headers: Record<string, string> = {}): Said => ({
  status,
  body: { error: { message, type } },
  headers,
})

/** vercel.com/docs/ai-gateway. */
const failure = failures({
  unknown_key: () => error(401, 'authentication_error', 'Invalid API key'),
  limited: ({ seconds }) =>
    error(
      429,
      'rate_limit_exceeded',
      'Rate limit exceeded',
      seconds === null ? {} : { 'retry-after': String(seconds) },
    ),
  busy: () => error(429, 'rate_limit_exceeded', 'Rate limit exceeded'),
  overloaded: () => error(529, 'overloaded_error', 'Overloaded'),
  no_credit: () => error(402, 'insufficient_funds', 'Insufficient funds. Please add credits to your account'),
  unknown_model: ({ model }) => error(404, 'model_not_found', `Model '${model}' not found`),
  bad_request: ({ message }) => error(400, 'invalid_request_error', message),
  not_found: () => ({ status: 404, body: 'The page could not be found' }),
  too_large: () => error(413, 'request_too_large', 'Request body too large'),
})

export const vercelTwin: Dialect = {
  name: 'Vercel AI Gateway',
  prefix: '',
  secretOf: (asked) => xApiKeyOf(asked) ?? bearerOf(asked),
  wire: plainWire({ ...cachedUsage, signature: () => hex(24) }),
  groupOf: (model) => (models.includes(model) ? model : null),
  check: () => null,
  failure,
  headers: () => ({ 'x-vercel-id': `fra1::${hex(8)}` }),
  other(asked, _path, key) {
    const open = page(asked, { 'GET /v1/models': () => ({ status: 200, body: listing(models, 'vercel') }) })
    if (open) return open
    if (key === null) return failure({ kind: 'unknown_key' })
    const credits = () => ({ status: 200, body: { balance: '95.50', total_used: '4.50' } })
    return page(asked, { 'GET /v1/credits': credits }) ?? failure({ kind: 'not_found' })
  },
}

export const startVercel = (options: TwinOptions): Promise<Twin> => startTwin(vercelTwin, options)
