import { inTurns, type Json, list, object, parsed } from './chat-request.ts'

/** Google, "generateContent": what a request may have. */
const KNOWN: ReadonlySet<string> = new Set(['contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig'])

/** What the twin signs its thoughts with begins with this. */
export const SIGNED = 'EtwT'

/** Google, "Thought signatures": what may stand in their place where a call was made elsewhere. */
const SKIPPED = 'skip_thought_signature_validator'

/** Where messages are asked for: the model, and whether as a stream. */
export const methodIn = (path: string): { model: string; stream: boolean } | null => {
  const [, model, method] = /^\/models\/([^/:]+):(generateContent|streamGenerateContent)$/.exec(path) ?? []
  return model === undefined ? null : { model: decodeURIComponent(model), stream: method === 'streamGenerateContent' }
}

/** A GenerateContent request in the words in which the twins read prompts; a string says what is wrong with it. */
export function geminiBody(body: Buffer, path: string): Buffer | string {
  const asked = parsed(body)
  const method = methodIn(path)
  if (asked === null || method === null) return 'Invalid JSON payload received.'
  const strange = Object.keys(asked).find((name) => !KNOWN.has(name))
  if (strange !== undefined) return `Invalid JSON payload received. Unknown name "${strange}": Cannot find field.`
  const contents = list(asked.contents)
  if (contents.length === 0) return '* GenerateContentRequest.contents: contents is not specified'
  const problem = outOfOrder(contents)
  if (problem !== null) return problem
  const config = object(asked.generationConfig)
  return Buffer.from(
    JSON.stringify({
      ...method,
      max_tokens: config.maxOutputTokens,
      system: list(object(asked.systemInstruction).parts).map(({ text }) => ({ type: 'text', text })),
      messages: inTurns(contents.map(turnOf)),
      tools: list(asked.tools)
        .flatMap((tool) => list(tool.functionDeclarations))
        .map(({ name, description, parametersJsonSchema }) => ({
          name,
          description,
          input_schema: parametersJsonSchema,
        })),
      ...(object(config.thinkingConfig).includeThoughts === true && {
        thinking: { type: 'enabled', budget_tokens: 1024 },
      }),
      ...(config.responseJsonSchema !== undefined && {
        output_config: { format: { type: 'json_schema', schema: config.responseJsonSchema } },
      }),
    }),
  )
}

/** After calls come as many answers, alone and by name; the first of calls side by side is signed. */
function outOfOrder(contents: readonly Json[]): string | null {
  for (const [i, content] of contents.entries()) {
    const parts = list(content.parts)
    if (parts.length === 0) return '* GenerateContentRequest.contents.parts: contents.parts must not be empty.'
    const calls = parts.flatMap((part) => (part.functionCall === undefined ? [] : [object(part.functionCall)]))
    const first = parts.find((part) => part.functionCall !== undefined)
    if (first !== undefined && !isSigned(first.thoughtSignature))
      return `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${String(calls[0]?.name)}\` , position ${i + 1}.`
    const next = list(contents[i + 1]?.parts)
    const answers = next.flatMap((part) => (part.functionResponse === undefined ? [] : [object(part.functionResponse)]))
    if (calls.length > 0 && (answers.length !== calls.length || answers.length !== next.length))
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
    const astray = answers.find((answer, at) => answer.name !== calls[at]?.name || answer.id !== calls[at]?.id)
    if (calls.length > 0 && astray) return `No function call answers to ${String(astray.name)}.`
  }
  return null
}

const isSigned = (signature: unknown): boolean => String(signature).startsWith(SIGNED) || signature === SKIPPED

/** The Messages format knows a call by its id, this one by its place and name. */
function turnOf({ role, parts }: Json, at: number): { role: string; content: Json[] } {
  const content = list(parts).map((part, i): Json => {
    if (part.functionCall !== undefined) {
      const { name, args } = object(part.functionCall)
      return { type: 'tool_use', id: `call_${at}_${i}`, name, input: args ?? {} }
    }
    if (part.functionResponse !== undefined) {
      const { response } = object(part.functionResponse)
      const failed = object(response).error !== undefined
      const said = String(object(response).error ?? object(response).output)
      return {
        type: 'tool_result',
        tool_use_id: `call_${at - 1}_${i}`,
        content: said,
        ...(failed && { is_error: true }),
      }
    }
    if (part.inlineData === undefined) return { type: 'text', text: part.text }
    const { mimeType, data } = object(part.inlineData)
    return {
      type: String(mimeType).startsWith('image/') ? 'image' : 'document',
      source: { type: 'base64', media_type: mimeType, data },
    }
  })
  return { role: role === 'model' ? 'assistant' : 'user', content }
}
