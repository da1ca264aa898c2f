import { jsonPlan } from '../src-main/practice/answer.ts'
import { anthropicId, anthropicWire, limitHeaders, signatureOf } from '../src-main/practice/anthropic-wire.ts'
import type { Plan } from '../src-main/practice/plan.ts'
import { type Prompt, readPrompt, tokensIn } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

/** Anthropic, "Rate limits", table of 2026-10-17: which models share their limits. */
const groups: readonly (readonly [group: string, names: RegExp])[] = [
  ['Fable 5', /^claude-fable-5/],
  ['Opus 5.5', /^claude-opus-5-5/],
  ['Opus 5', /^claude-opus-5/],
  ['Opus 4', /^claude-opus-4/],
  ['Sonnet 5.5', /^claude-sonnet-5-5/],
  ['Sonnet 5', /^claude-sonnet-5/],
  ['Sonnet 4', /^claude-sonnet-4/],
  ['Haiku 5.5', /^claude-haiku-5-5/],
  ['Haiku 4.5', /^claude-haiku-4-5/],
]

const models = [
  ['claude-opus-5-5', 'Claude Opus 5.5', '2026-10-21'],
  ['claude-sonnet-5-5', 'Claude Sonnet 5.5', '2026-10-21'],
  ['claude-haiku-5-5', 'Claude Haiku 5.5', '2026-10-21'],
  ['claude-opus-5', 'Claude Opus 5', '2026-07-14'],
  ['claude-sonnet-5', 'Claude Sonnet 5', '2026-06-02'],
  ['claude-opus-4-8', 'Claude Opus 4.8', '2026-04-28'],
  ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5', '2025-10-01'],
] as const

const SIGNER = 'anthropic'
const wire = anthropicWire(SIGNER, Math.random)

const error = (status: number, type: string, message: string, headers: Record<string, string> = {}): Plan => {
  const id = anthropicId('req_', Math.random)
  const body = { type: 'error', error: { type, message }, request_id: id }
  return jsonPlan(status, body, {
    'request-id': id,
    'x-should-retry': String(status === 429 || status >= 500),
    ...headers,
  })
}

const spoken = { rpm: 'requests', itpm: 'input tokens', otpm: 'output tokens' }

function failure(it: Failure): Plan {
  switch (it.kind) {
    case 'unknown_key':
      return error(401, 'authentication_error', 'invalid x-api-key')
    case 'limited': {
      const limit = `${it.limit.toLocaleString('en-US')} ${spoken[it.dimension]} per minute`
      const wait: Record<string, string> = it.seconds === null ? {} : { 'retry-after': String(it.seconds) }
      return error(
        429,
        'rate_limit_error',
        `This request would exceed your organization's rate limit of ${limit}.`,
        wait,
      )
    }
    case 'busy':
      return error(429, 'rate_limit_error', 'Number of concurrent connections has exceeded your rate limit.')
    case 'overloaded':
      return error(529, 'overloaded_error', 'Overloaded')
    case 'no_credit':
      return error(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.')
    case 'unknown_model':
      return error(404, 'not_found_error', `model: ${it.model}`)
    case 'bad_request':
      return error(400, 'invalid_request_error', it.message)
    case 'not_found':
      return error(404, 'not_found_error', 'Not found')
    case 'too_large':
      return error(413, 'request_too_large', 'Request exceeds the maximum size')
  }
}

export const anthropicTwin: Dialect = {
  name: 'Anthropic',
  prefix: '',
  secretOf: ({ headers }) => [headers['x-api-key']].flat()[0] ?? bearer(headers.authorization),
  wire,
  groupOf: (model) => groups.find(([, names]) => names.test(model))?.[0] ?? null,
  check,
  failure,
  headers: (key, account, group, now) => ({
    'request-id': anthropicId('req_', Math.random),
    'anthropic-organization-id': account.id,
    ...(key.workspace === undefined ? {} : { 'anthropic-workspace-id': key.workspace }),
    ...(group === null ? {} : limitHeaders(account.levels(group, now), now)),
  }),
  other(asked, path, key) {
    if (asked.method === 'HEAD') return { ...jsonPlan(200, {}), steps: [] }
    if (key === null) return failure({ kind: 'unknown_key' })
    const identity = {
      'request-id': anthropicId('req_', Math.random),
      'anthropic-organization-id': key.organization ?? `org-${key.name}`,
      ...(key.workspace === undefined ? {} : { 'anthropic-workspace-id': key.workspace }),
    }
    if (asked.method === 'GET' && path === '/v1/models') return jsonPlan(200, listing(), identity)
    if (asked.method !== 'POST' || path !== '/v1/messages/count_tokens') return failure({ kind: 'not_found' })
    const prompt = readPrompt(asked.body)
    if (typeof prompt === 'string') return failure({ kind: 'bad_request', message: prompt })
    return jsonPlan(200, { input_tokens: tokensIn(prompt) }, identity)
  },
}

export const startAnthropic = (options: TwinOptions): Promise<Twin> => startTwin(anthropicTwin, options)

/** What the Messages API insists on: a version, max_tokens, and its own signatures under its own thoughts. */
function check(asked: Asked, prompt: Prompt): Failure | null {
  const bad = (message: string): Failure => ({ kind: 'bad_request', message })
  const version = [asked.headers['anthropic-version']].flat()[0]
  if (!version) return bad('anthropic-version: header is required')
  if (!Number.isFinite(prompt.maxTokens)) return bad('max_tokens: Field required')
  const body = JSON.parse(asked.body.toString()) as { messages: { content: unknown }[] } & Record<string, unknown>
  if (version >= '2026-10-21')
    for (const name of ['temperature', 'top_p', 'top_k'])
      if (name in body) return bad(`${name}: Extra inputs are not permitted`)
  for (const [m, message] of body.messages.entries())
    for (const [c, block] of (Array.isArray(message.content) ? message.content : []).entries()) {
      if (block?.type !== 'thinking') continue
      if (block.signature === undefined) return bad(`messages.${m}.content.${c}.thinking.signature: Field required`)
      if (block.signature !== signatureOf(SIGNER, String(block.thinking)))
        return bad(`messages.${m}.content.${c}: Invalid \`signature\` in \`thinking\` block`)
    }
  return null
}

const bearer = (value: string | undefined): string | null => /^Bearer (.+)$/i.exec(value ?? '')?.[1] ?? null

const listing = () => ({
  data: models.map(([id, display_name, day]) => ({ type: 'model', id, display_name, created_at: `${day}T00:00:00Z` })),
  has_more: false,
  first_id: models[0][0],
  last_id: models[models.length - 1]?.[0],
})
