import { beginning } from '../conversion/testing.ts'
import { ToolNames } from '../conversion/tool-names.ts'
import type { ChatDialect } from './chat-dialect.ts'
import { ChatStream } from './chat-stream.ts'

/** A server without peculiarities. */
export const plainDialect: ChatDialect = {
  name: 'OpenAI',
  reasons: (model) => model.startsWith('o'),
  thinking: 'left out',
  files: true,
  plainSchemas: false,
  cacheKey: true,
}

/** One chunk of a stream. */
export const chunk = (delta: object, finish: string | null = null, more: object = {}) => ({
  id: 'chatcmpl-1',
  model: 'gpt-test',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
})

/** What the client is told of these chunks. */
export const told = (chunks: readonly unknown[], done = true, names = new ToolNames()) => {
  const stream = new ChatStream(beginning(names))
  return [...chunks.flatMap((it) => stream.push(it)), ...stream.end(done)]
}
