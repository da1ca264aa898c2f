import { askedIn, cacheKeyOf, effortOf, shapeOf, stopsOf, thinks } from '../conversion/asked.ts'
import { systemOf } from '../conversion/blocks.ts'
import type { Carried } from '../conversion/carried.ts'
import { rawInputs } from '../conversion/raw-inputs.ts'
import { ToolNames } from '../conversion/tool-names.ts'
import { type Tools, toolsOf } from '../conversion/tools.ts'
import { type Fields, present, textOf } from '../conversion/values.ts'
import type { ResponsesDialect } from './responses-dialect.ts'
import { toItems } from './to-items.ts'

/** OpenAI, "Create a model response", `max_output_tokens`: fewer are refused. */
const FEWEST_TOKENS = 16

/**
 * Anthropic's Messages request → OpenAI's Responses request. Nothing is kept there (`store`), so the whole conversation
 * goes each time. `reader`: who can read the thinking it is sent back. `null`: the body is no JSON object. Throws
 * `CannotCarry` where the format has no place for what is asked.
 */
export function toResponses(body: Buffer, dialect: ResponsesDialect, reader: string): Carried | null {
  const asked = askedIn(body)
  if (asked === null) return null
  const names = new ToolNames()
  const stream = asked.stream === true
  const model = textOf(asked.model)
  const schema = shapeOf(asked)
  const request = present({
    model,
    instructions: systemOf(asked) || undefined,
    input: toItems(asked, { name: dialect.name, names, inputs: rawInputs(body), reader }),
    store: false,
    max_output_tokens: typeof asked.max_tokens === 'number' ? Math.max(asked.max_tokens, FEWEST_TOKENS) : undefined,
    ...styleOf(asked, model, dialect),
    ...toTools(toolsOf(asked, names, dialect)),
    text: schema && { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
    prompt_cache_key: dialect.cacheKey ? cacheKeyOf(asked) : undefined,
    ...(stream && { stream: true }),
  })
  // This format has no words to stop at; the text is ended at them here.
  return { body: Buffer.from(JSON.stringify(request)), stream, names, model, stops: stopsOf(asked) }
}

function styleOf(asked: Fields, model: string, { reasons, thinksHardest }: ResponsesDialect): Fields {
  if (!reasons(model)) return { temperature: asked.temperature, top_p: asked.top_p }
  const effort = effortOf(asked, thinksHardest(model) ? 'xhigh' : 'high')
  const reasoning = { ...(effort && { effort }), ...(thinks(asked) && { summary: 'auto' }) }
  return {
    include: ['reasoning.encrypted_content'],
    ...(Object.keys(reasoning).length > 0 && { reasoning }),
  }
}

function toTools(tools: Tools | null): Fields {
  if (tools === null) return {}
  return {
    // Strict is the default there, and would refuse every schema with an optional member.
    tools: tools.functions.map((it) => ({ type: 'function', strict: false, ...it })),
    ...(tools.choice !== null && { tool_choice: choiceOf(tools.choice) }),
    ...(tools.single && { parallel_tool_calls: false }),
  }
}

function choiceOf(choice: NonNullable<Tools['choice']>): unknown {
  if (typeof choice === 'object') return { type: 'function', ...choice }
  return choice === 'any' ? 'required' : choice
}
