import { type Beginning, ChatStream, type MessageEvent } from './chat-stream.ts'
import { type Fields, fieldsOf, isFields, textOf } from './values.ts'

/**
 * A whole answer of Chat Completions as a message, in JSON. `null`: it is none, or a call's arguments are no JSON
 * object, of which no message could be made without inventing something.
 */
export function toMessage(body: string, beginning: Beginning): string | null {
  const answer = parsed(body)
  if (!isFields(answer) || !Array.isArray(answer.choices) || answer.choices.length === 0) return null
  const stream = new ChatStream(beginning)
  const events = [...stream.push(answer), ...stream.end(true)]
  const message = events.find(({ type }) => type === 'message_start')?.message
  const last = events.find(({ type }) => type === 'message_delta')
  if (!isFields(message) || !last) return null
  const blocks = contentOf(events)
  if (blocks === null) return null
  const { content: _, ...rest }: Fields = { ...message, ...fieldsOf(last.delta), usage: last.usage }
  return `${JSON.stringify(rest).slice(0, -1)},"content":[${blocks.join(',')}]}`
}

/** Each block as JSON; the arguments of a call byte for byte as the model wrote them. */
function contentOf(events: readonly MessageEvent[]): string[] | null {
  const blocks: string[] = []
  for (const { type, index, content_block: opened } of events) {
    if (type !== 'content_block_start') continue
    const words = events
      .filter((it) => it.type === 'content_block_delta' && it.index === index)
      .map(wordsOf)
      .join('')
    const block = jsonOf(fieldsOf(opened), words)
    if (block === null) return null
    blocks.push(block)
  }
  return blocks
}

function jsonOf(block: Fields, words: string): string | null {
  if (block.type === 'text') return JSON.stringify({ ...block, text: words })
  if (block.type === 'thinking') return JSON.stringify({ ...block, thinking: words })
  if (!isFields(parsed(words))) return null
  const { input: _, ...rest } = block
  return `${JSON.stringify(rest).slice(0, -1)},"input":${words}}`
}

function wordsOf({ delta }: MessageEvent): string {
  const { text, thinking, partial_json } = fieldsOf(delta)
  return textOf(text) || textOf(thinking) || textOf(partial_json)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
