import type { Prompt } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import { bearerOf, cachedUsage, failures, hex, listing, opening, page, plainWire, type Said } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = [
  'anthropic/claude-opus-5',
  'anthropic/claude-sonnet-5',
  'anthropic/claude-haiku-4.5',
  'z-ai/glm-5.3',
  'moonshotai/kimi-k3',
]

const error = (code: number, message: string, headers: Record<string, string> = {}): Said => ({
  status: code,
  body: { error: { code, message }, user_id: `user_${hex(8)}` },
  headers,
})

/** openrouter.ai, "Errors" and "Limits": the headers of a limit come with its 429 alone. */
const failure = failures({
  unknown_key: () => error(401, 'User not found.'),
  limited: ({ limit, seconds }) =>
    error(429, 'Rate limit exceeded: free-models-per-min.', {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.now() + (seconds ?? 60) * 1000),
    }),
  busy: () => error(402, 'This request exceeds your in-flight budget. Please retry shortly.'),
  overloaded: () => error(529, 'Provider returned error: overloaded'),
  no_credit: () => error(402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits'),
  unknown_model: ({ model }) => error(400, `${model} is not a valid model ID`),
  bad_request: ({ message }) => error(400, message),
  not_found: () => ({ status: 404, body: '<!DOCTYPE html><html><body>Not found</body></html>' }),
  too_large: () => error(413, 'Request too large'),
})

export const openrouterTwin: Dialect = {
  name: 'OpenRouter',
  prefix: '/api',
  secretOf: bearerOf,
  wire: plainWire({ ...cachedUsage, signature: () => hex(24) }),
  habit: opening('OPENROUTER PROCESSING'),
  groupOf: (model) => (models.includes(model) ? model : null),
  check: contextManagement,
  failure,
  headers: () => ({}),
  other(asked, path, key) {
    const here = { method: asked.method, path }
    const open = page(here, {
      'GET /v1/models': () => ({ status: 200, body: listing(models, 'openrouter') }),
    })
    if (open) return open
    if (key === null) return failure({ kind: 'unknown_key' })
    const account = { label: 'sk-or-v1-abc...123', limit: 50, limit_remaining: 38.25, usage: 11.75, usage_daily: 1.2 }
    return (
      page(here, { 'GET /v1/key': () => ({ status: 200, body: { data: account } }) }) ?? failure({ kind: 'not_found' })
    )
  },
}

/** cc-switch issue 2006: only Claude is served with it. */
function contextManagement({ body, headers }: Asked, prompt: Prompt): Failure | null {
  if (prompt.model.startsWith('anthropic/')) return null
  const asks = 'context_management' in (JSON.parse(body.toString()) as object)
  const beta = [headers['anthropic-beta']].flat().join(',').includes('context-management-2025-06-27')
  const message =
    "No endpoints available that support Anthropic's context management features (context-management-2025-06-27)"
  return asks || beta ? { kind: 'bad_request', message } : null
}

export const startOpenrouter = (options: TwinOptions): Promise<Twin> => startTwin(openrouterTwin, options)
