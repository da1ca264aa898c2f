import { randomUUID } from 'node:crypto'
import type { RelayAt } from './app.ts'

/** What a client got. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** The words of a streamed answer. */
  readonly text: string
  /** The stream came to its own end, not to a break. */
  readonly complete: boolean
}

/** An answer whose first event is here and whose rest is still to come. */
export interface Running {
  readonly status: number
  readonly headers: Headers
  /** Reads to the end. */
  whole(): Promise<Answer>
}

export interface Session {
  readonly id: string
  /** A streamed message, to its end. */
  ask(prompt: string, model?: string): Promise<Answer>
  /** A streamed message, as soon as its answer begins. */
  begin(prompt: string, model?: string): Promise<Running>
}

/**
 * One session of a client that speaks to the relay as Claude Code does: the same id on each of its requests,
 * and before its messages the same `rules`, which it wants to be cached.
 */
export function session({ address, token }: RelayAt, rules = 'You help with code.'): Session {
  const id = randomUUID()
  const system = [{ type: 'text', text: rules, cache_control: { type: 'ephemeral' } }]
  const begin = async (prompt: string, model = 'claude-opus-4-8'): Promise<Running> => {
    const response = await fetch(`${address}/v1/messages?beta=true`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'anthropic-version': '2023-06-01',
        'x-claude-code-session-id': id,
      },
      body: JSON.stringify({
        model,
        max_tokens: 4096,
        stream: true,
        system,
        messages: [{ role: 'user', content: prompt }],
      }),
    })
    const { status, headers } = response
    return { status, headers, whole: async () => ({ status, headers, ...read(await response.text()) }) }
  }
  return { id, begin, ask: async (prompt, model) => (await begin(prompt, model)).whole() }
}

function read(body: string): Pick<Answer, 'body' | 'text' | 'complete'> {
  const events = body.split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6))] : []))
  const text = events.map(({ delta }) => delta?.text ?? '').join('')
  return { body, text, complete: events.at(-1)?.type === 'message_stop' }
}
