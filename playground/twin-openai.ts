import type { Account } from '../src-main/practice/account.ts'
import type { Asked } from '../src-main/practice/server.ts'
import { chatDoor } from './chat-door.ts'
import type { Dialect, TwinKey } from './dialect.ts'
import { bearerOf, cachedUsage, failures, hex, listing, page, plainWire, type Said } from './plain.ts'
import { responsesDoor } from './responses-door.ts'
import { organizationOf, startTwin, type Twin, type TwinOptions } from './twin.ts'

/** What all of them have in common: a key in `authorization`, one door, and a listing for good keys. */
export const speaks = (
  own: Pick<Dialect, 'name' | 'prefix' | 'failure'> &
    Partial<Pick<Dialect, 'headers' | 'door'>> & {
      readonly models: readonly string[]
      /** Headers of every answer to a key of this organization. */
      readonly about?: (organization: string) => Record<string, string>
    },
): Dialect => ({
  secretOf: bearerOf,
  wire: plainWire(cachedUsage),
  door: chatDoor('/chat/completions'),
  groupOf: (model) => (own.models.includes(model) ? model : null),
  check: () => null,
  headers: () => ({}),
  other(asked, path, key) {
    if (key === null) return own.failure({ kind: 'unknown_key' })
    const here = { method: asked.method, path }
    const headers = own.about?.(organizationOf(key)) ?? {}
    const models = { 'GET /models': () => ({ status: 200, body: listing(own.models), headers }) }
    return page(here, models) ?? own.failure({ kind: 'not_found' })
  },
  ...own,
})

const error = (
  status: number,
  type: string,
  code: string | null,
  message: string,
  headers: Record<string, string> = {},
): Said => ({ status, body: { error: { message, type, param: null, code } }, headers })

const UNIT = { rpm: ['requests', 'RPM'], itpm: ['tokens', 'TPM'], otpm: ['tokens', 'TPM'] } as const

/** "6m0s", "1.200s": how OpenAI writes a duration. */
const duration = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60)
  return `${minutes > 0 ? `${minutes}m` : ''}${Number((seconds % 60).toFixed(3))}s`
}

type Levels = ReturnType<Account['levels']>
const left = (name: 'requests' | 'tokens', { limit, level }: Levels['rpm']): Record<string, string> => ({
  [`x-ratelimit-limit-${name}`]: String(limit),
  [`x-ratelimit-remaining-${name}`]: String(Math.max(0, Math.floor(level))),
  [`x-ratelimit-reset-${name}`]: duration(((limit - level) * 60) / limit),
})

const openaiFailure = failures({
  unknown_key: () =>
    error(
      401,
      'invalid_request_error',
      'invalid_api_key',
      'Incorrect API key provided: sk-proj-****. You can find your API key at https://platform.openai.com/account/api-keys.',
    ),
  limited: ({ dimension, limit, seconds }) =>
    error(
      429,
      UNIT[dimension][0],
      'rate_limit_exceeded',
      `Rate limit reached for gpt-5.6 in organization org-twin on ${UNIT[dimension][0]} per min (${UNIT[dimension][1]}): Limit ${limit}, Used ${limit}, Requested 100.${seconds === null ? '' : ` Please try again in ${duration(seconds)}. Visit https://platform.openai.com/account/rate-limits to learn more.`}`,
    ),
  busy: () => error(429, 'requests', 'rate_limit_exceeded', 'Too many requests at once.'),
  overloaded: () =>
    error(
      503,
      'server_error',
      null,
      'That model is currently overloaded with other requests. You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
    ),
  no_credit: () =>
    error(
      429,
      'insufficient_quota',
      'insufficient_quota',
      'You exceeded your current quota, please check your plan and billing details.',
    ),
  unknown_model: ({ model }) =>
    error(
      404,
      'invalid_request_error',
      'model_not_found',
      `The model \`${model}\` does not exist or you do not have access to it.`,
    ),
  bad_request: ({ message }) => error(400, 'invalid_request_error', null, message),
  not_found: () => error(404, 'invalid_request_error', null, 'Invalid URL (POST /v1/messages/count_tokens)'),
  too_large: () =>
    error(
      400,
      'invalid_request_error',
      'context_length_exceeded',
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
    ),
})

const openaiAbout = (organization: string) => ({
  'x-request-id': `req_${hex(16)}`,
  'openai-organization': organization,
  'openai-version': '2020-10-01',
})

/** platform.openai.com/docs: "Chat Completions", "Error codes", "Rate limits" (limits by the minute, reset as a duration). */
export const openaiChatTwin = speaks({
  name: 'OpenAI',
  prefix: '/v1',
  models: ['gpt-5.6', 'gpt-5.6-mini'],
  failure: openaiFailure,
  about: openaiAbout,
  headers(_key: TwinKey, account: Account, group: string | null, now: number) {
    const about = openaiAbout(account.id)
    if (group === null) return about
    const { rpm, itpm } = account.levels(group, now)
    return { ...about, ...left('requests', rpm), ...left('tokens', itpm) }
  },
})
export const startOpenaiChat = (options: TwinOptions): Promise<Twin> => startTwin(openaiChatTwin, options)

/** The same house, asked for "Responses". */
export const openaiTwin: Dialect = { ...openaiChatTwin, door: responsesDoor }
export const startOpenai = (options: TwinOptions): Promise<Twin> => startTwin(openaiTwin, options)

/** console.groq.com/docs: limits on requests by the day, on tokens by the minute; `retry-after` with a 429. */
export const groqTwin = speaks({
  name: 'Groq',
  prefix: '/openai/v1',
  models: ['openai/gpt-oss-120b', 'openai/gpt-oss-20b'],
  door: chatDoor('/chat/completions', 'reasoning'),
  failure: failures({
    unknown_key: () => error(401, 'invalid_request_error', 'invalid_api_key', 'Invalid API Key'),
    limited: ({ dimension, limit, seconds }) =>
      error(
        429,
        UNIT[dimension][0],
        'rate_limit_exceeded',
        `Rate limit reached for model \`openai/gpt-oss-120b\` in organization \`org_twin\` service tier \`on_demand\` on ${UNIT[dimension][0]} per minute (${UNIT[dimension][1]}): Limit ${limit}, Used ${limit}, Requested 100. Please try again in ${seconds ?? 2}.289s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing`,
        seconds === null ? {} : { 'retry-after': String(seconds) },
      ),
    busy: () => error(429, 'requests', 'rate_limit_exceeded', 'Too many concurrent requests.'),
    overloaded: () => error(498, 'capacity_exceeded', 'capacity_exceeded', 'Flex tier capacity exceeded.'),
    no_credit: () => error(402, 'invalid_request_error', 'insufficient_quota', 'Your account has no credit left.'),
    unknown_model: ({ model }) =>
      error(
        404,
        'invalid_request_error',
        'model_not_found',
        `The model \`${model}\` does not exist or you do not have access to it.`,
      ),
    bad_request: ({ message }) => error(400, 'invalid_request_error', null, message),
    not_found: () =>
      error(404, 'invalid_request_error', 'unknown_url', 'Unknown request URL: POST /openai/v1/messages.'),
    too_large: () =>
      error(
        413,
        'tokens',
        'rate_limit_exceeded',
        'Request too large for model `openai/gpt-oss-120b` in organization `org_twin` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 7000, please reduce your message size and try again.',
      ),
  }),
  headers(_key: TwinKey, account: Account, group: string | null, now: number) {
    if (group === null) return {}
    const day = {
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
    }
    return { ...day, ...left('tokens', account.levels(group, now).itpm) }
  },
})
export const startGroq = (options: TwinOptions): Promise<Twin> => startTwin(groqTwin, options)

const hub = (status: number, code: string, message: string, headers: Record<string, string> = {}): Said => ({
  status,
  body: { error: { code, message, details: message } },
  headers,
})
const githubFailure = failures({
  unknown_key: () => hub(401, 'unauthorized', 'Bad credentials'),
  limited: ({ limit, seconds }) =>
    hub(
      429,
      'RateLimitReached',
      `Rate limit of ${limit} per 60s exceeded for UserByModelByMinute. Please wait ${seconds ?? 0} seconds before retrying.`,
      {
        ...(seconds !== null && { 'retry-after': String(seconds) }),
      },
    ),
  busy: () => hub(429, 'RateLimitReached', 'Rate limit of 2 per 0s exceeded for UserConcurrentRequests.'),
  overloaded: () => hub(503, 'overloaded', 'The service is overloaded.'),
  no_credit: () => hub(402, 'insufficient_quota', 'The budget of your account is used up.'),
  unknown_model: ({ model }) => hub(400, 'unknown_model', `Unknown model: ${model}`),
  bad_request: ({ message }) => hub(400, 'bad_request', message),
  not_found: () => ({ status: 404, body: '404 page not found' }),
  too_large: () => hub(413, 'tokens_limit_reached', 'Request body too large for gpt-5 model. Max size: 8000 tokens.'),
})
const githubList = ['openai/gpt-5', 'deepseek/deepseek-v3']

/** docs.github.com, "GitHub Models": the catalogue stands at the root, as a bare list, for everybody. */
export const githubModelsTwin: Dialect = {
  ...speaks({ name: 'GitHub Models', prefix: '/inference', models: githubList, failure: githubFailure }),
  other(asked: Asked, path, key) {
    const body = githubList.map((id) => ({ id, name: id.split('/')[1], publisher: id.split('/')[0] }))
    const catalogue = page({ method: asked.method, path }, { 'GET /catalog/models': () => ({ status: 200, body }) })
    return catalogue ?? githubFailure({ kind: key ? 'not_found' : 'unknown_key' })
  },
}
export const startGithubModels = (options: TwinOptions): Promise<Twin> => startTwin(githubModelsTwin, options)

/** A server of somebody's own: its model's thoughts are shown as `reasoning_content`; errors as OpenAI has them. */
export const openaiHouseTwin = speaks({
  name: 'a server of OpenAI’s format',
  prefix: '/v1',
  models: ['house-large', 'openai/gpt-5-house'],
  door: chatDoor('/chat/completions', 'reasoning_content'),
  failure: openaiFailure,
})
export const startOpenaiHouse = (options: TwinOptions): Promise<Twin> => startTwin(openaiHouseTwin, options)

/** The same, asked for Responses. */
export const responsesHouseTwin: Dialect = { ...openaiHouseTwin, door: responsesDoor }
export const startResponsesHouse = (options: TwinOptions): Promise<Twin> => startTwin(responsesHouseTwin, options)
