import { randomBytes } from 'node:crypto'
import { jsonPlan } from '../src-main/practice/answer.ts'
import type { Wire } from '../src-main/practice/message.ts'
import type { Plan } from '../src-main/practice/plan.ts'
import type { Dialect, Failure } from './dialect.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const pulled = ['qwen3-coder', 'gpt-oss:20b']

const hex = (bytes: number) => randomBytes(bytes).toString('hex')

/** Ollama's own source, `anthropic/anthropic.go`: an estimate first, counted tokens last, no cache, no signatures, no pings. */
const wire: Wire = {
  messageId: () => `msg_${hex(12)}`,
  toolUseId: () => `call_${hex(4)}`,
  usageFirst: (usage) => ({ input_tokens: Math.floor(total(usage) * 0.93), output_tokens: 0 }),
  usageLast: (usage, output) => ({ input_tokens: total(usage), output_tokens: output }),
  signature: () => null,
  first: { stop_reason: undefined, stop_sequence: undefined },
  pings: false,
  jsonPiece: Number.POSITIVE_INFINITY,
}

const total = (usage: { input: number; cacheRead: number; cacheWrite: number }) =>
  usage.input + usage.cacheRead + usage.cacheWrite

const error = (status: number, type: string, message: string): Plan =>
  jsonPlan(status, { type: 'error', error: { type, message }, request_id: `req_${hex(12)}` })

/** The router's own answer to a path it does not have. */
const noPage: Plan = {
  beforeMs: 0,
  status: 404,
  headers: { 'content-type': 'text/plain' },
  steps: [{ kind: 'write', text: '404 page not found', tokens: 0 }],
  paceMs: 0,
}

function failure(it: Failure): Plan {
  switch (it.kind) {
    case 'unknown_key':
      return error(401, 'authentication_error', 'unauthorized')
    case 'limited':
    case 'busy':
    case 'overloaded':
      return error(503, 'overloaded_error', 'server busy, please try again.  maximum pending requests exceeded')
    case 'no_credit':
      return error(402, 'api_error', 'subscription required')
    case 'unknown_model':
      return error(404, 'not_found_error', `model "${it.model}" not found, try pulling it first`)
    case 'bad_request':
      return error(400, 'invalid_request_error', it.message)
    case 'not_found':
      return noPage
    case 'too_large':
      return error(413, 'api_error', 'request body too large')
  }
}

export const ollamaTwin: Dialect = {
  name: 'Ollama',
  prefix: '',
  secretOf: () => LOCAL.secret,
  wire,
  groupOf: (model) => (pulled.includes(model.replace(/:latest$/, '')) ? 'local' : null),
  check: (_asked, prompt) =>
    prompt.maxTokens > 0 && Number.isFinite(prompt.maxTokens)
      ? null
      : { kind: 'bad_request', message: 'max_tokens is required and must be positive' },
  failure,
  headers: () => ({}),
  other(asked, path) {
    if (asked.method === 'GET' && path === '/api/version') return jsonPlan(200, { version: '0.40.12' })
    if (asked.method === 'GET' && path === '/api/tags')
      return jsonPlan(200, { models: pulled.map((name) => ({ name, model: name, size: 1, digest: hex(32) })) })
    if (asked.method === 'GET' && path === '/v1/models')
      return jsonPlan(200, { object: 'list', data: pulled.map((id) => ({ id, object: 'model', owned_by: 'library' })) })
    if (asked.method === 'HEAD' && path === '/') return { ...jsonPlan(200, {}), steps: [] }
    return noPage
  },
}

/** It knows no keys; everybody on the machine is the same. */
const LOCAL = { secret: 'local', name: 'local' }

export const startOllama = (options: TwinOptions): Promise<Twin> => startTwin(ollamaTwin, { ...options, keys: [LOCAL] })

const cloudModels = ['kimi-k3', 'gemma4:31b']

/** ollama.com: the key as a bearer alone, a version no older than the first, and a plan that is counted. */
export const ollamaCloudTwin: Dialect = {
  ...ollamaTwin,
  name: 'Ollama cloud',
  secretOf: ({ headers }) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null,
  groupOf: (model) => (cloudModels.includes(model) ? '*' : null),
  check(asked, prompt) {
    const version = [asked.headers['anthropic-version']].flat()[0] ?? ''
    if (version < '2023-06-01') return { kind: 'bad_request', message: 'anthropic-version is not supported' }
    return ollamaTwin.check(asked, prompt)
  },
  failure: (it) =>
    it.kind === 'limited'
      ? error(429, 'rate_limit_error', 'you have reached your session usage limit, please wait or upgrade to continue')
      : failure(it),
  other(asked, path, key) {
    if (asked.method === 'HEAD') return { ...jsonPlan(200, {}), steps: [] }
    if (asked.method === 'GET' && path === '/api/tags')
      return jsonPlan(200, { models: cloudModels.map((name) => ({ name, model: name, size: 1, digest: hex(32) })) })
    if (asked.method !== 'GET' || path !== '/api/usage') return noPage
    if (key === null) return failure({ kind: 'unknown_key' })
    return jsonPlan(200, { plan: 'pro', limits: { session: { usage: 0.18 }, weekly: { usage: 0.42 } } })
  },
}

export const startOllamaCloud = (options: TwinOptions): Promise<Twin> => startTwin(ollamaCloudTwin, options)
