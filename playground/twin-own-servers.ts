import { readPrompt, tokensIn } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect } from './dialect.ts'
import { bearerOf, envelope, failures, listing, page, plainWire, type Said, said, xApiKeyOf } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

/** Started without a key: everybody on the machine is the same. */
const LOCAL = { secret: 'local', name: 'local' }
const anyKey = (asked: Asked) => bearerOf(asked) ?? xApiKeyOf(asked)

const startOwn = (dialect: Dialect, options: TwinOptions): Promise<Twin> =>
  options.keys
    ? startTwin(dialect, options)
    : startTwin({ ...dialect, secretOf: () => 'local' }, { ...options, keys: [LOCAL] })

function counted({ body }: Asked): Said {
  const prompt = readPrompt(body)
  return typeof prompt === 'string'
    ? { status: 400, body: { error: { code: 400, message: prompt, type: 'invalid_request_error' } } }
    : { status: 200, body: { input_tokens: tokensIn(prompt) } }
}

const loaded = ['qwen3-coder-30b', 'gpt-oss-20b']

const lmError = (status: number, code: string | null, message: string): Said => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code } },
})
const lmFailure = failures({
  unknown_key: () => lmError(401, 'invalid_api_key', 'Invalid API token'),
  limited: () => lmError(429, null, 'Too many requests'),
  busy: () => lmError(429, null, 'Too many requests'),
  overloaded: () => lmError(503, null, 'The model is still loading'),
  no_credit: () => lmError(402, null, 'not here'),
  unknown_model: ({ model }) => lmError(404, 'model_not_found', `Model "${model}" not found`),
  bad_request: ({ message }) => lmError(400, null, message),
  not_found: () => ({
    status: 200,
    body: { error: 'Unexpected endpoint or method. (POST /v1/messages/count_tokens)' },
  }),
  too_large: () => lmError(400, null, 'context length exceeded'),
})

/** lmstudio.ai, "Anthropic compatibility"; an unknown path is answered 200 with an error. */
export const lmstudioTwin: Dialect = {
  name: 'LM Studio',
  prefix: '',
  secretOf: anyKey,
  wire: plainWire(),
  groupOf: (model) => (loaded.includes(model) ? '*' : null),
  check: () => null,
  failure: lmFailure,
  headers: () => ({}),
  other(asked, _path, key) {
    if (key === null) return lmFailure({ kind: 'unknown_key' })
    const models = { 'GET /v1/models': () => ({ status: 200, body: listing(loaded, 'organization_owner') }) }
    return page(asked, models) ?? lmFailure({ kind: 'not_found' })
  },
}
export const startLmstudio = (options: TwinOptions): Promise<Twin> => startOwn(lmstudioTwin, options)

const cppError = (code: number, type: string, message: string, more: object = {}): Said => ({
  status: code,
  body: { error: { code, message, type, ...more } },
})
const cppFailure = failures({
  unknown_key: () => cppError(401, 'authentication_error', 'Invalid API Key'),
  limited: () => cppError(503, 'unavailable_error', 'no slot available'),
  busy: () => cppError(503, 'unavailable_error', 'no slot available'),
  overloaded: () => cppError(503, 'unavailable_error', 'Loading model'),
  no_credit: () => cppError(402, 'server_error', 'not here'),
  unknown_model: ({ model }) => cppError(404, 'not_found_error', `model '${model}' not found`),
  bad_request: ({ message }) => cppError(400, 'invalid_request_error', message),
  not_found: () => cppError(404, 'not_found_error', 'File Not Found'),
  too_large: () =>
    cppError(400, 'exceed_context_size_error', 'the request exceeds the available context size, try increasing it', {
      n_prompt_tokens: 70_000,
      n_ctx: 65_536,
    }),
})

/** llama.cpp, tools/server: one model unless it is a router; the listing is for everybody. */
export const llamacppTwin: Dialect = {
  name: 'llama.cpp',
  prefix: '',
  secretOf: anyKey,
  wire: plainWire({
    usageFirst: (usage) => ({ cache_read_input_tokens: usage.cacheRead, input_tokens: usage.input, output_tokens: 0 }),
  }),
  groupOf: (model) => (loaded.includes(model) ? '*' : null),
  check: () => null,
  failure: cppFailure,
  headers: () => ({ server: 'llama.cpp' }),
  other(asked, _path, key) {
    const open = page(asked, {
      'GET /health': () => ({ status: 200, body: { status: 'ok' } }),
      'GET /v1/models': () => ({ status: 200, body: { ...listing(loaded, 'llamacpp'), models: [] } }),
    })
    if (open) return open
    if (key === null) return cppFailure({ kind: 'unknown_key' })
    return page(asked, { 'POST /v1/messages/count_tokens': () => counted(asked) }) ?? cppFailure({ kind: 'not_found' })
  },
}
export const startLlamacpp = (options: TwinOptions): Promise<Twin> => startOwn(llamacppTwin, options)

const vllmFailure = failures({
  unknown_key: () => ({ status: 401, body: { error: 'Unauthorized' } }),
  limited: () => ({ status: 503, body: { error: { message: 'The server is overloaded', type: 'overloaded_error' } } }),
  busy: () => ({ status: 503, body: { error: { message: 'The server is overloaded', type: 'overloaded_error' } } }),
  overloaded: () => ({
    status: 503,
    body: { error: { message: 'The server is overloaded', type: 'overloaded_error' } },
  }),
  no_credit: () => ({ status: 402, body: '' }),
  unknown_model: ({ model }) => ({
    status: 404,
    body: {
      error: { message: `The model \`${model}\` does not exist.`, type: 'NotFoundError', param: 'model', code: 404 },
    },
  }),
  bad_request: ({ message }) => envelope(400, 'invalid_request_error', message),
  not_found: () => ({ status: 404, body: { detail: 'Not Found' } }),
  too_large: () => envelope(400, 'invalid_request_error', "This model's maximum context length is 65536 tokens."),
})

/** docs.vllm.ai: cached tokens are told where they are known, else the field is not there. */
export const vllmTwin: Dialect = {
  name: 'vLLM',
  prefix: '',
  secretOf: anyKey,
  wire: plainWire(),
  groupOf: (model) => (loaded.includes(model) ? '*' : null),
  check: () => null,
  failure: vllmFailure,
  headers: () => ({}),
  other(asked, _path, key) {
    if (asked.path === '/health') return said({ status: 200, body: '' })
    if (key === null) return vllmFailure({ kind: 'unknown_key' })
    return (
      page(asked, {
        'GET /v1/models': () => ({ status: 200, body: listing(loaded, 'vllm') }),
        'POST /v1/messages/count_tokens': () => counted(asked),
      }) ?? vllmFailure({ kind: 'not_found' })
    )
  },
}
export const startVllm = (options: TwinOptions): Promise<Twin> => startOwn(vllmTwin, options)
