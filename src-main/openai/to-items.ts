import { parsed } from '../bytes/sse.ts'
import {
  blocksOf,
  type Piece,
  passedBy,
  piecesOf,
  resultOf,
  saidIn,
  type ToolResult,
  wordsOf,
} from '../conversion/blocks.ts'
import type { RawInputs } from '../conversion/raw-inputs.ts'
import { opened } from '../conversion/sealed.ts'
import { idThere, type ToolNames } from '../conversion/tool-names.ts'
import { type Fields, isFields, listOf, textOf } from '../conversion/values.ts'

/** What an item becomes here, with the names of this request's tools. */
interface Carrying {
  /** As people call the provider. */
  readonly name: string
  readonly names: ToolNames
  readonly inputs: RawInputs
  readonly reader: string
}

/** The conversation as Responses takes it. Throws `CannotCarry`. */
export function toItems(body: Fields, carrying: Carrying): Fields[] {
  return listOf(body.messages).flatMap((message, at) => {
    const blocks = blocksOf(message.content)
    if (message.role === 'assistant') return assistant(blocks, at, carrying)
    if (message.role === 'system') return [{ role: 'developer', content: wordsOf(message) }]
    return user(blocks, carrying.name)
  })
}

/** The answers of tools come first, as the calls did. */
function user(blocks: readonly Fields[], name: string): Fields[] {
  const results = blocks.filter(({ type }) => type === 'tool_result').map((block) => outputOf(resultOf(block, name)))
  const content = blocks
    .filter(({ type }) => type !== 'tool_result')
    .flatMap((block) => piecesOf(block, name))
    .map(partOf)
  return content.length === 0 ? results : [...results, { role: 'user', content }]
}

function outputOf(result: ToolResult): Fields {
  const text = result.pieces.every(({ kind }) => kind === 'text')
  const failed = result.failed ? [{ type: 'input_text', text: 'Error:' }] : []
  const output = text ? saidIn(result) : [...failed, ...result.pieces.map(partOf)]
  return { type: 'function_call_output', call_id: idThere(result.id), output }
}

function partOf(piece: Piece): Fields {
  if (piece.kind === 'text') return { type: 'input_text', text: piece.text }
  const { source, title } = piece
  const address = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`
  if (piece.kind === 'picture') return { type: 'input_image', image_url: address, detail: 'auto' }
  return source.kind === 'url'
    ? { type: 'input_file', file_url: address }
    : { type: 'input_file', filename: title, file_data: address }
}

function assistant(blocks: readonly Fields[], at: number, carrying: Carrying): Fields[] {
  const { name, names, inputs, reader } = carrying
  const items: Fields[] = []
  let thoughts: Fields[] = []
  // A thought must be followed by what came of it; one that nothing came of is refused.
  const add = (item: Fields) => {
    items.push(...thoughts, item)
    thoughts = []
  }
  const say = (content: string) => {
    if (content !== '') add({ role: 'assistant', content })
  }
  for (const [i, block] of blocks.entries()) {
    if (block.type === 'text') say(textOf(block.text))
    else if (block.type === 'thinking') thoughts.push(...thoughtOf(block, reader))
    else if (block.type === 'tool_use')
      add({
        type: 'function_call',
        call_id: idThere(textOf(block.id)),
        name: names.out(textOf(block.name)),
        arguments: inputs(at, i) ?? JSON.stringify(block.input ?? {}),
      })
    else say(passedBy(block, name))
  }
  return items
}

/** Thinking that this server encrypted for itself; that of others it could not read. */
function thoughtOf({ thinking, signature }: Fields, reader: string): Fields[] {
  const kept = parsed(opened(reader, textOf(signature)) ?? '')
  if (!isFields(kept)) return []
  const words = textOf(thinking)
  return [{ type: 'reasoning', ...kept, summary: words === '' ? [] : [{ type: 'summary_text', text: words }] }]
}
