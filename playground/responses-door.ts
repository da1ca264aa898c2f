import type { Block } from '../src-main/practice/compose.ts'
import { cutToFit, type Message, pieces, tokensOf } from '../src-main/practice/message.ts'
import type { Step } from '../src-main/practice/plan.ts'
import { type Json, object, parsed } from './chat-request.ts'
import type { Door } from './dialect.ts'
import { hex } from './plain.ts'
import { ENCRYPTED, responsesBody } from './responses-request.ts'

/** Characters of a call's arguments per event. */
const PIECE = 7

/**
 * Responses as OpenAI documents it, written from there: named events with a number each, items that are added, grow and
 * are done, the whole answer with the last event. What the model thought is encrypted, and summed up where asked for.
 */
export const responsesDoor: Door = {
  at: (path) => path === '/responses',
  read: responsesBody,
  write(message, asked) {
    const request = parsed(asked.body) ?? {}
    const made = answerOf(message, request)
    return request.stream === true
      ? streamed(made)
      : [{ kind: 'write', text: JSON.stringify(made.last), tokens: made.output }]
  },
  /** A script's event as this format has it. */
  bent(step) {
    if (step.kind !== 'write' || step.event !== 'error') return step
    const { type, message } = object(object(parsed(Buffer.from(step.text.slice(step.text.indexOf('{'))))).error)
    return event('error', { error: { ...(BUSY[String(type)] ?? BROKEN), message, param: null } }, 2)
  },
}

/** How it names the errors that scripts name as Anthropic does. */
const BUSY: Readonly<Record<string, Json>> = {
  overloaded_error: { type: 'service_unavailable_error', code: 'server_is_overloaded' },
}
const BROKEN: Json = { type: 'server_error', code: null }

interface Made {
  readonly first: Json
  readonly last: Json
  readonly items: readonly Json[]
  readonly output: number
}

function answerOf(message: Message, request: Json): Made {
  const { blocks, stopReason, output } = cutToFit(message)
  const thinks = Array.isArray(request.include) && request.include.includes('reasoning.encrypted_content')
  const summed = object(request.reasoning).summary !== undefined
  const items = [
    ...(thinks ? [reasoning(summed ? blocks : [])] : []),
    ...blocks.filter(({ type }) => type !== 'thinking').map(itemOf),
  ]
  const about = {
    id: `resp_${hex(24)}`,
    object: 'response',
    created_at: 1_764_000_000,
    model: message.model,
    error: null,
  }
  const cut = stopReason === 'max_tokens'
  const { usage } = message
  const input_tokens = usage.input + usage.cacheRead + usage.cacheWrite
  return {
    first: { ...about, status: 'in_progress', incomplete_details: null, output: [], usage: null },
    last: {
      ...about,
      status: cut ? 'incomplete' : 'completed',
      incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
      output: items,
      usage: {
        input_tokens,
        input_tokens_details: { cached_tokens: usage.cacheRead },
        output_tokens: output,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: input_tokens + output,
      },
    },
    items,
    output,
  }
}

const reasoning = (blocks: readonly Block[]): Json => ({
  id: `rs_${hex(24)}`,
  type: 'reasoning',
  encrypted_content: `${ENCRYPTED}${hex(60)}`,
  summary: blocks.flatMap((it) => (it.type === 'thinking' ? [{ type: 'summary_text', text: it.thinking }] : [])),
})

function itemOf(block: Block): Json {
  if (block.type === 'tool_use') {
    const called = { call_id: `call_${hex(12)}`, name: block.name, arguments: JSON.stringify(block.input) }
    return { id: `fc_${hex(24)}`, type: 'function_call', status: 'completed', ...called }
  }
  const text = block.type === 'text' ? block.text : ''
  const content = [{ type: 'output_text', annotations: [], logprobs: [], text }]
  return { id: `msg_${hex(24)}`, type: 'message', status: 'completed', role: 'assistant', content }
}

function streamed({ first, last, items }: Made): Step[] {
  let number = 0
  const tell = (type: string, more: Json, tokens = 0): Step => event(type, more, number++, tokens)
  const steps = [tell('response.created', { response: first }), tell('response.in_progress', { response: first })]
  for (const [output_index, item] of items.entries()) {
    const at = { output_index, item_id: item.id }
    const whole = { output_index, item }
    steps.push(tell('response.output_item.added', { output_index, item: begun(item) }))
    if (item.type === 'reasoning') steps.push(...thought(item, at, tell))
    else if (item.type === 'function_call') steps.push(...called(item, at, tell))
    else steps.push(...spoken(item, at, tell))
    steps.push(tell('response.output_item.done', whole))
  }
  return [
    ...steps,
    tell(last.status === 'completed' ? 'response.completed' : 'response.incomplete', { response: last }),
  ]
}

type Tell = (type: string, more: Json, tokens?: number) => Step

/** What was encrypted at the beginning is another text than at the end, as it is there. */
function begun(item: Json): Json {
  if (item.type === 'reasoning') return { ...item, summary: [], encrypted_content: `${ENCRYPTED}${hex(8)}` }
  if (item.type === 'function_call') return { ...item, status: 'in_progress', arguments: '' }
  return { ...item, status: 'in_progress', content: [] }
}

function thought({ summary }: Json, at: Json, tell: Tell): Step[] {
  const parts = Array.isArray(summary) ? summary.map((part) => String(object(part).text)) : []
  return parts.flatMap((text, summary_index) => {
    const here = { ...at, summary_index }
    return [
      tell('response.reasoning_summary_part.added', { ...here, part: { type: 'summary_text', text: '' } }),
      ...pieces(text).map((delta) =>
        tell('response.reasoning_summary_text.delta', { ...here, delta, obfuscation: hex(4) }, tokensOf(delta)),
      ),
      tell('response.reasoning_summary_text.done', { ...here, text }),
      tell('response.reasoning_summary_part.done', { ...here, part: { type: 'summary_text', text } }),
    ]
  })
}

function called({ arguments: written }: Json, at: Json, tell: Tell): Step[] {
  const all = String(written).match(new RegExp(`[^]{1,${PIECE}}`, 'g')) ?? []
  return [
    ...all.map((delta) =>
      tell('response.function_call_arguments.delta', { ...at, delta, obfuscation: hex(4) }, tokensOf(delta)),
    ),
    tell('response.function_call_arguments.done', { ...at, arguments: written }),
  ]
}

function spoken({ content }: Json, at: Json, tell: Tell): Step[] {
  const [part] = Array.isArray(content) ? content.map(object) : []
  const here = { ...at, content_index: 0 }
  return [
    tell('response.content_part.added', { ...here, part: { ...part, text: '' } }),
    ...pieces(String(part?.text)).map((delta) =>
      tell('response.output_text.delta', { ...here, delta, logprobs: [], obfuscation: hex(4) }, tokensOf(delta)),
    ),
    tell('response.output_text.done', { ...here, text: part?.text, logprobs: [] }),
    tell('response.content_part.done', { ...here, part }),
  ]
}

const event = (type: string, more: Json, sequence_number: number, tokens = 0): Step => ({
  kind: 'write',
  text: `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...more })}\n\n`,
  tokens,
})
