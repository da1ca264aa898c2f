import { text } from '../../src-shared/text/text.ts'
import { blocksOf, type Piece, passedBy, piecesOf, resultOf, saidIn, systemOf, wordsOf } from '../conversion/blocks.ts'
import type { RawInputs } from '../conversion/raw-inputs.ts'
import { idThere, type ToolNames } from '../conversion/tool-names.ts'
import { type Fields, listOf, textOf } from '../conversion/values.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import type { ChatDialect } from './chat-dialect.ts'

interface Part {
  readonly type: string
  readonly [member: string]: unknown
}

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | Part[] | null
  readonly [member: string]: unknown
}

/** What a message becomes here, with the names of this request's tools. */
export interface Carrying {
  readonly dialect: ChatDialect
  readonly names: ToolNames
  readonly inputs: RawInputs
}

/** The conversation as Chat Completions takes it. Throws `CannotCarry`. */
export function toMessages(body: Fields, carrying: Carrying): ChatMessage[] {
  const system = systemOf(body)
  const first: ChatMessage[] = system === '' ? [] : [{ role: 'system', content: system }]
  return [...first, ...listOf(body.messages).flatMap((message, at) => messagesOf(message, at, carrying))]
}

function messagesOf(message: Fields, at: number, carrying: Carrying): ChatMessage[] {
  const blocks = blocksOf(message.content)
  if (message.role === 'assistant') return assistant(blocks, at, carrying)
  if (message.role === 'system') return [{ role: 'system', content: wordsOf(message) }]
  return user(blocks, carrying.dialect)
}

/** The answers of tools come first: they must follow the message that called them, with nothing in between. */
function user(blocks: readonly Fields[], dialect: ChatDialect): ChatMessage[] {
  const results = blocks.filter(({ type }) => type === 'tool_result').map((block) => resultOf(block, dialect.name))
  const shown = results.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind !== 'text'))
  const rest = blocks.filter(({ type }) => type !== 'tool_result').flatMap((block) => piecesOf(block, dialect.name))
  const parts = [...shown, ...rest].map((piece) => partOf(piece, dialect))
  const answers = results.map((result): ChatMessage => {
    return { role: 'tool', tool_call_id: idThere(result.id), content: saidIn(result) }
  })
  return parts.length === 0 ? answers : [...answers, { role: 'user', content: simplest(parts) }]
}

function partOf(piece: Piece, { name, files }: ChatDialect): Part {
  if (piece.kind === 'text') return { type: 'text', text: piece.text }
  const { source, title } = piece
  const address = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`
  if (piece.kind === 'picture') return { type: 'image_url', image_url: { url: address } }
  if (!files || source.kind === 'url') throw new CannotCarry(text.openai.pdf(name))
  return { type: 'file', file: { filename: title, file_data: address } }
}

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
    } else said.push(passedBy(block, dialect.name))
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

/** Plain text where there is nothing else: every server takes that. */
const simplest = (parts: Part[]): string | Part[] =>
  parts.every(({ type }) => type === 'text') ? parts.map((part) => textOf(part.text)).join('\n\n') : parts
