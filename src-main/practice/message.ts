import type { Block } from './compose.ts'
import type { Step } from './plan.ts'
import type { InputUsage } from './prompt-cache.ts'

/** How one provider writes the Messages format on the wire. */
export interface Wire {
  messageId(): string
  toolUseId(): string
  /** Usage in `message_start`. */
  usageFirst(usage: InputUsage): object
  /** Usage in `message_delta`, and of a whole answer. */
  usageLast(usage: InputUsage, output: number): object
  /** What vouches for a thinking block; `null`: it carries none. */
  signature(thinking: string): string | null
  /** Fields of `message_start`'s message that are not the same everywhere; undefined ones are left out. */
  readonly first: object
  readonly pings: boolean
  /** Characters of tool input per event; `Infinity`: in one piece. */
  readonly jsonPiece: number
}

export interface Message {
  readonly model: string
  readonly blocks: readonly Block[]
  readonly usage: InputUsage
  readonly maxTokens: number
}

export const sse = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

const write = (event: string, data: object, tokens = 0): Step => ({
  kind: 'write',
  event,
  text: sse(event, { type: event, ...data }),
  tokens,
})

/** The message as a stream: every event one step, in the order Anthropic documents. */
export function streamed(message: Message, wire: Wire): Step[] {
  const { blocks, stopReason, output } = cutToFit(message)
  const start = {
    message: {
      id: wire.messageId(),
      type: 'message',
      role: 'assistant',
      model: message.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      ...wire.first,
      usage: wire.usageFirst(message.usage),
    },
  }
  return [
    write('message_start', start),
    ...blocks.flatMap((block, index) => blockSteps(block, index, wire)),
    write('message_delta', {
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: wire.usageLast(message.usage, output),
    }),
    write('message_stop', {}),
  ]
}

/** The message in one JSON document. */
export function whole(message: Message, wire: Wire): Step[] {
  const { blocks, stopReason, output } = cutToFit(message)
  const json = {
    id: wire.messageId(),
    type: 'message',
    role: 'assistant',
    model: message.model,
    content: blocks.map((block) => ({ ...block, ...late(block, wire) })),
    stop_reason: stopReason,
    stop_sequence: null,
    usage: wire.usageLast(message.usage, output),
  }
  return [{ kind: 'write', text: JSON.stringify(json), tokens: output }]
}

/** What a block has beside its content: a tool call's id, a thought's signature. */
function late(block: Block, wire: Wire): object {
  if (block.type === 'tool_use') return { id: wire.toolUseId() }
  const signature = block.type === 'thinking' ? wire.signature(block.thinking) : null
  return signature === null ? {} : { signature }
}

function blockSteps(block: Block, index: number, wire: Wire): Step[] {
  const delta = (data: object, tokens = 0) => write('content_block_delta', { index, delta: data }, tokens)
  const ping = index === 0 && wire.pings ? [write('ping', {})] : []
  const open = (content_block: object) => [write('content_block_start', { index, content_block }), ...ping]
  const close = write('content_block_stop', { index })
  if (block.type === 'text') {
    const deltas = pieces(block.text).map((text) => delta({ type: 'text_delta', text }, tokensOf(text)))
    return [...open({ type: 'text', text: '' }), ...deltas, close]
  }
  if (block.type === 'thinking') {
    const deltas = pieces(block.thinking).map((thinking) =>
      delta({ type: 'thinking_delta', thinking }, tokensOf(thinking)),
    )
    const signature = wire.signature(block.thinking)
    const signed = signature === null ? [] : [delta({ type: 'signature_delta', signature })]
    const empty =
      signature === null ? { type: 'thinking', thinking: '' } : { type: 'thinking', thinking: '', signature: '' }
    return [...open(empty), ...deltas, ...signed, close]
  }
  const json = JSON.stringify(block.input)
  const size = Math.min(wire.jsonPiece, json.length)
  const parts = Array.from({ length: Math.ceil(json.length / size) }, (_, i) => json.slice(i * size, (i + 1) * size))
  return [
    ...open({ type: 'tool_use', id: wire.toolUseId(), name: block.name, input: {} }),
    ...parts.map((partial_json) => delta({ type: 'input_json_delta', partial_json }, tokensOf(partial_json))),
    close,
  ]
}

/** A word and the space before it: about what a model puts out at a time. */
export const pieces = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? []

export const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / 4))

const tokensIn = (block: Block): number => {
  if (block.type === 'tool_use') return tokensOf(JSON.stringify(block.input))
  return pieces(block.type === 'text' ? block.text : block.thinking).reduce((sum, it) => sum + tokensOf(it), 0)
}

/** As many words as `max_tokens` allows; a tool call that does not fit is left out whole. */
export function cutToFit(message: Message): { blocks: Block[]; stopReason: string; output: number } {
  const kept: Block[] = []
  let left = message.maxTokens
  for (const block of message.blocks) {
    const tokens = tokensIn(block)
    if (tokens <= left) {
      kept.push(block)
      left -= tokens
      continue
    }
    if (block.type === 'text' && left > 0) {
      let text = ''
      for (const piece of pieces(block.text)) {
        if (tokensOf(piece) > left) break
        left -= tokensOf(piece)
        text += piece
      }
      if (text !== '') kept.push({ type: 'text', text })
    }
    return { blocks: kept, stopReason: 'max_tokens', output: total(kept) }
  }
  const last = message.blocks.at(-1)
  return { blocks: kept, stopReason: last?.type === 'tool_use' ? 'tool_use' : 'end_turn', output: total(kept) }
}

const total = (blocks: readonly Block[]): number => blocks.reduce((sum, it) => sum + tokensIn(it), 0)
