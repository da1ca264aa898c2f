import { parsed } from '../bytes/sse.ts'
import type { MessageEvent } from './answer.ts'
import { type Fields, fieldsOf, isFields, textOf } from './values.ts'

/**
 * The events of a whole answer as a message, in JSON. `null`: there is none, or a call's arguments are no JSON object,
 * of which no message could be made without inventing something.
 */
export function toMessage(events: readonly MessageEvent[]): string | null {
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
    const deltas = events.filter((it) => it.type === 'content_block_delta' && it.index === index)
    const block = jsonOf(
      fieldsOf(opened),
      deltas.map(({ delta }) => fieldsOf(delta)),
    )
    if (block === null) return null
    blocks.push(block)
  }
  return blocks
}

function jsonOf(block: Fields, deltas: readonly Fields[]): string | null {
  const all = (name: string) => deltas.map((delta) => textOf(delta[name])).join('')
  if (block.type === 'text') return JSON.stringify({ ...block, text: all('text') })
  if (block.type === 'thinking')
    return JSON.stringify({ ...block, thinking: all('thinking'), signature: all('signature') })
  const written = all('partial_json')
  if (!isFields(parsed(written))) return null
  const { input: _, ...rest } = block
  return `${JSON.stringify(rest).slice(0, -1)},"input":${written}}`
}
