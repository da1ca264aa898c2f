import type { Dialect } from './dialect.ts'
import { geminiDoor } from './gemini-door.ts'
import { cachedUsage, failures, page, plainWire, type Said } from './plain.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'
import { speaks } from './twin-openai.ts'

const MODELS = ['gemini-3.6-flash', 'gemini-3.6-pro']

type Shape = (error: object) => string

const google =
  (shape: Shape) =>
  (code: number, status: string, message: string, details: readonly object[] = []): Said => ({
    status: code,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: shape({ error: { code, message, status, ...(details.length > 0 && { details }) } }),
  })
const googleType = (name: string) => ({ '@type': `type.googleapis.com/google.rpc.${name}` })

const quotaSaid = (seconds: number | null): string =>
  `You exceeded your current quota, please check your plan and billing details. \n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_input_token_count, limit: 250000${seconds === null ? '' : `\nPlease retry in ${seconds}.429760048s.`}`

const failuresIn = (said: ReturnType<typeof google>) =>
  failures({
    unknown_key: () => said(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
    limited: ({ seconds }) =>
      said(429, 'RESOURCE_EXHAUSTED', quotaSaid(seconds), [
        { ...googleType('Help'), links: [{ description: 'Learn more about Gemini API quotas' }] },
        { ...googleType('QuotaFailure'), violations: [{ quotaId: 'GenerateContentInputTokensPerModelPerMinute' }] },
        ...(seconds === null ? [] : [{ ...googleType('RetryInfo'), retryDelay: `${seconds}s` }]),
      ]),
    busy: () => said(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'),
    overloaded: () => said(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
    no_credit: () =>
      said(
        400,
        'FAILED_PRECONDITION',
        'Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio.',
      ),
    unknown_model: ({ model }) =>
      said(
        404,
        'NOT_FOUND',
        `models/${model} is not found for API version v1main, or is not supported for generateContent.`,
      ),
    bad_request: ({ message }) => said(400, 'INVALID_ARGUMENT', message),
    not_found: () => ({ status: 404, body: '' }),
    too_large: () =>
      said(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
  })

/** ai.google.dev, "OpenAI compatibility" and "Troubleshooting": errors as a list of one, the wait in `RetryInfo`. */
export const geminiChatTwin = speaks({
  name: 'Gemini',
  prefix: '/v1beta/openai',
  models: MODELS,
  failure: failuresIn(google((error) => JSON.stringify([error]))),
})
export const startGeminiChat = (options: TwinOptions): Promise<Twin> => startTwin(geminiChatTwin, options)

const geminiFailure = failuresIn(google((error) => JSON.stringify(error, null, 2)))

/** ai.google.dev/api: "generateContent", "Thought signatures"; the key stands in `x-goog-api-key`. */
export const geminiTwin: Dialect = {
  name: 'Gemini',
  prefix: '/v1beta',
  secretOf: ({ headers }) => [headers['x-goog-api-key']].flat()[0] ?? null,
  wire: plainWire(cachedUsage),
  door: geminiDoor((model) => model.endsWith('pro')),
  groupOf: (model) => (MODELS.includes(model) ? model : null),
  check: () => null,
  headers: () => ({}),
  failure: geminiFailure,
  other(asked, path, key) {
    if (key === null) return geminiFailure({ kind: 'unknown_key' })
    const models = MODELS.map((id) => ({
      name: `models/${id}`,
      displayName: id,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    }))
    const pages = { 'GET /models': () => ({ status: 200, body: { models } }) }
    return page({ method: asked.method, path }, pages) ?? geminiFailure({ kind: 'not_found' })
  },
}
export const startGemini = (options: TwinOptions): Promise<Twin> => startTwin(geminiTwin, options)
