import { text } from '../../src-shared/text/text.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { type Fields, fieldsOf, listOf, textOf } from './values.ts'

/** What a user or a tool may show, whatever the format calls it. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'picture' | 'pdf'; readonly source: Source; readonly title: string }
export type Source =
  | { readonly kind: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly kind: 'url'; readonly url: string }

/** A text stands for one block of text everywhere. */
export const blocksOf = (content: unknown): readonly Fields[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)

/** Claude Code's accounting line for Anthropic; it would spoil the prefix caches of others. */
const ATTRIBUTION = 'x-anthropic-billing-header:'

/** What the system is told, in one; empty: nothing. */
export const systemOf = (body: Fields): string =>
  blocksOf(body.system)
    .map((block) => textOf(block.text))
    .filter((line) => line !== '' && !line.startsWith(ATTRIBUTION))
    .join('\n\n')

/** All text of a message that has nothing else. */
export const wordsOf = (message: Fields): string =>
  blocksOf(message.content)
    .map(({ text }) => textOf(text))
    .join('\n\n')

/** What a block of the user's, or of a tool's, shows. `name`: of the provider. Throws `CannotCarry`. */
export function piecesOf(block: Fields, name: string): Piece[] {
  const source = fieldsOf(block.source)
  switch (block.type) {
    case 'text':
      return [{ kind: 'text', text: textOf(block.text) }]
    case 'image':
      return [{ kind: 'picture', source: sourceOf(source, name), title: '' }]
    case 'document':
      return documentOf(block, source, name)
    case 'search_result': {
      const lines = [textOf(block.title), ...blocksOf(block.content).map(({ text }) => textOf(text))]
      return [{ kind: 'text', text: lines.join('\n') }]
    }
    case 'tool_reference':
      return [{ kind: 'text', text: textOf(block.tool_name) }]
    default:
      throw new CannotCarry(text.openai.block(name, textOf(block.type)))
  }
}

function sourceOf(source: Fields, name: string): Source {
  if (source.type === 'base64')
    return { kind: 'base64', mediaType: textOf(source.media_type), data: textOf(source.data) }
  if (source.type === 'url') return { kind: 'url', url: textOf(source.url) }
  throw new CannotCarry(text.openai.file(name))
}

function documentOf(block: Fields, source: Fields, name: string): Piece[] {
  if (source.type === 'text') return [{ kind: 'text', text: textOf(source.data) }]
  if (source.type === 'content') return blocksOf(source.content).flatMap((inner) => piecesOf(inner, name))
  return [{ kind: 'pdf', source: sourceOf(source, name), title: textOf(block.title) || 'document.pdf' }]
}

/** A tool's answer. Where a format takes text only, what it shows follows as the user's. */
export interface ToolResult {
  readonly id: string
  readonly failed: boolean
  readonly pieces: readonly Piece[]
}

/** Throws `CannotCarry`. */
export const resultOf = (block: Fields, name: string): ToolResult => ({
  id: textOf(block.tool_use_id),
  failed: block.is_error === true,
  pieces: blocksOf(block.content).flatMap((inner) => piecesOf(inner, name)),
})

/** A tool's answer as text. */
export function saidIn({ failed, pieces }: ToolResult): string {
  const lines = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '[see the picture below]'))
  return `${failed ? 'Error: ' : ''}${lines.join('\n')}`
}

/** Blocks that a provider's own tools left in the history; here their text is what counts, or nothing. */
const PASSED_BY: ReadonlySet<unknown> = new Set(['redacted_thinking', 'server_tool_use', 'connector_text'])

/** What an answer of another provider may hold that is neither text, thinking nor a call: what can be read of it. */
export function passedBy(block: Fields, name: string): string {
  if (textOf(block.type).endsWith('_tool_result')) return found(block)
  if (!PASSED_BY.has(block.type)) throw new CannotCarry(text.openai.block(name, textOf(block.type)))
  return ''
}

/** What a provider's own tool had found, as far as it can be read. */
const found = (block: Fields): string =>
  listOf(block.content)
    .map(({ title, url }) => [textOf(title), textOf(url)].filter((it) => it !== '').join(' '))
    .filter((line) => line !== '')
    .join('\n')
