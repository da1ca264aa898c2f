import { text } from '../../src-shared/text/text.ts'
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
import type { RawJson } from '../conversion/raw-json.ts'
import { opened } from '../conversion/sealed.ts'
import type { ToolNames } from '../conversion/tool-names.ts'
import { type Fields, listOf, textOf } from '../conversion/values.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { idGiven } from './call-ids.ts'

/** Who can read what Gemini vouches for its thinking with: any key, any address of Google's. */
export const READER = 'gemini'

/** What a message becomes here, with the names of this request's tools. */
interface Carrying {
  /** As people call the provider. */
  readonly name: string
  readonly names: ToolNames
  readonly inputs: RawInputs
  readonly raw: RawJson
}

/**
 * Google, "Thought signatures": what stands in for one where the call was made elsewhere. Without any, a call of the
 * turn that goes on is refused.
 */
const UNSIGNED = 'skip_thought_signature_validator'

/** The conversation as GenerateContent takes it. Throws `CannotCarry`. */
export function toContents(body: Fields, carrying: Carrying): Fields[] {
  /** The answer of a tool must name it, where the Messages API has only the call's id. */
  const called = new Map<string, string>()
  return listOf(body.messages).flatMap((message, at) => {
    const blocks = blocksOf(message.content)
    if (message.role === 'assistant') return contentOf('model', assistant(blocks, at, called, carrying))
    if (message.role === 'system') return contentOf('user', [{ text: wordsOf(message) }])
    return user(blocks, called, carrying)
  })
}

const contentOf = (role: 'user' | 'model', parts: readonly Fields[]): Fields[] =>
  parts.length === 0 ? [] : [{ role, parts }]

/** The answers of tools stand alone: as many as there were calls, and in their order. */
function user(blocks: readonly Fields[], called: ReadonlyMap<string, string>, { name }: Carrying): Fields[] {
  const results = blocks.filter(({ type }) => type === 'tool_result').map((block) => resultOf(block, name))
  const shown = results.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind !== 'text'))
  const rest = blocks.filter(({ type }) => type !== 'tool_result').flatMap((block) => piecesOf(block, name))
  return [
    ...contentOf(
      'user',
      results.map((result) => responseOf(result, called)),
    ),
    ...contentOf(
      'user',
      [...shown, ...rest].map((piece) => partOf(piece, name)),
    ),
  ]
}

function responseOf(result: ToolResult, called: ReadonlyMap<string, string>): Fields {
  const id = idGiven(result.id)
  const said = saidIn({ ...result, failed: false })
  return {
    functionResponse: {
      ...(id !== null && { id }),
      name: called.get(result.id) ?? 'unknown',
      response: result.failed ? { error: said } : { output: said },
    },
  }
}

function partOf(piece: Piece, name: string): Fields {
  if (piece.kind === 'text') return { text: piece.text }
  const { source } = piece
  if (source.kind === 'url') throw new CannotCarry(text.openai.address(name))
  return { inlineData: { mimeType: source.mediaType, data: source.data } }
}

function assistant(blocks: readonly Fields[], at: number, called: Map<string, string>, carrying: Carrying): Fields[] {
  const { name, names, inputs, raw } = carrying
  const parts: Fields[] = []
  /** What vouches for the part that comes next. */
  let signature: string | null = null
  let signed = false
  const add = (part: Fields) => {
    parts.push({ ...part, ...(signature !== null && { thoughtSignature: signature }) })
    signed ||= signature !== null
    signature = null
  }
  const say = (words: string) => {
    if (words !== '') add({ text: words })
  }
  for (const [i, block] of blocks.entries()) {
    if (block.type === 'text') say(textOf(block.text))
    else if (block.type === 'thinking') signature = opened(READER, textOf(block.signature)) ?? signature
    else if (block.type === 'tool_use') {
      const there = names.out(textOf(block.name))
      called.set(textOf(block.id), there)
      // Of calls side by side only the first is signed.
      if (!signed && !parts.some((part) => 'functionCall' in part)) signature ??= UNSIGNED
      const id = idGiven(textOf(block.id))
      add({
        functionCall: {
          ...(id !== null && { id }),
          name: there,
          args: raw.put(inputs(at, i) ?? JSON.stringify(block.input ?? {})),
        },
      })
    } else say(passedBy(block, name))
  }
  return parts
}
