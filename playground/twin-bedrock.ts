import { jsonPlan } from '../src-main/practice/answer.ts'
import { anthropicWire, signatureOf } from '../src-main/practice/anthropic-wire.ts'
import { readPrompt, tokensIn } from '../src-main/practice/prompt.ts'
import { awsError, callerAt, inFrames } from './aws-door.ts'
import type { Dialect, Failure } from './dialect.ts'
import { failures, hex } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'
import { anthropicTwin } from './twin-anthropic.ts'

/** Those of an account that has access to all of these. */
const mantle = /^anthropic\.claude-(opus-5|sonnet-5|haiku-4-5|fable-5)$/
const profiles = /^(global|us|eu|jp|apac|au)\.anthropic\.claude-(opus-4-6-v1|sonnet-4-6|(sonnet|haiku)-4-5-\d{8}-v1:0)$/

const SIGNER = 'bedrock'
const wire = { ...anthropicWire(SIGNER, Math.random), pings: false }

/** Bedrock, "Troubleshooting Amazon Bedrock API error codes". */
const failure = failures({
  unknown_key: () =>
    awsError(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
  limited: ({ dimension }) =>
    awsError(
      429,
      'ThrottlingException',
      dimension === 'rpm'
        ? 'Too many requests, please wait before trying again.'
        : 'Too many tokens, please wait before trying again.',
    ),
  busy: () => awsError(429, 'ThrottlingException', 'Too many requests, please wait before trying again.'),
  overloaded: () => awsError(503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'),
  no_credit: () =>
    awsError(
      403,
      'AccessDeniedException',
      'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.',
    ),
  unknown_model: () => awsError(400, 'ValidationException', 'The provided model identifier is invalid.'),
  bad_request: ({ message }) => awsError(400, 'ValidationException', message),
  not_found: () => awsError(404, 'UnknownOperationException', 'Unknown operation'),
  too_large: () => awsError(400, 'ValidationException', 'Input is too long for requested model.'),
})

const requestId = () => ({ 'x-amzn-requestid': crypto.randomUUID() })
const shared: Pick<Dialect, 'wire' | 'failure' | 'headers'> = { wire, failure, headers: requestId }

/** Thoughts under a signature that is not its own are refused, as by Anthropic. */
function foreignThought(body: Record<string, unknown>): Failure | null {
  const messages = body.messages as { content: unknown }[]
  const thoughts = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []))
  const foreign = thoughts.some(
    (it) => it?.type === 'thinking' && it.signature !== signatureOf(SIGNER, String(it.thinking)),
  )
  return foreign ? { kind: 'bad_request', message: 'Invalid `signature` in `thinking` block' } : null
}

const extra = (name: string): Failure => ({ kind: 'bad_request', message: `${name}: Extra inputs are not permitted` })

const bedrockTwin: Dialect = {
  ...shared,
  name: 'Amazon Bedrock',
  prefix: '/anthropic',
  secretOf: callerAt('bedrock-mantle'),
  groupOf: (model) => (mantle.test(model) ? model : null),
  check({ headers, body: bytes }) {
    const body = JSON.parse(bytes.toString()) as Record<string, unknown>
    if (headers['anthropic-version'] !== '2023-06-01')
      return { kind: 'bad_request', message: 'anthropic-version: header is required' }
    if ('anthropic-beta' in headers) return { kind: 'bad_request', message: 'anthropic-beta is not supported' }
    if (!('max_tokens' in body)) return { kind: 'bad_request', message: 'max_tokens: Field required' }
    if ('context_management' in body) return extra('context_management')
    return foreignThought(body)
  },
  other(asked, path, key) {
    if (key === null) return failure({ kind: 'unknown_key' })
    if (asked.method !== 'POST' || path !== '/v1/messages/count_tokens') return failure({ kind: 'not_found' })
    const prompt = readPrompt(asked.body)
    if (typeof prompt === 'string') return failure({ kind: 'bad_request', message: prompt })
    if (!mantle.test(prompt.model)) return failure({ kind: 'unknown_model', model: prompt.model })
    return jsonPlan(200, { input_tokens: tokensIn(prompt) }, requestId())
  },
}

/** Amazon Bedrock user guide, "Anthropic Claude Messages API", the table of beta headers. */
const BETAS =
  /^(computer-use|token-efficient-tools|interleaved-thinking|output-128k|dev-full-thinking|context-1m|fine-grained-tool-streaming|effort)-20\d\d-\d\d-\d\d$/

const MODEL = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream|count-tokens)$/

/** The body of an `InvokeModel` as a Messages request; a string says what is wrong with it. */
function messagesIn(path: string, bytes: Buffer): Buffer | string {
  const [, model = '', action] = MODEL.exec(path) ?? []
  let body: Record<string, unknown>
  try {
    body = JSON.parse(bytes.toString())
  } catch {
    return 'Malformed input request, please reformat your input and try again.'
  }
  if (body.anthropic_version !== 'bedrock-2023-05-31') return 'anthropic_version: Field required'
  for (const name of ['model', 'stream', 'context_management', 'metadata_'])
    if (name in body) return `${name}: Extra inputs are not permitted`
  const betas = body.anthropic_beta
  if (betas !== undefined && !(Array.isArray(betas) && betas.every((it) => BETAS.test(it)))) return 'invalid beta flag'
  const { anthropic_version: _, anthropic_beta: __, ...rest } = body
  const stream = action === 'invoke-with-response-stream'
  return Buffer.from(JSON.stringify({ ...rest, model: decodeURIComponent(model), stream }))
}

const invokeTwin: Dialect = {
  ...shared,
  name: 'Amazon Bedrock (InvokeModel)',
  prefix: '',
  secretOf: callerAt('bedrock'),
  groupOf: (model) => (profiles.test(model) ? model : null),
  door: {
    at: (path) => /^\/model\/[^/]+\/(invoke|invoke-with-response-stream)$/.test(path),
    read: (body, path) => messagesIn(path, body),
    framing: inFrames,
  },
  check({ headers, body: bytes }) {
    if (Object.keys(headers).some((name) => name.startsWith('anthropic-')))
      return { kind: 'bad_request', message: 'anthropic headers are not supported' }
    const body = JSON.parse(bytes.toString()) as Record<string, unknown>
    if (!('max_tokens' in body)) return { kind: 'bad_request', message: 'max_tokens: Field required' }
    return foreignThought(body)
  },
  other(asked, path, key) {
    if (key === null) return failure({ kind: 'unknown_key' })
    if (asked.method !== 'POST' || !MODEL.test(path)) return failure({ kind: 'not_found' })
    const { input } = JSON.parse(asked.body.toString()) as { input?: { invokeModel?: { body?: string } } }
    const read = messagesIn(path, Buffer.from(input?.invokeModel?.body ?? '', 'base64'))
    const prompt = typeof read === 'string' ? read : readPrompt(read)
    if (typeof prompt === 'string') return failure({ kind: 'bad_request', message: prompt })
    if (!profiles.test(prompt.model)) return failure({ kind: 'unknown_model', model: prompt.model })
    return jsonPlan(200, { inputTokens: tokensIn(prompt) }, requestId())
  },
}

/** Run by Anthropic: what lets one in is AWS's, the rest is Anthropic's own. */
const claudeAwsTwin: Dialect = {
  ...anthropicTwin,
  name: 'Claude Platform on AWS',
  async secretOf(asked, keys) {
    const secret = await callerAt('aws-external-anthropic')(asked, keys)
    const workspace = secret && (JSON.parse(secret) as { workspace_id?: string }).workspace_id
    return workspace === asked.headers['anthropic-workspace-id'] ? secret : null
  },
  failure: (it) => (it.kind === 'unknown_key' ? failure(it) : anthropicTwin.failure(it)),
  headers: (...about) => ({ ...anthropicTwin.headers(...about), 'x-amzn-requestid': hex(8) }),
  other: (asked, path, key) =>
    key === null ? failure({ kind: 'unknown_key' }) : anthropicTwin.other(asked, path, key),
}

export const startBedrock = (options: TwinOptions): Promise<Twin> => startTwin(bedrockTwin, options)
export const startBedrockInvoke = (options: TwinOptions): Promise<Twin> => startTwin(invokeTwin, options)
export const startClaudeAws = (options: TwinOptions): Promise<Twin> => startTwin(claudeAwsTwin, options)
