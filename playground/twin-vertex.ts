import { jsonPlan } from '../src-main/practice/answer.ts'
import { anthropicWire, signatureOf } from '../src-main/practice/anthropic-wire.ts'
import type { Plan } from '../src-main/practice/plan.ts'
import { type Prompt, readPrompt, tokensIn } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dialect, Failure } from './dialect.ts'
import { bearerOf, envelope, failures, type Said } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'
import type { GoogleTwin } from './twin-google.ts'

const SIGNER = 'vertex'
const VERSIONS = ['vertex-2023-10-16', '2023-06-01', '2026-10-21']
/** Betas that Google's own door lets through; all others are answered with 400. */
const BETAS = /^(interleaved-thinking-2025-05-14|context-1m-2025-08-07)$/
const LOCATION = /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/publishers\/anthropic\/models$/
const METHOD = /^\/((?!count-tokens:)[^/:]+):(rawPredict|streamRawPredict)$/
/** What the Messages API has and Vertex AI has not (Google, "Anthropic's Claude models"; claude-code issue 21612). */
const UNKNOWN = [
  'context_management',
  'fallbacks',
  'speed',
  'container',
  'mcp_servers',
  'thread',
  'compaction',
  'diagnostics',
]

const MODELS = /^claude-(opus-5|sonnet-5|opus-4-[5-8]|sonnet-4-6|haiku-4-5(@20251001)?)$/
const groupOf = (model: string): string | null => (MODELS.test(model) ? model.replace(/@.*/, '') : null)

/** Google's error: `google.rpc.Status`. */
const google = (code: number, status: string, message: string, details: object[] = []): Said => ({
  status: code,
  body: { error: { code, message, status, ...(details.length > 0 && { details }) } },
})

const quotas = { rpm: 'requests', itpm: 'input_tokens', otpm: 'output_tokens' }
const exceeded = (quota: string) =>
  google(
    429,
    'RESOURCE_EXHAUSTED',
    `Quota exceeded for aiplatform.googleapis.com/online_prediction_${quota}_per_minute_per_base_model with base model: anthropic-claude. Please submit a quota increase request. https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai.`,
  )

const failure = (project: string, location: string) =>
  failures({
    unknown_key: () =>
      google(
        401,
        'UNAUTHENTICATED',
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
        [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED' }],
      ),
    limited: ({ dimension }) => exceeded(quotas[dimension]),
    busy: () => exceeded('concurrent_requests'),
    overloaded: () => envelope(529, 'overloaded_error', 'Overloaded'),
    no_credit: () =>
      google(
        403,
        'PERMISSION_DENIED',
        `This API method requires billing to be enabled. Please enable billing on project #${project} by visiting https://console.developers.google.com/billing/enable?project=${project} then retry.`,
      ),
    unknown_model: ({ model }) =>
      google(
        404,
        'NOT_FOUND',
        `Publisher Model \`projects/${project}/locations/${location}/publishers/anthropic/models/${model}\` was not found or your project does not have access to it. Please ensure you are using a valid model version.`,
      ),
    bad_request: ({ message }) => envelope(400, 'invalid_request_error', message),
    not_found: () => ({
      status: 404,
      body: '<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>',
      headers: { 'content-type': 'text/html' },
    }),
    too_large: () => envelope(413, 'request_too_large', 'Request exceeds the maximum size'),
  })

/** The body as the Messages API has it, and what is wrong with it. */
function read(body: Buffer, model: string): Buffer | string {
  let json: Record<string, unknown>
  try {
    json = JSON.parse(body.toString()) as Record<string, unknown>
  } catch {
    return 'The request body is not valid JSON'
  }
  if ('model' in json) return 'model: Extra inputs are not permitted'
  const wrong = objection(json)
  return wrong ?? Buffer.from(JSON.stringify({ ...json, model }))
}

function objection(json: Record<string, unknown>): string | null {
  if (json.anthropic_version === undefined) return 'anthropic_version: Field required'
  if (!VERSIONS.includes(String(json.anthropic_version)))
    return `anthropic_version: "${json.anthropic_version}" is not a valid version`
  const unknown = UNKNOWN.find((name) => name in json)
  return unknown === undefined ? null : `${unknown}: Extra inputs are not permitted`
}

/** Google, "Use Anthropic's Claude models", and the Vertex AI REST reference. Tokens are looked up at `google`. */
function vertexTwin(google: GoogleTwin, prefix: string): Dialect {
  const [, project = '', location = ''] = LOCATION.exec(prefix) ?? []
  const turnDown = failure(project, location)
  return {
    name: 'Vertex AI',
    prefix,
    secretOf: (asked) => google.desk.credentialOf(bearerOf(asked)),
    wire: {
      ...anthropicWire(SIGNER, Math.random),
      messageId: () => anthropicWire(SIGNER, Math.random).messageId().replace('msg_', 'msg_vrtx_'),
      pings: true,
    },
    door: {
      at: (path) => METHOD.test(path),
      read: (body, path) => read(body, modelIn(path)),
      bent: (step) => step,
    },
    groupOf,
    check,
    failure: turnDown,
    headers: () => ({ 'request-id': `req_vrtx_${Date.now().toString(36)}`, server: 'scaffolding on HTTPServer2' }),
    other(asked, path, key): Plan {
      if (key === null) return turnDown({ kind: 'unknown_key' })
      if (asked.method !== 'POST' || path !== '/count-tokens:rawPredict') return turnDown({ kind: 'not_found' })
      if (asked.headers['anthropic-beta'] !== undefined)
        return turnDown({ kind: 'bad_request', message: unexpected([String(asked.headers['anthropic-beta'])]) })
      const prompt = readPrompt(asked.body)
      if (typeof prompt === 'string') return turnDown({ kind: 'bad_request', message: prompt })
      const wrong = objection(JSON.parse(asked.body.toString()) as Record<string, unknown>)
      if (wrong) return turnDown({ kind: 'bad_request', message: wrong })
      if (groupOf(prompt.model) === null) return turnDown({ kind: 'unknown_model', model: prompt.model })
      return jsonPlan(200, { input_tokens: tokensIn(prompt) })
    },
  }
}

const modelIn = (path: string): string => decodeURIComponent(/\/([^/:]+):\w+$/.exec(path)?.[1] ?? '')
const unexpected = (betas: readonly string[]) =>
  `Unexpected value(s) ${betas.map((it) => `\`${it}\``).join(', ')} for the \`anthropic-beta\` header. Please consult our documentation at docs.anthropic.com or try again without the header.`

function check(asked: Asked, prompt: Prompt): Failure | null {
  const bad = (message: string): Failure => ({ kind: 'bad_request', message })
  const betas = String(asked.headers['anthropic-beta'] ?? '')
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '' && !BETAS.test(it))
  if (betas.length > 0) return bad(unexpected(betas))
  if (!Number.isFinite(prompt.maxTokens)) return bad('max_tokens: Field required')
  if (prompt.stream !== asked.path.endsWith(':streamRawPredict'))
    return bad('stream: does not go with the method that was called')
  const { messages } = JSON.parse(asked.body.toString()) as { messages: { content: unknown }[] }
  for (const [m, message] of messages.entries())
    for (const [c, block] of (Array.isArray(message.content) ? message.content : []).entries())
      if (block?.type === 'thinking' && block.signature !== signatureOf(SIGNER, String(block.thinking)))
        return bad(`messages.${m}.content.${c}: Invalid \`signature\` in \`thinking\` block`)
  return null
}

export const vertexPath = (project: string, location: string): string =>
  `/v1/projects/${project}/locations/${location}/publishers/anthropic/models`

/** A door of Vertex AI that asks `google` about tokens; keys are Google's credentials. */
export const startVertex = (options: TwinOptions, google: GoogleTwin, location = 'global'): Promise<Twin> =>
  startTwin(vertexTwin(google, vertexPath('contract-project', location)), options)
