import { askedIn, cacheKeyOf, effortOf, shapeOf, stopsOf } from '../conversion/asked.ts'
import type { Carried } from '../conversion/carried.ts'
import { rawInputs } from '../conversion/raw-inputs.ts'
import { ToolNames } from '../conversion/tool-names.ts'
import { type Tools, toolsOf } from '../conversion/tools.ts'
import { type Fields, present, textOf } from '../conversion/values.ts'
import type { ChatDialect } from './chat-dialect.ts'
import { toMessages } from './to-messages.ts'

/** OpenAI, "Create chat completion": at most four. */
const MOST_STOPS = 4

/**
 * Anthropic's Messages request → OpenAI's Chat Completions request. `null`: the body is no JSON object. Throws
 * `CannotCarry` where the format has no place for what is asked.
 */
export function toChat(body: Buffer, dialect: ChatDialect): Carried | null {
  const asked = askedIn(body)
  if (asked === null) return null
  const names = new ToolNames()
  const inputs = rawInputs(body)
  const stream = asked.stream === true
  const model = textOf(asked.model)
  const stops = stopsOf(asked)
  const schema = shapeOf(asked)
  const chat = present({
    model,
    messages: toMessages(asked, { dialect, names, inputs }),
    ...lengthAndStyle(asked, stops, dialect.reasons(model)),
    ...toTools(toolsOf(asked, names, dialect)),
    response_format: schema && { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } },
    prompt_cache_key: dialect.cacheKey ? cacheKeyOf(asked) : undefined,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  })
  return { body: Buffer.from(JSON.stringify(chat)), stream, names, model, stops }
}

/** Models that think refuse temperature and stop words; the text is ended at those here, whoever else knows them. */
function lengthAndStyle(asked: Fields, stops: readonly string[], reasons: boolean): Fields {
  if (reasons) return { max_completion_tokens: asked.max_tokens, reasoning_effort: effortOf(asked) }
  const stop = stops.length > 0 ? stops.slice(0, MOST_STOPS) : undefined
  return { max_tokens: asked.max_tokens, temperature: asked.temperature, top_p: asked.top_p, stop }
}

function toTools(tools: Tools | null): Fields {
  if (tools === null) return {}
  return {
    tools: tools.functions.map((it) => ({ type: 'function', function: it })),
    ...(tools.choice !== null && { tool_choice: choiceOf(tools.choice) }),
    ...(tools.single && { parallel_tool_calls: false }),
  }
}

function choiceOf(choice: NonNullable<Tools['choice']>): unknown {
  if (typeof choice === 'object') return { type: 'function', function: choice }
  return choice === 'any' ? 'required' : choice
}
