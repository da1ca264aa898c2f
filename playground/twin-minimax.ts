import type { Prompt } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import { bearerOf, cachedUsage, envelope, failures, page, plainWire, said, xApiKeyOf } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['MiniMax-M3', 'MiniMax-M2.7', 'MiniMax-M2.7-highspeed', 'MiniMax-M2.5']

/** MiniMax-M2 issue 62 (2025-12-23): the code ends the message, and an empty account is a 500. */
const failure = failures({
  unknown_key: () => envelope(401, 'authentication_error', 'login fail: invalid api key (1004)'),
  limited: () => envelope(429, 'rate_limit_error', 'rate limit exceeded(RPM) (1002)'),
  busy: () => envelope(429, 'rate_limit_error', 'rate limit exceeded (1002)'),
  overloaded: () => envelope(529, 'overloaded_error', 'The server cluster is currently under high load (2064)'),
  no_credit: () => envelope(500, 'api_error', 'insufficient balance (1008)'),
  unknown_model: ({ model }) => envelope(404, 'not_found_error', `model '${model}' not found`),
  bad_request: ({ message }) => envelope(400, 'invalid_request_error', `invalid params, ${message} (2013)`),
  not_found: () => ({ status: 404, body: '404 page not found' }),
  too_large: () => envelope(400, 'invalid_request_error', 'context window exceeds limit (2013)'),
})

export const minimaxTwin: Dialect = {
  name: 'MiniMax',
  prefix: '/anthropic',
  secretOf: (asked) => xApiKeyOf(asked) ?? bearerOf(asked),
  wire: plainWire({ ...cachedUsage, signature: (thinking) => `mm-${thinking.length}` }),
  groupOf: (model) => (models.includes(model) ? model : null),
  check,
  failure,
  headers: () => ({}),
  other: (asked, _path, key) =>
    page(asked, {
      'GET /v1/api/openplatform/coding_plan/remains': () =>
        key
          ? { status: 200, body: remains() }
          : { status: 200, body: { base_resp: { status_code: 1004, status_msg: 'login fail: invalid api key' } } },
    }) ?? said({ status: 404, body: '404 page not found' }),
}

/** platform.minimax.io: temperature in (0, 1]; M2 models read text alone. */
function check({ body }: Asked, prompt: Prompt): Failure | null {
  const { temperature } = JSON.parse(body.toString()) as { temperature?: number }
  if (temperature !== undefined && (temperature <= 0 || temperature > 1))
    return { kind: 'bad_request', message: 'temperature must be in (0, 1]' }
  if (prompt.model.startsWith('MiniMax-M2') && body.includes('"type":"image"'))
    return { kind: 'bad_request', message: 'this model does not support image input' }
  return null
}

const remains = () => ({
  model_remains: [
    {
      model_name: 'general',
      start_time: Date.now() - 3_600_000,
      end_time: Date.now() + 14_400_000,
      current_interval_remaining_percent: 74,
      current_weekly_status: 1,
      current_weekly_remaining_percent: 40,
      weekly_end_time: Date.now() + 300_000_000,
    },
  ],
  base_resp: { status_code: 0, status_msg: 'success' },
})

export const startMinimax = (options: TwinOptions): Promise<Twin> => startTwin(minimaxTwin, options)
