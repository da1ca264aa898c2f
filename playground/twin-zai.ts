import { randomBytes } from 'node:crypto'
import { jsonPlan } from '../src-main/practice/answer.ts'
import type { Wire } from '../src-main/practice/message.ts'
import type { Plan } from '../src-main/practice/plan.ts'
import type { Dialect, Failure } from './dialect.ts'
import { type Act, status } from './script.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['glm-5.3', 'glm-5.3-flash', 'glm-5.2', 'glm-5.1', 'glm-5-turbo', 'glm-4.7', 'glm-4.5-air']

const hex = (bytes: number) => randomBytes(bytes).toString('hex')

/** zai-org/GLM-5 issue 139 (2026-09-01): nothing in `message_start`, everything in the last `message_delta`. */
const wire: Wire = {
  messageId: () => `msg_${hex(16)}`,
  toolUseId: () => `call_${hex(12)}`,
  usageFirst: () => ({ input_tokens: 0, output_tokens: 0 }),
  usageLast: (usage, output) => ({
    input_tokens: usage.input + usage.cacheWrite,
    output_tokens: output,
    cache_read_input_tokens: usage.cacheRead,
    server_tool_use: { web_search_requests: 0 },
    service_tier: 'standard',
  }),
  // Its own mark, which Anthropic would not take for its own.
  signature: (thinking) => Buffer.from(`glm:${thinking.length}`).toString('hex'),
  first: {},
  pings: true,
  jsonPiece: Number.POSITIVE_INFINITY,
}

/** docs.z.ai, "Error codes": the business code is what counts. */
const business = (code: string, message: string, http: number): Plan =>
  jsonPlan(http, { error: { code, message }, request_id: hex(16) })

function failure(it: Failure): Plan {
  switch (it.kind) {
    case 'unknown_key':
      return business('1000', 'Authentication Failed', 401)
    case 'limited':
      return business('1303', 'The API call frequency for this account is too high. Please reduce it.', 429)
    case 'busy':
      return business('1302', 'Rate limit reached for requests', 429)
    case 'overloaded':
      return business('1312', 'The service is temporarily overloaded, please try again later', 429)
    case 'no_credit':
      return business('1113', 'Insufficient balance or no resource package. Please recharge.', 429)
    case 'unknown_model':
      return business('1211', 'Unknown Model, please check the model code.', 400)
    case 'bad_request':
      return business('1210', it.message, 400)
    case 'not_found':
      return jsonPlan(404, { timestamp: new Date().toISOString(), status: 404, error: 'Not Found' })
    case 'too_large':
      return business('1261', 'Prompt exceeds max length', 400)
  }
}

export const zaiTwin: Dialect = {
  name: 'Z.AI',
  prefix: '/api/anthropic',
  secretOf: ({ headers }) =>
    (headers.authorization ?? [headers['x-api-key']].flat()[0])?.replace(/^Bearer /i, '') ?? null,
  wire,
  // Names of other makers are refused here, so that a missing mapping is noticed.
  groupOf: (model) => (models.includes(model.toLowerCase()) ? model.toLowerCase() : null),
  check: () => null,
  failure,
  headers: () => ({}),
  other(asked, path, key) {
    if (asked.method === 'GET' && asked.path === '/api/monitor/usage/quota/limit')
      return key ? jsonPlan(200, quota()) : jsonPlan(200, { code: 1000, msg: 'Authentication Failed', success: false })
    if (asked.method === 'GET' && asked.path === '/api/paas/v4/models')
      return key
        ? jsonPlan(200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) })
        : failure({ kind: 'unknown_key' })
    if (asked.method === 'HEAD' && path === '/') return { ...jsonPlan(200, {}), steps: [] }
    return failure({ kind: 'not_found' })
  },
}

/** The same house in China, at its own address. */
export const zhipuTwin: Dialect = { ...zaiTwin, name: 'Zhipu' }

export const startZhipu = (options: TwinOptions): Promise<Twin> => startTwin(zhipuTwin, options)

export const startZai = (options: TwinOptions): Promise<Twin> => startTwin(zaiTwin, options)

/** The plan's five hours are used up until `until`, epoch ms, which is told in China Standard Time. */
export const windowUsedUp = (until: number): Act => {
  const told = new Date(until + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  const message = `Usage limit reached for 5 hour. Your limit will reset at ${told}`
  return status(429, { error: { code: '1308', message }, request_id: hex(16) })
}

const quota = () => ({
  code: 200,
  msg: 'Operation successful',
  success: true,
  data: {
    level: 'pro',
    limits: [
      {
        type: 'CREDIT_LIMIT',
        unit: 3,
        number: 5,
        usage: 12_000,
        currentValue: 402,
        remaining: 11_598,
        percentage: 3,
        nextResetTime: Date.now() + 3_600_000,
      },
      {
        type: 'CREDIT_LIMIT',
        unit: 6,
        number: 1,
        usage: 60_000,
        currentValue: 1226,
        remaining: 58_774,
        percentage: 2,
        nextResetTime: Date.now() + 86_400_000,
      },
    ],
  },
})
