import { jsonPlan } from '../src-main/practice/answer.ts'
import { anthropicId, anthropicWire, signatureOf } from '../src-main/practice/anthropic-wire.ts'
import type { Plan } from '../src-main/practice/plan.ts'
import { type Prompt, readPrompt, tokensIn } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import { bearerOf, envelope, failures, hex, type Said, xApiKeyOf } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'
import type { EntraTwin } from './twin-entra.ts'

const SIGNER = 'foundry'

/** Deployments: one under its model's own name, one under a name of the house. */
const DEPLOYMENTS: readonly string[] = ['claude-opus-5', 'claude-sonnet-5', 'claude-haiku-4-5', 'team-opus']

/** Azure's error, as its API Management writes it. */
const azure = (status: number, code: string, message: string, headers: Record<string, string> = {}): Said => ({
  status,
  body: { error: { code, message } },
  headers: { 'apim-request-id': hex(16), ...headers },
})

const turnDown = failures({
  unknown_key: () =>
    azure(
      401,
      '401',
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    ),
  limited: ({ seconds }) =>
    azure(
      429,
      'RateLimitReached',
      `Your requests to claude for claude in East US 2 have exceeded the token rate limit for your current pricing tier. Please retry after ${seconds ?? 60} seconds.`,
      seconds === null ? {} : { 'retry-after': String(seconds), 'retry-after-ms': String(seconds * 1000) },
    ),
  busy: () => azure(429, 'RateLimitReached', 'Your requests have exceeded the concurrency of this deployment.'),
  overloaded: () => envelope(529, 'overloaded_error', 'Overloaded', { 'apim-request-id': hex(16) }),
  no_credit: () =>
    azure(403, '403', 'Access denied due to inactive subscription. Please reactivate your subscription.'),
  unknown_model: () =>
    azure(
      404,
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    ),
  bad_request: ({ message }) => envelope(400, 'invalid_request_error', message),
  not_found: () => azure(404, '404', 'Resource not found'),
  too_large: () => envelope(413, 'request_too_large', 'Request exceeds the maximum size'),
})

/** platform.claude.com, "Claude in Microsoft Foundry": the key in `x-api-key` or `api-key`, or a token of Entra ID. */
const azureTwin = (entra: EntraTwin | null): Dialect => ({
  name: 'Microsoft Foundry',
  prefix: '/anthropic',
  secretOf: (asked) => {
    const key = xApiKeyOf(asked) ?? [asked.headers['api-key']].flat()[0] ?? null
    return key ?? entra?.desk.credentialOf(bearerOf(asked)) ?? null
  },
  wire: anthropicWire(SIGNER, Math.random),
  groupOf: (model) => (DEPLOYMENTS.includes(model) ? model : null),
  check,
  failure: turnDown,
  headers: () => ({
    'request-id': anthropicId('req_', Math.random),
    'apim-request-id': hex(16),
    'x-ms-region': 'East US 2',
  }),
  other(asked, path, key): Plan {
    if (key === null) return turnDown({ kind: 'unknown_key' })
    if (asked.method !== 'POST' || path !== '/v1/messages/count_tokens') return turnDown({ kind: 'not_found' })
    const prompt = readPrompt(asked.body)
    if (typeof prompt === 'string') return turnDown({ kind: 'bad_request', message: prompt })
    if (!DEPLOYMENTS.includes(prompt.model)) return turnDown({ kind: 'unknown_model', model: prompt.model })
    return jsonPlan(200, { input_tokens: tokensIn(prompt) }, { 'apim-request-id': hex(16) })
  },
})

/** Not there, by its documentation: files, skills, connectors to MCP, batches; nor what only Anthropic's own door has. */
const UNKNOWN = ['context_management', 'fallbacks', 'speed', 'container', 'mcp_servers', 'thread', 'compaction']

function check(asked: Asked, prompt: Prompt): Failure | null {
  const bad = (message: string): Failure => ({ kind: 'bad_request', message })
  if (!asked.headers['anthropic-version']) return bad('anthropic-version: header is required')
  if (!Number.isFinite(prompt.maxTokens)) return bad('max_tokens: Field required')
  const body = JSON.parse(asked.body.toString()) as { messages: { content: unknown }[] } & Record<string, unknown>
  const unknown = UNKNOWN.find((name) => name in body)
  if (unknown !== undefined) return bad(`${unknown}: Extra inputs are not permitted`)
  for (const [m, message] of body.messages.entries())
    for (const [c, block] of (Array.isArray(message.content) ? message.content : []).entries())
      if (block?.type === 'thinking' && block.signature !== signatureOf(SIGNER, String(block.thinking)))
        return bad(`messages.${m}.content.${c}: Invalid \`signature\` in \`thinking\` block`)
  return null
}

/** `entra`: where tokens are looked up; absent: only keys of the resource are known. */
export const startAzure = (options: TwinOptions, entra: EntraTwin | null = null): Promise<Twin> =>
  startTwin(azureTwin(entra), options)
