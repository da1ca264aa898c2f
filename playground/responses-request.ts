import { inTurns, type Json, list, object, parsed } from './chat-request.ts'

/** OpenAI, "Create a model response": what a request may have; anything else is refused, as it is there. */
const KNOWN: ReadonlySet<string> = new Set([
  'model',
  'instructions',
  'input',
  'store',
  'include',
  'reasoning',
  'max_output_tokens',
  'temperature',
  'top_p',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'text',
  'prompt_cache_key',
  'stream',
])

/** What the twin encrypts begins with this. */
export const ENCRYPTED = 'gAAAA'

/** A Responses request in the words in which the twins read prompts; a string says what is wrong with it. */
export function responsesBody(body: Buffer): Buffer | string {
  const asked = parsed(body)
  if (asked === null) return 'We could not parse the JSON body of your request.'
  const strange = Object.keys(asked).find((name) => !KNOWN.has(name))
  if (strange !== undefined) return `Unknown parameter: '${strange}'.`
  const input = list(asked.input)
  if (input.length === 0) return "Invalid 'input': empty array. Expected an array with minimum length 1."
  if (typeof asked.max_output_tokens === 'number' && asked.max_output_tokens < 16)
    return `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got ${asked.max_output_tokens} instead.`
  const problem = outOfOrder(input) ?? unstrict(list(asked.tools))
  if (problem !== null) return problem
  const format = object(object(asked.text).format)
  return Buffer.from(
    JSON.stringify({
      model: asked.model,
      max_tokens: asked.max_output_tokens,
      stream: asked.stream,
      system: asked.instructions,
      messages: inTurns(input.filter(({ role }) => role !== 'developer').map(turnOf)),
      tools: list(asked.tools).map(({ name, description, parameters }) => ({
        name,
        description,
        input_schema: parameters,
      })),
      ...(asked.reasoning !== undefined && { thinking: { type: 'enabled', budget_tokens: 1024 } }),
      ...(format.type === 'json_schema' && {
        output_config: { format: { type: 'json_schema', schema: format.schema } },
      }),
    }),
  )
}

/** Outputs answer calls that were made, each once; and a thought is followed by what came of it. */
function outOfOrder(input: readonly Json[]): string | null {
  const open = new Set<unknown>()
  for (const [i, item] of input.entries()) {
    if (item.type === 'function_call') {
      if (typeof item.arguments !== 'string') return `Missing required parameter: 'input[${i}].arguments'.`
      open.add(item.call_id)
    } else if (item.type === 'function_call_output') {
      if (!open.delete(item.call_id))
        return `No tool call found for function call output with call_id ${String(item.call_id)}.`
    } else if (item.type === 'reasoning') {
      if (!String(item.encrypted_content).startsWith(ENCRYPTED))
        return `The encrypted content for item ${String(item.id)} could not be verified.`
      const next = input[i + 1]
      if (next?.type !== 'function_call' && next?.role !== 'assistant' && next?.type !== 'reasoning')
        return `Item '${String(item.id)}' of type 'reasoning' was provided without its required following item.`
    } else if (!['user', 'assistant', 'developer'].includes(String(item.role)))
      return `Invalid value: '${String(item.type ?? item.role)}'.`
  }
  return open.size === 0 ? null : `No tool output found for function call ${[...open].join(', ')}.`
}

/** Strict is the default, and then everything must be required. */
function unstrict(tools: readonly Json[]): string | null {
  const strict = tools.find((tool) => tool.strict !== false && object(tool.parameters).additionalProperties !== false)
  return strict
    ? `Invalid schema for function '${String(strict.name)}': 'additionalProperties' is required to be supplied and to be false.`
    : null
}

function turnOf(item: Json): { role: string; content: Json[] } {
  if (item.type === 'function_call') {
    const input = parsed(Buffer.from(String(item.arguments))) ?? {}
    return { role: 'assistant', content: [{ type: 'tool_use', id: item.call_id, name: item.name, input }] }
  }
  if (item.type === 'function_call_output') {
    const failed = JSON.stringify(item.output).startsWith('"Error:')
    const content = typeof item.output === 'string' ? item.output : list(item.output).map(partOf)
    const result = { type: 'tool_result', tool_use_id: item.call_id, content, ...(failed && { is_error: true }) }
    return { role: 'user', content: [result] }
  }
  if (item.type === 'reasoning') return { role: 'assistant', content: [] }
  const content =
    typeof item.content === 'string' ? [{ type: 'text', text: item.content }] : list(item.content).map(partOf)
  return { role: String(item.role), content }
}

function partOf(part: Json): Json {
  if (part.type === 'input_text' || part.type === 'output_text') return { type: 'text', text: part.text }
  const address = String(part.image_url ?? part.file_data)
  const [, media_type, base64] = /^data:([^;]+);base64,(.*)$/s.exec(address) ?? []
  return {
    type: part.type === 'input_image' ? 'image' : 'document',
    source: { type: 'base64', media_type, data: base64 ?? '' },
  }
}
