import { readError } from './error-body.ts'
import { plainLine } from './plain-line.ts'

/** Anthropic, "Errors": the type that belongs to a status. */
const types: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/**
 * An error body in Anthropic's shape; `null` where it has that shape already or holds no message. `wordings`:
 * provider's own words → Anthropic's, for what Claude Code looks out for.
 */
export function toAnthropicError(
  status: number,
  body: string,
  wordings: readonly (readonly [RegExp, string])[] = [],
): string | null {
  const error = readError(body)
  const message = error.message ?? (error.shape === 'text' ? body : null)
  if (message === null) return null
  const worded = wordings.find(([pattern]) => pattern.test(error.code ?? '') || pattern.test(message))?.[1]
  if (error.shape === 'anthropic' && worded === undefined) return null
  const type = types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return JSON.stringify({ type: 'error', error: { type, message: worded ?? plainLine(message) } })
}
