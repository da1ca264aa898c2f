import { text } from '../../src-shared/text/text.ts'
import { askedIn, effortOf, shapeOf, stopsOf, thinks } from '../conversion/asked.ts'
import { systemOf } from '../conversion/blocks.ts'
import type { Carried } from '../conversion/carried.ts'
import { rawInputs } from '../conversion/raw-inputs.ts'
import { RawJson } from '../conversion/raw-json.ts'
import { ToolNames } from '../conversion/tool-names.ts'
import { type Tools, toolsOf } from '../conversion/tools.ts'
import { type Fields, fieldsOf, present, textOf } from '../conversion/values.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { toContents } from './to-contents.ts'

/** Google, "GenerationConfig", `stopSequences`: at most five. The text is ended at the rest here. */
const MOST_STOPS = 5

/**
 * Anthropic's Messages request → Google's GenerateContent request. `name`: as people call the provider. `null`: the
 * body is no JSON object. Throws `CannotCarry` where the format has no place for what is asked.
 */
export function toGemini(body: Buffer, name: string): Carried | null {
  const asked = askedIn(body)
  if (asked === null) return null
  const names = new ToolNames()
  const raw = new RawJson(body)
  const model = textOf(asked.model).replace(/^models\//, '')
  const stops = stopsOf(asked)
  const system = systemOf(asked)
  const tools = toolsOf(asked, names, { name, plainSchemas: true })
  const request = present({
    contents: toContents(asked, { name, names, inputs: rawInputs(body), raw }),
    systemInstruction: system === '' ? undefined : { parts: [{ text: system }] },
    ...toTools(tools, name),
    generationConfig: configOf(asked, model, stops),
  })
  const written = raw.fill(JSON.stringify(request))
  return { body: Buffer.from(written), stream: asked.stream === true, names, model, stops }
}

function configOf(asked: Fields, model: string, stops: readonly string[]): Fields {
  const schema = shapeOf(asked)
  return present({
    maxOutputTokens: asked.max_tokens,
    temperature: asked.temperature,
    topP: asked.top_p,
    topK: asked.top_k,
    stopSequences: stops.length > 0 ? stops.slice(0, MOST_STOPS) : undefined,
    ...(schema !== undefined && { responseMimeType: 'application/json', responseJsonSchema: schema }),
    thinkingConfig: thinkingOf(asked, model),
  })
}

/** Half of an answer may be thought; more than this, the 2.5 models refuse. */
const MOST_THOUGHT = 24_576
const LEAST_THOUGHT = 128

/**
 * Google, "Thinking": a level from Gemini 3 on, tokens before; both at once are refused. Which level in the middle a
 * model has differs, and is its own default; models of other names think as they were made to.
 */
function thinkingOf(asked: Fields, model: string): Fields | undefined {
  const generation = Number(/^gemini-(\d+(?:\.\d+)?)/.exec(model)?.[1] ?? 0)
  if (generation < 2.5 || !thinks(asked)) return undefined
  const effort = effortOf(asked)
  if (generation >= 3) {
    return { includeThoughts: true, ...(effort && effort !== 'medium' && { thinkingLevel: effort }) }
  }
  const { budget_tokens: budget } = fieldsOf(asked.thinking)
  const tokens = typeof budget === 'number' ? Math.min(MOST_THOUGHT, Math.max(LEAST_THOUGHT, budget)) : undefined
  return present({ includeThoughts: true, thinkingBudget: tokens })
}

function toTools(tools: Tools | null, name: string): Fields {
  if (tools === null) return {}
  if (tools.single) throw new CannotCarry(text.openai.oneCall(name))
  const functionDeclarations = tools.functions.map(({ parameters, ...it }) => ({
    ...it,
    parametersJsonSchema: parameters,
  }))
  return {
    tools: [{ functionDeclarations }],
    ...(tools.choice !== null && { toolConfig: { functionCallingConfig: choiceOf(tools.choice) } }),
  }
}

function choiceOf(choice: NonNullable<Tools['choice']>): Fields {
  if (typeof choice === 'object') return { mode: 'ANY', allowedFunctionNames: [choice.name] }
  return { mode: choice.toUpperCase() }
}
