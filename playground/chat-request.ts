export type Json = Record<string, unknown>

/** OpenAI, "Create chat completion": what a request may have; anything else is refused, as it is there. */
const KNOWN: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'max_tokens',
  'max_completion_tokens',
  'reasoning_effort',
  'temperature',
  'top_p',
  'stop',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'prompt_cache_key',
  'stream',
  'stream_options',
])

/**
 * A chat request in the words in which the twins read prompts; a string says what is wrong with it, in OpenAI's
 * manner. Prefixes are cached without being asked for, so every message ends in a mark. `thinks`: also
 * where no effort is asked for.
 */
export function messagesBody(body: Buffer, thinks: boolean): Buffer | string {
  const chat = parsed(body)
  if (chat === null) return 'We could not parse the JSON body of your request.'
  const strange = Object.keys(chat).find((name) => !KNOWN.has(name))
  if (strange !== undefined) return `Unrecognized request argument supplied: ${strange}`
  const messages = list(chat.messages)
  if (messages.length === 0) return "Invalid 'messages': empty array. Expected an array with minimum length 1."
  const problem = outOfOrder(messages)
  if (problem !== null) return problem
  const format = object(chat.response_format)
  return Buffer.from(
    JSON.stringify({
      model: chat.model,
      max_tokens: chat.max_completion_tokens ?? chat.max_tokens,
      stream: chat.stream,
      system: messages.filter(({ role }) => role === 'system').map(({ content }) => ({ type: 'text', text: content })),
      messages: turns(messages),
      tools: list(chat.tools).map((tool) => {
        const { name, description, parameters } = object(tool.function)
        return { name, description, input_schema: parameters }
      }),
      ...((thinks || chat.reasoning_effort !== undefined) && { thinking: { type: 'enabled', budget_tokens: 1024 } }),
      ...(format.type === 'json_schema' && {
        output_config: { format: { type: 'json_schema', schema: object(format.json_schema).schema } },
      }),
    }),
  )
}

/** Every call must be answered right after it, and nothing else may be. */
function outOfOrder(messages: readonly Json[]): string | null {
  let open = new Set<unknown>()
  for (const [i, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id))
        return `Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.`
      continue
    }
    if (open.size > 0)
      return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`
    if (!['system', 'user', 'assistant'].includes(String(message.role)))
      return `Invalid value: '${String(message.role)}'. Supported values are: 'system', 'assistant', 'user', and 'tool'.`
    const calls = list(message.tool_calls)
    if (calls.some((call) => typeof object(call.function).arguments !== 'string'))
      return `Invalid type for 'messages[${i}].tool_calls[0].function.arguments': expected a string.`
    open = new Set(calls.map(({ id }) => id))
  }
  return null
}

const turns = (messages: readonly Json[]): Json[] =>
  inTurns(
    messages
      .filter(({ role }) => role !== 'system')
      .map((message) => ({ role: message.role === 'assistant' ? 'assistant' : 'user', content: blocksOf(message) })),
  )

/** What tools answered and what the user says with it is one turn; each is cached without being asked for. */
export function inTurns(pieces: readonly { role: string; content: Json[] }[]): Json[] {
  const out: { role: string; content: Json[] }[] = []
  for (const { role, content } of pieces) {
    const last = out.at(-1)
    if (last?.role === role) last.content.push(...content)
    else out.push({ role, content: [...content] })
  }
  for (const { content } of out) {
    const end = content.at(-1)
    if (end) end.cache_control = { type: 'ephemeral' }
  }
  return out
}

function blocksOf({ role, content, tool_call_id, tool_calls }: Json): Json[] {
  if (role === 'tool') {
    const failed = String(content).startsWith('Error:')
    return [{ type: 'tool_result', tool_use_id: tool_call_id, content, ...(failed && { is_error: true }) }]
  }
  const said = typeof content === 'string' ? [{ type: 'text', text: content }] : list(content).map(partOf)
  const calls = list(tool_calls).map(({ id, function: called }) => ({
    type: 'tool_use',
    id,
    name: object(called).name,
    input: parsed(Buffer.from(String(object(called).arguments))) ?? {},
  }))
  return [...said, ...calls]
}

function partOf(part: Json): Json {
  if (part.type === 'text') return { type: 'text', text: part.text }
  const [, media_type, base64] = /^data:([^;]+);base64,(.*)$/s.exec(String(object(part.image_url).url)) ?? []
  return {
    type: part.type === 'image_url' ? 'image' : 'document',
    source: { type: 'base64', media_type, data: base64 ?? '' },
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const object = (value: unknown): Json => (isObject(value) ? value : {})
export const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

export function parsed(body: Buffer): Json | null {
  try {
    const json: unknown = JSON.parse(body.toString())
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
