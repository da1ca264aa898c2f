import type { RequestId } from '../../src-shared/domain/ids.ts'
import type { ErrorType } from '../providers/error-types.ts'

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
