/** What is sent and answered in the measurements; the provider and whoever checks its answers know it from here. */

const MODEL = 'claude-sonnet-4-5'
export const TURN_DELTAS = 100
export const SMOOTH = { streams: 20, events: 250, paceMs: 4 } as const

const event = (name: string, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`

const usage = { input_tokens: 1200, cache_creation_input_tokens: 0, cache_read_input_tokens: 40_000 }
const message = { id: 'msg_01', type: 'message', role: 'assistant', model: MODEL }

export const FIRST_EVENTS =
  event('message_start', {
    message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } },
  }) + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })

export const deltaEvent = (text: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })

export const LAST_EVENTS =
  event('content_block_stop', { index: 0 }) +
  event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 300 } }) +
  event('message_stop', {})

export const JSON_ANSWER = JSON.stringify({
  ...message,
  content: [{ type: 'text', text: 'A short answer to a short question. '.repeat(8) }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { ...usage, output_tokens: 60 },
})

const words = (bytes: number): string => 'const line = "of some code";\n'.repeat(Math.ceil(bytes / 29)).slice(0, bytes)

/** A few words. */
export const SMALL = Buffer.from(
  JSON.stringify({ model: MODEL, max_tokens: 1024, messages: [{ role: 'user', content: words(600) }] }),
)
export const SMALL_STREAM = Buffer.from(JSON.stringify({ ...JSON.parse(String(SMALL)), stream: true }))

/** 200 kB in the shape of a turn of Claude Code: rules, tools, and a conversation with calls of tools in it. */
export const TURN = Buffer.from(
  JSON.stringify({
    model: MODEL,
    messages: Array.from({ length: 30 }, (_, i) =>
      i % 2 === 0
        ? { role: 'user', content: [{ type: 'tool_result', tool_use_id: `toolu_${i - 1}`, content: words(9_000) }] }
        : {
            role: 'assistant',
            content: [
              { type: 'text', text: words(200) },
              { type: 'tool_use', id: `toolu_${i}`, name: 'Read', input: { file_path: `/home/me/project/${i}.ts` } },
            ],
          },
    ),
    system: [{ type: 'text', text: words(20_000), cache_control: { type: 'ephemeral' } }],
    tools: Array.from({ length: 15 }, (_, i) => ({
      name: `Tool${i}`,
      description: words(2_000),
      input_schema: { type: 'object', properties: { file_path: { type: 'string', description: words(150) } } },
    })),
    metadata: { user_id: 'user_0123456789abcdef_account__session_0123456789' },
    max_tokens: 32_000,
    stream: true,
  }),
)

/** A picture that makes a body of so many bytes. */
export const withPicture = (bytes: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      ...{ model: MODEL, max_tokens: 1024 },
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgoAAAAN'.repeat(bytes / 16) },
            },
            { type: 'text', text: 'What is this?' },
          ],
        },
      ],
    }),
  )
