import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import { bearerOf, cachedUsage, failures, listing, page, plainWire, type Said } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['kimi-k3', 'kimi-k2.7-code', 'kimi-k2.5']

const error = (status: number, type: string, message: string, headers: Record<string, string> = {}): Said => ({
  status,
  body: { error: { type, message } },
  headers,
})

/** platform.moonshot.ai, "Error codes". */
const failure = failures({
  unknown_key: () => error(401, 'invalid_authentication_error', 'Invalid Authentication'),
  limited: ({ limit, seconds }) =>
    error(429, 'rate_limit_reached_error', `Your account reached max request limit: ${limit}`, {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': '0',
      ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
    }),
  busy: () => error(429, 'rate_limit_reached_error', 'Your account reached max concurrency: 3, please try again'),
  overloaded: () => error(429, 'engine_overloaded_error', 'The engine is currently overloaded, please try again later'),
  no_credit: () => error(403, 'exceeded_current_quota_error', 'Your account is suspended due to insufficient balance'),
  unknown_model: ({ model }) =>
    error(404, 'resource_not_found_error', `Not found the model ${model} or Permission denied`),
  bad_request: ({ message }) => error(400, 'invalid_request_error', message),
  not_found: () => error(404, 'url_not_found', 'The requested resource was not found'),
  too_large: () => error(400, 'invalid_request_error', 'Your request exceeded model token limit: 262144'),
})

const wire = plainWire({ ...cachedUsage, signature: () => '', pings: true })

export const kimiTwin: Dialect = {
  name: 'Kimi',
  prefix: '/anthropic',
  secretOf: bearerOf,
  wire,
  groupOf: (model) => (models.includes(model) ? '*' : null),
  check: thoughts,
  failure,
  headers: () => ({}),
  other(asked, _path, key) {
    if (key === null) return failure({ kind: 'unknown_key' })
    return (
      page(asked, {
        'GET /v1/models': () => ({ status: 200, body: listing(models, 'moonshot') }),
        'GET /v1/users/me/balance': () => ({
          status: 200,
          body: {
            code: 0,
            data: { available_balance: 49.58, voucher_balance: 46.58, cash_balance: 3 },
            scode: '0x0',
            status: true,
          },
        }),
      }) ?? failure({ kind: 'not_found' })
    )
  },
}

export const startKimi = (options: TwinOptions): Promise<Twin> => startTwin(kimiTwin, options)

/** kimi.com/code, "Error reference": the same words may stand behind other statuses. */
const codeFailure = failures({
  unknown_key: () =>
    error(401, 'invalid_authentication_error', 'The API Key appears to be invalid or may have expired'),
  limited: () => error(429, 'rate_limit_error', "You've reached your usage limit for this period"),
  busy: () => error(429, 'rate_limit_error', "We're receiving too many requests at the moment"),
  overloaded: () => error(429, 'rate_limit_error', 'The engine is currently overloaded, please try again later'),
  no_credit: () => error(402, 'billing_error', "We're unable to verify your membership benefits at this time"),
  unknown_model: ({ model }) =>
    error(404, 'resource_not_found_error', `Not found the model ${model} or Permission denied`),
  bad_request: ({ message }) => error(400, 'invalid_request_error', message),
  not_found: () => error(404, 'url_not_found', 'The requested resource was not found'),
  too_large: () => error(400, 'invalid_request_error', 'total message size 3145728 exceeds limit 2097152'),
})

export const kimiCodeTwin: Dialect = {
  name: 'Kimi coding plan',
  prefix: '/coding',
  secretOf: bearerOf,
  wire,
  groupOf: (model) => (model === 'kimi-for-coding' ? '*' : null),
  check: onlyAgents,
  failure: codeFailure,
  headers: () => ({}),
  other(asked, path, key) {
    if (key === null) return codeFailure({ kind: 'unknown_key' })
    const usages = { 'GET /v1/usages': () => ({ status: 200, body: usage() }) }
    return page({ method: asked.method, path }, usages) ?? codeFailure({ kind: 'not_found' })
  },
}

/** gsd-2 issue 4640: a client that calls itself Anthropic's SDK is told that the engine is overloaded. */
function onlyAgents(asked: Asked): Failure | null {
  return /^anthropic/i.test(asked.headers['user-agent'] ?? '') ? { kind: 'overloaded' } : thoughts(asked)
}

/** openclaw issue 70565, new-api issue 3121: with thinking, a call without the thought before it is refused. */
function thoughts({ body }: Asked): Failure | null {
  const { thinking, messages } = JSON.parse(body.toString()) as {
    thinking?: { type: string }
    messages: { content: unknown }[]
  }
  if (thinking?.type === 'disabled') return null
  const bare = messages.findIndex(({ content }) => {
    const types = Array.isArray(content) ? content.map((it) => it?.type) : []
    return types.includes('tool_use') && !types.includes('thinking')
  })
  const message = `thinking is enabled but reasoning_content is missing in assistant tool call message at index ${bare}`
  return bare < 0 ? null : { kind: 'bad_request', message }
}

const usage = () => ({
  usage: { limit: '1000', remaining: '640', resetTime: new Date(Date.now() + 4 * 86_400_000).toISOString() },
  limits: [
    {
      window: { duration: 300, timeUnit: 'TIME_UNIT_MINUTE' },
      detail: { limit: '100', remaining: '25', resetTime: new Date(Date.now() + 7_200_000).toISOString() },
    },
  ],
})

export const startKimiCode = (options: TwinOptions): Promise<Twin> => startTwin(kimiCodeTwin, options)
