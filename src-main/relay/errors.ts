import type { RequestId } from '../../src-shared/domain/ids.ts'

/** Anthropic's error types (its SDK's shared.ts); clients know no others. */
export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'conflict_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'api_error'
  | 'timeout_error'
  | 'overloaded_error'

/** An error of our own making, before it is put on a wire. */
export interface Authored {
  readonly status: number
  readonly type: ErrorType
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Claude Code tries once and shows the message, whatever the status. */
export const LASTING = { 'x-should-retry': 'false' } as const

export function errorBody(error: Pick<Authored, 'type' | 'message'>, id: RequestId): string {
  return JSON.stringify({ type: 'error', error: { type: error.type, message: error.message }, request_id: id })
}

/** The same inside a stream that has begun. */
export function errorEvent(error: Pick<Authored, 'type' | 'message'>, id: RequestId): string {
  return `event: error\ndata: ${errorBody(error, id)}\n\n`
}

const statuses: Readonly<Record<ErrorType, number>> = {
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
}

/** The status an error type stands for; 500 for types we do not know. */
export const statusOf = (type: string): number => (Object.hasOwn(statuses, type) ? statuses[type as ErrorType] : 500)

/** The error type a status stands for. */
export function typeOf(status: number): ErrorType {
  for (const [type, its] of Object.entries(statuses)) if (its === status) return type as ErrorType
  return status < 500 ? 'invalid_request_error' : 'api_error'
}
