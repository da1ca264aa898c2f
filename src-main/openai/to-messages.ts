import { text } from '../../src-shared/text/text.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import type { ChatDialect } from './chat-dialect.ts'
import type { RawInputs } from './raw-inputs.ts'
import { idThere, type ToolNames } from './tool-names.ts'
import { type Fields, fieldsOf, listOf, textOf } from './values.ts'

interface Part {
  readonly type: string
  readonly [member: string]: unknown
}

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | Part[] | null
  readonly [member: string]: unknown
}

/** Claude Code's accounting line for Anthropic; it would spoil the prefix caches of others. */
const ATTRIBUTION = 'x-anthropic-billing-header:'

/** What a message becomes here, with the names of this request's tools. */
export interface Carrying {
  readonly dialect: ChatDialect
  readonly names: ToolNames
  readonly inputs: RawInputs
}

/** The conversation as Chat Completions takes it. Throws `CannotCarry`. */
export function toMessages(body: Fields, carrying: Carrying): ChatMessage[] {
  const system = blocksOf(body.system)
    .map((block) => textOf(block.text))
    .filter((line) => line !== '' && !line.startsWith(ATTRIBUTION))
  const first: ChatMessage[] = system.length > 0 ? [{ role: 'system', content: system.join('\n\n') }] : []
  return [...first, ...listOf(body.messages).flatMap((message, at) => messagesOf(message, at, carrying))]
}

function messagesOf(message: Fields, at: number, carrying: Carrying): ChatMessage[] {
  const blocks = blocksOf(message.content)
  if (message.role === 'assistant') return assistant(blocks, at, carrying)
  if (message.role === 'system')
    return [{ role: 'system', content: blocks.map(({ text }) => textOf(text)).join('\n\n') }]
  return user(blocks, carrying)
}

/** A text stands for one block of text everywhere. */
const blocksOf = (content: unknown): readonly Fields[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)

/** The answers of tools come first: they must follow the message that called them, with nothing in between. */
function user(blocks: readonly Fields[], carrying: Carrying): ChatMessage[] {
  const results: ChatMessage[] = []
  const shown: Part[] = []
  const rest: Part[] = []
  for (const block of blocks) {
    if (block.type !== 'tool_result') {
      rest.push(...partsOf(block, carrying.dialect))
      continue
    }
    const { said, parts } = resultOf(block, carrying.dialect)
    results.push({ role: 'tool', tool_call_id: idThere(textOf(block.tool_use_id)), content: said })
    shown.push(...parts)
  }
  const parts = [...shown, ...rest]
  return parts.length === 0 ? results : [...results, { role: 'user', content: simplest(parts) }]
}

/** A tool's answer is text here; its pictures follow as the user's. */
function resultOf(block: Fields, dialect: ChatDialect): { said: string; parts: Part[] } {
  const parts = blocksOf(block.content).flatMap((inner) => partsOf(inner, dialect))
  const pictures = parts.filter(({ type }) => type !== 'text')
  const lines = parts.map((part) => (part.type === 'text' ? textOf(part.text) : '[see the picture below]'))
  return { said: `${block.is_error === true ? 'Error: ' : ''}${lines.join('\n')}`, parts: pictures }
}

/** What a block of the user's, or of a tool's, becomes. */
function partsOf(block: Fields, dialect: ChatDialect): Part[] {
  const source = fieldsOf(block.source)
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: textOf(block.text) }]
    case 'image':
      return [{ type: 'image_url', image_url: { url: addressOf(source, dialect) } }]
    case 'document':
      return documentOf(block, source, dialect)
    case 'search_result':
      return [
        {
          type: 'text',
          text: [textOf(block.title), ...blocksOf(block.content).map(({ text }) => textOf(text))].join('\n'),
        },
      ]
    case 'tool_reference':
      return [{ type: 'text', text: textOf(block.tool_name) }]
    default:
      throw new CannotCarry(text.openai.block(dialect.name, textOf(block.type)))
  }
}

function addressOf(source: Fields, { name }: ChatDialect): string {
  if (source.type === 'base64') return `data:${textOf(source.media_type)};base64,${textOf(source.data)}`
  if (source.type === 'url') return textOf(source.url)
  throw new CannotCarry(text.openai.file(name))
}

function documentOf(block: Fields, source: Fields, dialect: ChatDialect): Part[] {
  if (source.type === 'text') return [{ type: 'text', text: textOf(source.data) }]
  if (source.type === 'content') return blocksOf(source.content).flatMap((inner) => partsOf(inner, dialect))
  if (!dialect.files) throw new CannotCarry(text.openai.pdf(dialect.name))
  const filename = textOf(block.title) || 'document.pdf'
  return [{ type: 'file', file: { filename, file_data: addressOf(source, dialect) } }]
}

/** Blocks that a provider's own tools left in the history; here their text is what counts, or nothing. */
const PASSED_BY: ReadonlySet<unknown> = new Set(['redacted_thinking', 'server_tool_use', 'connector_text'])

function assistant(blocks: readonly Fields[], at: number, { dialect, names, inputs }: Carrying): ChatMessage[] {
  const said: string[] = []
  const thought: string[] = []
  const calls: Fields[] = []
  for (const [i, block] of blocks.entries()) {
    if (block.type === 'text') said.push(textOf(block.text))
    else if (block.type === 'thinking') thought.push(textOf(block.thinking))
    else if (block.type === 'tool_use') {
      const call = {
        name: names.out(textOf(block.name)),
        arguments: inputs(at, i) ?? JSON.stringify(block.input ?? {}),
      }
      calls.push({ id: idThere(textOf(block.id)), type: 'function', function: call, ...dialect.unsignedCalls })
    } else if (textOf(block.type).endsWith('_tool_result')) said.push(found(block))
    else if (!PASSED_BY.has(block.type)) throw new CannotCarry(text.openai.block(dialect.name, textOf(block.type)))
  }
  const content = said.filter((line) => line !== '').join('\n')
  const reasoning = dialect.thinking === 'reasoning_content' && calls.length > 0 ? thought.join('\n') : ''
  if (content === '' && calls.length === 0) return []
  return [
    {
      role: 'assistant',
      content: content === '' ? null : content,
      ...(reasoning !== '' && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  ]
}

/** What a provider's own tool had found, as far as it can be read. */
const found = (block: Fields): string =>
  listOf(block.content)
    .map(({ title, url }) => [textOf(title), textOf(url)].filter((it) => it !== '').join(' '))
    .filter((line) => line !== '')
    .join('\n')

/** Plain text where there is nothing else: every server takes that. */
const simplest = (parts: Part[]): string | Part[] =>
  parts.every(({ type }) => type === 'text') ? parts.map((part) => textOf(part.text)).join('\n\n') : parts
