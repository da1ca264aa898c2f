import { createHash } from 'node:crypto'
import type { ChatDialect } from './chat-dialect.ts'
import { rawInputs } from './raw-inputs.ts'
import { toMessages } from './to-messages.ts'
import { toTools } from './to-tools.ts'
import { ToolNames } from './tool-names.ts'
import { type Fields, fieldsOf, isFields, present, textOf } from './values.ts'

/** A request of the Messages API as one of Chat Completions. */
export interface ChatRequest {
  readonly body: Buffer
  readonly stream: boolean
  /** What the client calls the tools that were sent. */
  readonly names: ToolNames
}

/** OpenAI, "Create chat completion": at most four. */
const MOST_STOPS = 4

/**
 * Anthropic's Messages request → OpenAI's Chat Completions request. `null`: the body is no JSON object. Throws
 * `CannotCarry` where the format has no place for what is asked.
 */
export function toChat(body: Buffer, dialect: ChatDialect): ChatRequest | null {
  const asked = parsed(body)
  if (asked === null) return null
  const names = new ToolNames()
  const inputs = rawInputs(body)
  const stream = asked.stream === true
  const model = textOf(asked.model)
  const chat = present({
    model,
    messages: toMessages(asked, { dialect, names, inputs }),
    ...lengthAndStyle(asked, dialect.reasons(model)),
    stop: stopsOf(asked.stop_sequences),
    ...toTools(asked, names, dialect),
    response_format: formatOf(asked),
    prompt_cache_key: dialect.cacheKey ? cacheKeyOf(asked) : undefined,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  })
  return { body: Buffer.from(JSON.stringify(chat)), stream, names }
}

function lengthAndStyle(asked: Fields, reasons: boolean): Fields {
  if (reasons) return { max_completion_tokens: asked.max_tokens, reasoning_effort: effortOf(asked) }
  return { max_tokens: asked.max_tokens, temperature: asked.temperature, top_p: asked.top_p }
}

const EFFORTS: Readonly<Record<string, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
}

/** The effort asked for; else what the thinking budget amounts to, in the steps that this format knows. */
function effortOf(asked: Fields): string | undefined {
  const stated = EFFORTS[textOf(fieldsOf(asked.output_config).effort)]
  const { type, budget_tokens: budget } = fieldsOf(asked.thinking)
  if (stated !== undefined || type !== 'enabled' || typeof budget !== 'number') return stated
  if (budget < 4_096) return 'low'
  return budget < 16_384 ? 'medium' : 'high'
}

function stopsOf(sequences: unknown): unknown {
  return Array.isArray(sequences) && sequences.length > 0 ? sequences.slice(0, MOST_STOPS) : undefined
}

function formatOf(asked: Fields): unknown {
  const { type, schema } = fieldsOf(fieldsOf(asked.output_config).format ?? asked.output_format)
  if (type !== 'json_schema') return undefined
  return { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } }
}

/** One conversation, one key; a digest, because what Claude Code states there names the user's machine. */
function cacheKeyOf(asked: Fields): string | undefined {
  const user = textOf(fieldsOf(asked.metadata).user_id)
  return user === '' ? undefined : createHash('sha256').update(user).digest('hex').slice(0, 32)
}

function parsed(body: Buffer): Fields | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isFields(value) ? value : null
  } catch {
    return null
  }
}
