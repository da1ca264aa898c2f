import type { Dialect } from './dialect.ts'
import { bearerOf, failures, hex, plainWire, type Said, xApiKeyOf } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const error = (status: number, code: string, message: string): Said => ({
  status,
  body: { code, message, request_id: hex(16) },
})

/** Alibaba Cloud Model Studio, "Error messages". */
const failure = failures({
  unknown_key: () => error(401, 'InvalidApiKey', 'Invalid API-key provided.'),
  limited: () => error(429, 'Throttling.RateQuota', 'Requests rate limit exceeded, please try again later.'),
  busy: () => error(429, 'Throttling', 'Too many requests in route.'),
  overloaded: () =>
    error(503, 'ModelServingError', 'Too many requests. Your requests are being throttled by the system.'),
  no_credit: () => error(400, 'Arrearage', 'Access denied, please make sure your account is in good standing.'),
  unknown_model: () => error(404, 'ModelNotFound', 'Model can not be found.'),
  bad_request: ({ message }) => error(400, 'InvalidParameter', message),
  not_found: () => ({ status: 404, body: '' }),
  too_large: () => error(400, 'InvalidParameter', 'Range of input length should be [1, 258048]'),
})

const dialect = (name: string, models: readonly string[]): Dialect => ({
  name,
  prefix: '/apps/anthropic',
  secretOf: (asked) => bearerOf(asked) ?? xApiKeyOf(asked),
  wire: plainWire({ signature: () => '' }),
  groupOf: (model) => (models.includes(model) ? model : null),
  check: () => null,
  failure,
  headers: () => ({ 'x-request-id': hex(16) }),
  other: () => failure({ kind: 'not_found' }),
})

export const startQwen = (options: TwinOptions): Promise<Twin> =>
  startTwin(dialect('Qwen', ['qwen3.7-max', 'qwen3.7-plus', 'qwen3.6-plus', 'qwen3.6-flash']), options)

const worded = (status: number, message: string): Said => ({
  status,
  body: { error: { type: 'invalid_request_error', message }, request_id: hex(16) },
})

/** "Coding plan: FAQ": what is particular to the plans. */
const planFailure = failures({
  unknown_key: () => worded(401, 'invalid access token or token expired'),
  limited: () => worded(429, 'hour allocated quota exceeded.'),
  busy: () => worded(429, 'concurrency allocated quota exceeded.'),
  overloaded: () =>
    error(503, 'ModelServingError', 'Too many requests. Your requests are being throttled by the system.'),
  no_credit: () => error(400, 'Arrearage', 'Access denied, please make sure your account is in good standing.'),
  unknown_model: ({ model }) => worded(400, `model '${model}' is not supported.`),
  bad_request: ({ message }) => error(400, 'InvalidParameter', message),
  not_found: () => ({ status: 404, body: '' }),
  too_large: () => error(400, 'InvalidParameter', 'Range of input length should be [1, 258048]'),
})

export const startQwenPlan = (options: TwinOptions): Promise<Twin> =>
  startTwin({ ...dialect('Qwen plan', ['qwen3.7-plus', 'qwen3.6-plus']), failure: planFailure }, options)
