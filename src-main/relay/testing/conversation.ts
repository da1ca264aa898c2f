export interface Block {
  type: string
  id?: string
  name?: string
  signature?: string
  json?: string
  [member: string]: unknown
}
export interface Message {
  role: string
  content: string | readonly Block[]
}

export const session = { 'x-claude-code-session-id': 's1' }
export const question = (content: Message['content'], over: object = {}) => ({
  model: 'claude-sonnet-5',
  max_tokens: 2_000,
  stream: true,
  messages: [{ role: 'user', content }],
  tools: [{ name: 'Bash', input_schema: { type: 'object', properties: {} } }],
  ...over,
})

/** The blocks of a streamed answer, as a client gathers them; a tool's input as it was written. */
export function blocksIn(said: string): Block[] {
  const blocks: Block[] = []
  for (const [, data] of said.matchAll(/^data: (.*)$/gm)) {
    const event = JSON.parse(String(data)) as { index: number; content_block?: Block; delta?: Record<string, string> }
    if (event.content_block) blocks[event.index] = { ...event.content_block }
    const block = blocks[event.index]
    for (const name of ['text', 'thinking', 'signature'])
      if (block && event.delta?.[name] !== undefined) block[name] = `${block[name] ?? ''}${event.delta[name]}`
    if (block && event.delta?.partial_json !== undefined) block.json = `${block.json ?? ''}${event.delta.partial_json}`
  }
  return blocks
}
/** As the client sends them back. */
export const kept = (blocks: readonly Block[]): Block[] =>
  blocks.map(({ json, ...block }) => (json === undefined ? block : { ...block, input: JSON.parse(json) }))
