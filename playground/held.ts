import { type Json, list, object, parsed } from './chat-request.ts'
import type { LogEntry } from './twin.ts'

/** What a request holds of tools and thinking, whatever its format. */
export interface Held {
  /** Their ids, `null` where the format has none, with the arguments as text. */
  readonly calls: readonly (readonly [id: unknown, args: string])[]
  readonly answers: readonly unknown[]
  /** What vouches for thinking. */
  readonly vouchers: readonly unknown[]
}

/** Read from the twin's books: Chat Completions, Responses or GenerateContent. */
export function heldIn(entry: LogEntry | undefined): Held {
  const body = parsed(entry?.body ?? Buffer.from('')) ?? {}
  if (body.contents !== undefined) return inContents(list(body.contents).flatMap(({ parts }) => list(parts)))
  if (body.input !== undefined) return inItems(list(body.input))
  const messages = list(body.messages)
  const calls = messages.flatMap(({ tool_calls }) => list(tool_calls))
  return {
    calls: calls.map(({ id, function: it }) => [id, String(object(it).arguments)]),
    answers: messages.flatMap(({ tool_call_id }) => tool_call_id ?? []),
    vouchers: [],
  }
}

const inItems = (items: readonly Json[]): Held => ({
  calls: items.flatMap((it) => (it.type === 'function_call' ? [[it.call_id, String(it.arguments)]] : [])),
  answers: items.flatMap((it) => (it.type === 'function_call_output' ? it.call_id : [])),
  vouchers: items.flatMap((it) => (it.type === 'reasoning' ? it.encrypted_content : [])),
})

function inContents(parts: readonly Json[]): Held {
  const calls = parts.flatMap(({ functionCall: it }) => (it === undefined ? [] : [object(it)]))
  const answers = parts.flatMap(({ functionResponse: it }) => (it === undefined ? [] : [object(it)]))
  return {
    calls: calls.map(({ id, args }) => [id ?? null, JSON.stringify(args)]),
    answers: answers.map(({ id }) => id ?? null),
    vouchers: parts.flatMap(({ thoughtSignature: it }) => (it === undefined || it === SKIPPED ? [] : it)),
  }
}

/** Vouches for nothing. */
const SKIPPED = 'skip_thought_signature_validator'
