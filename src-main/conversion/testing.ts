import type { Readable } from 'node:stream'
import { EventCutter, eventsIn } from '../bytes/sse.ts'
import type { Beginning, MessageEvent } from './answer.ts'
import { ToolNames } from './tool-names.ts'
import { fieldsOf, textOf } from './values.ts'

export const beginning = (names = new ToolNames(), stops: readonly string[] = []): Beginning => ({
  id: 'msg_test',
  model: 'asked-model',
  as: 'told',
  names,
  inputTokens: 7,
  called: 'OpenAI',
  stops,
})

/** What a client makes of a stream: blocks by index, as the official SDK gathers them. Throws where the order is wrong. */
export function gathered(events: readonly MessageEvent[]) {
  const blocks: Record<string, unknown>[] = []
  let open: number | null = null
  let stop: unknown = null
  let usage: unknown = null
  const names = events.map(({ type }) => type)
  if (names[0] !== 'message_start' || names.filter((it) => it === 'message_start').length !== 1)
    throw new Error(`begins wrongly: ${names.join()}`)
  for (const event of events) {
    if (event.type === 'content_block_start') {
      if (open !== null || event.index !== blocks.length) throw new Error('opens while another is open, or out of turn')
      open = blocks.length
      blocks.push({ ...fieldsOf(event.content_block), words: '' })
    } else if (event.type === 'content_block_delta') {
      const block = blocks.at(-1)
      if (!block || event.index !== open) throw new Error('a piece of a block that is not open')
      const { text, thinking, partial_json, signature } = fieldsOf(event.delta)
      block.words = textOf(block.words) + (textOf(text) || textOf(thinking) || textOf(partial_json))
      if (signature !== undefined) block.signature = textOf(block.signature) + textOf(signature)
    } else if (event.type === 'content_block_stop') {
      if (event.index !== open) throw new Error('closes what is not open')
      open = null
    } else if (event.type === 'message_delta') {
      stop = fieldsOf(event.delta).stop_reason
      usage = event.usage
    }
  }
  if (open !== null) throw new Error('left open')
  return { blocks, stop, usage, names }
}

/** All of a body. */
export async function textIn(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const piece of body) chunks.push(Buffer.from(piece))
  return Buffer.concat(chunks).toString('utf8')
}

/** The events of a stream, whole ones only. */
export async function events(body: Readable): Promise<MessageEvent[]> {
  const cutter = new EventCutter()
  const bytes = cutter.push(Buffer.from(await textIn(body)))
  if (cutter.heldBytes > 0) throw new Error('ends in the middle of an event')
  return eventsIn(bytes).map((event) => {
    const data = JSON.parse(event.data()) as MessageEvent
    if (event.name !== data.type) throw new Error(`${event.name} holds a ${data.type}`)
    return data
  })
}
