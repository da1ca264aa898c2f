import { readError } from '../providers/error-body.ts'
import { typeOf } from '../providers/error-types.ts'
import { plainLine } from '../providers/plain-line.ts'

const TYPES: Readonly<Record<string, string>> = {
  insufficient_quota: 'billing_error',
  credit_balance_exhausted: 'billing_error',
  billing_not_active: 'billing_error',
  invalid_api_key: 'authentication_error',
  model_not_found: 'not_found_error',
  rate_limit_exceeded: 'rate_limit_error',
  rate_limit_error: 'rate_limit_error',
  tokens: 'rate_limit_error',
  requests: 'rate_limit_error',
  overloaded: 'overloaded_error',
  overloaded_error: 'overloaded_error',
  server_is_overloaded: 'overloaded_error',
  slow_down: 'overloaded_error',
  service_unavailable_error: 'overloaded_error',
  503: 'overloaded_error',
  context_length_exceeded: 'invalid_request_error',
  invalid_request_error: 'invalid_request_error',
}

/** An error of another format in Anthropic's, its own code kept beside, so that it is still judged by that. */
export function toError(body: string, otherwise: string): { type: 'error'; error: object } {
  const { type, code, message } = readError(body)
  const known = TYPES[code ?? ''] ?? TYPES[type ?? ''] ?? ofStatus(code)
  const details = code === null ? {} : { details: { error_code: code } }
  return {
    type: 'error',
    error: { type: known, message: message === null ? otherwise : plainLine(message), ...details },
  }
}

/** Google’s codes are statuses. */
const ofStatus = (code: string | null): string => (/^[45]\d\d$/.test(code ?? '') ? typeOf(Number(code)) : 'api_error')
