/** What an upstream wrote about a failure, whatever the dialect. */
export interface ErrorBody {
  /** `anthropic`: the Messages API's own error object. `other`: JSON of another make. */
  readonly shape: 'anthropic' | 'other' | 'html' | 'text' | 'empty'
  /** `error.type`, e.g. `rate_limit_error`; `null` where there is none. */
  readonly type: string | null
  /** A machine-readable code, e.g. `ramp_limit_exceeded` or `1302`; `null` where there is none. */
  readonly code: string | null
  readonly message: string | null
  /** Google's `RetryInfo` among the details, e.g. `34.07s`; `null` where there is none. */
  readonly retryDelay: string | null
}

/**
 * Reads an error out of a response body (or its first part): Anthropic's `{type:"error",error:{…}}`, also as
 * the first event of a stream; OpenAI's `{error:{message,code}}`; `{error:"…"}`; `{code,msg}`; HTML; text.
 * Never throws; a success reads as an error without type, code and message.
 */
export function readError(body: string): ErrorBody {
  const text = body.trim()
  if (text === '') return { shape: 'empty', ...nothing }
  if (/^<(!doctype|html|head|body|\?xml)/i.test(text)) return { shape: 'html', ...nothing }
  const json = alone(parse(text) ?? parse(firstData(text)))
  if (!isObject(json)) return { shape: 'text', ...nothing }
  const error = json.error
  // MiniMax, on its own paths: a result beside whatever else there is, also where all is well.
  const result = json.base_resp
  if (isObject(result) && !isObject(error)) {
    const failed = result.status_code !== 0
    return {
      shape: 'other',
      type: null,
      code: failed ? code(result.status_code) : null,
      message: string(result.status_msg),
      retryDelay: null,
    }
  }
  if (!isObject(error)) {
    const message = string(error) ?? string(json.msg) ?? string(json.message) ?? string(json.Message)
    return { shape: 'other', type: null, code: failed(json) ? code(json.code) : null, message, retryDelay: null }
  }
  const details = isObject(error.details) ? error.details : {}
  return {
    shape: json.type === 'error' && typeof error.type === 'string' ? 'anthropic' : 'other',
    type: string(error.type),
    code: code(details.error_code) ?? code(error.code),
    message: string(error.message),
    retryDelay: delayIn(error.details),
  }
}

const nothing = { type: null, code: null, message: null, retryDelay: null }

/** Google's OpenAI-compatible door puts its errors into a list of one. */
const alone = (json: unknown): unknown => (Array.isArray(json) && json.length === 1 ? json[0] : json)

const delayIn = (details: unknown): string | null =>
  Array.isArray(details) ? string(details.find((it) => isObject(it) && 'retryDelay' in it)?.retryDelay) : null

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const string = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const code = (value: unknown): string | null => (Number.isSafeInteger(value) ? String(value) : string(value))

/** A bare `{code}` is an error unless it says that all is well. */
const failed = (json: Record<string, unknown>): boolean =>
  json.success !== true && json.code !== 0 && json.code !== 200 && json.code !== '200'

/** The data of a stream's first event. */
const firstData = (text: string): string => /^(?:event:[^\n]*\r?\n)?data:([^\n]*)/.exec(text)?.[1] ?? ''

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
