/** Anthropic's error types and the status each belongs to (its documentation, "Errors"); clients know no others. */
const statuses = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
} as const

export type ErrorType = keyof typeof statuses

/** The status an error type stands for; `null` for types we do not know. */
export const statusOfType = (type: string): number | null =>
  Object.hasOwn(statuses, type) ? statuses[type as ErrorType] : null

/** The error type a status stands for. */
export function typeOf(status: number): ErrorType {
  for (const [type, its] of Object.entries(statuses)) if (its === status) return type as ErrorType
  return status < 500 ? 'invalid_request_error' : 'api_error'
}
