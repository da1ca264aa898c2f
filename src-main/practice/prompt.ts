import { createHash } from 'node:crypto'

/** One piece of a prompt, in the order in which it is cached: tools, system, messages. */
export interface Piece {
  readonly tokens: number
  /** Names this piece and all before it. */
  readonly prefix: string
  /** `cache_control` stands here. */
  readonly marked: boolean
}

export interface ToolResult {
  readonly name: string
  readonly isError: boolean
}

/** A Messages request as far as an answer depends on it. */
export interface Prompt {
  readonly model: string
  readonly stream: boolean
  readonly maxTokens: number
  readonly pieces: readonly Piece[]
  /** What the user said last, reminders of the client left out. */
  readonly lastText: string
  /** The results that the last user turn brings. */
  readonly toolResults: readonly ToolResult[]
  readonly tools: readonly string[]
  /** The JSON schema that the answer must follow, if any. */
  readonly schema: unknown
  readonly thinks: boolean
  /** The client's working directory, where the prompt names it. */
  readonly folder: string | null
}

type Json = Record<string, unknown>

const BYTES_PER_TOKEN = 3.7
const TOKENS_PER_IMAGE = 1600
const ATTRIBUTION = 'x-anthropic-billing-header:'

const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

/** Reads a request body; a string says what is wrong with it, in Anthropic's manner. */
export function readPrompt(body: Buffer): Prompt | string {
  const json = parse(body)
  if (json === null) return 'The request body is not valid JSON'
  if (typeof json.model !== 'string' || json.model === '') return 'model: Field required'
  if (!Array.isArray(json.messages) || json.messages.length === 0) return 'messages: Field required'
  const messages = json.messages.filter(isObject)
  const tools = list(json.tools).filter(isObject)
  const system = blocksOf(json.system).filter((it) => !String(it.text ?? '').startsWith(ATTRIBUTION))
  const turn = messages.filter((it) => it.role === 'user').at(-1)
  const content = blocksOf(turn?.content)
  return {
    model: json.model,
    stream: json.stream === true,
    maxTokens: typeof json.max_tokens === 'number' ? json.max_tokens : Number.POSITIVE_INFINITY,
    pieces: pieces([...tools, ...system, ...messages.flatMap(spread)]),
    lastText: content
      .map(textOf)
      .join('\n')
      .replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, ''),
    toolResults: content.filter((it) => it.type === 'tool_result').map((it) => resultOf(it, messages)),
    tools: tools.map((it) => String(it.name ?? '')),
    schema: schemaOf(json.output_config),
    thinks: isObject(json.thinking) && json.thinking.type !== 'disabled',
    folder:
      /orking directory: ([^\n]+)/.exec([...system, ...messages.flatMap(spread)].map(textOf).join('\n'))?.[1] ?? null,
  }
}

export const tokensIn = (prompt: Prompt): number => prompt.pieces.reduce((sum, it) => sum + it.tokens, 0)

function pieces(blocks: readonly Json[]): Piece[] {
  const bare = (key: string, value: unknown) => (key === 'cache_control' ? undefined : value)
  let prefix = ''
  return blocks.map((block) => {
    const text = JSON.stringify(block, bare)
    prefix = createHash('sha256').update(prefix).update(text).digest('base64')
    const source = isObject(block.source) && typeof block.source.data === 'string' ? block.source.data : null
    const tokens = source === null ? tokensOf(text) : TOKENS_PER_IMAGE
    return { tokens, prefix, marked: 'cache_control' in block }
  })
}

const spread = (message: Json): Json[] => blocksOf(message.content).map((block) => ({ role: message.role, ...block }))

const blocksOf = (content: unknown): Json[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : list(content).filter(isObject)

const textOf = (block: Json): string => (block.type === 'text' && typeof block.text === 'string' ? block.text : '')

function resultOf(block: Json, messages: readonly Json[]): ToolResult {
  const use = messages.flatMap(spread).find((it) => it.type === 'tool_use' && it.id === block.tool_use_id)
  return { name: String(use?.name ?? 'tool'), isError: block.is_error === true }
}

function schemaOf(outputConfig: unknown): unknown {
  const format = isObject(outputConfig) ? outputConfig.format : undefined
  return isObject(format) && format.type === 'json_schema' ? format.schema : undefined
}

function parse(body: Buffer): Json | null {
  try {
    const json: unknown = JSON.parse(body.toString())
    return isObject(json) ? json : null
  } catch {
    return null
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
