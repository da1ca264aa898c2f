import { randomBytes } from 'node:crypto'
import { jsonPlan } from '../src-main/practice/answer.ts'
import type { Wire } from '../src-main/practice/message.ts'
import type { Plan } from '../src-main/practice/plan.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Failure } from './dialect.ts'

export const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

type Usage = Parameters<Wire['usageFirst']>[0]
const total = (usage: Usage): number => usage.input + usage.cacheRead + usage.cacheWrite

/** What many servers of this format do: whole counts without a cache, no signatures, no pings. */
export const plainWire = (over: Partial<Wire> = {}): Wire => ({
  messageId: () => `msg_${hex(16)}`,
  toolUseId: () => `call_${hex(12)}`,
  usageFirst: (usage) => ({ input_tokens: total(usage), output_tokens: 0 }),
  usageLast: (usage, output) => ({ input_tokens: total(usage), output_tokens: output }),
  signature: () => null,
  first: {},
  pings: false,
  jsonPiece: Number.POSITIVE_INFINITY,
  ...over,
})

/** Counts with cached tokens apart, as Anthropic has them. */
export const cachedUsage: Pick<Wire, 'usageFirst' | 'usageLast'> = {
  usageFirst: (usage) => ({
    input_tokens: usage.input + usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    output_tokens: 0,
  }),
  usageLast: (usage, output) => ({
    input_tokens: usage.input + usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    output_tokens: output,
  }),
}

export const bearerOf = ({ headers }: Asked): string | null =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
export const xApiKeyOf = ({ headers }: Asked): string | null => [headers['x-api-key']].flat()[0] ?? null

export interface Said {
  readonly status: number
  readonly body: object | string
  readonly headers?: Record<string, string>
}

export function said({ status, body, headers = {} }: Said): Plan {
  if (typeof body === 'object') return jsonPlan(status, body, headers)
  return {
    beforeMs: 0,
    status,
    headers: { 'content-type': 'text/plain', ...headers },
    steps: body === '' ? [] : [{ kind: 'write', text: body, tokens: 0 }],
    paceMs: 0,
  }
}

/** One vendor's words for everything it may turn down. */
export const failures =
  (table: { readonly [K in Failure['kind']]: (it: Extract<Failure, { kind: K }>) => Said }) =>
  (it: Failure): Plan =>
    said((table[it.kind] as (it: Failure) => Said)(it))

/** An error in Anthropic's shape, which many of them took over. */
export const envelope = (
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Said => ({
  status,
  body: { type: 'error', error: { type, message }, request_id: hex(16) },
  headers,
})

/** A listing in OpenAI's shape. */
export const listing = (models: readonly string[], owner = 'system'): object => ({
  object: 'list',
  data: models.map((id) => ({ id, object: 'model', created: 1_760_000_000, owned_by: owner })),
})

/** The page that was asked for, `GET /path`; `null`: there is none. */
export const page = (
  { method, path }: Pick<Asked, 'method' | 'path'>,
  table: Readonly<Record<string, () => Said>>,
): Plan | null => {
  if (method === 'HEAD') return { ...said({ status: 200, body: {} }), steps: [] }
  const found = table[`${method} ${path}`]
  return found ? said(found()) : null
}

/** A stream with something said before its first event. */
export const opening =
  (comment: string) =>
  (plan: Plan): Plan =>
    plan.headers['content-type']?.startsWith('text/event-stream')
      ? { ...plan, steps: [{ kind: 'write', text: `: ${comment}\n\n`, tokens: 0 }, ...plan.steps] }
      : plan
