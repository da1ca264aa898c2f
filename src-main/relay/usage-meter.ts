import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { members } from '../bytes/json-members.ts'
import { field, parsed, type SseEvent } from '../bytes/sse.ts'

export interface UsageListener {
  /** What the input really was; told again where the provider corrects it. */
  input(usage: { input: number; cacheWrite: number; cacheRead: number }): void
  /** Output tokens so far. */
  output(cumulative: number): void
}

/**
 * Reads usage out of a stream as it passes; it never sees the bytes that are written. Anthropic states the
 * input in `message_start` and the cumulative output in each `message_delta`; Z.AI states zeros first and
 * everything at the end, so a later figure replaces an earlier one unless it is missing or zero.
 */
export class UsageMeter {
  #usage: TokenUsage | null = null
  /** Pieces of the answer that came: a token each at the least. */
  #pieces = 0
  #stopped = false
  #error: SseEvent | null = null
  readonly #listener: UsageListener

  constructor(listener: UsageListener) {
    this.#listener = listener
  }

  read(events: readonly SseEvent[]): void {
    for (const event of events) {
      if (event.name === 'content_block_delta') this.#pieces += 1
      else if (event.name === 'message_start') this.#add(field(field(parsed(event.data()), 'message'), 'usage'))
      else if (event.name === 'message_delta') this.#add(field(parsed(event.data()), 'usage'))
      else if (event.name === 'message_stop') this.#stopped = true
      else if (event.name === 'error') this.#error ??= event
    }
  }

  /** The usage of a whole answer. */
  readWhole(body: Buffer): void {
    const at = members(body)?.get('usage')
    if (at) this.#add(parsed(body.toString('utf8', at.valueStart, at.valueEnd)))
  }

  /** `null`: nothing was stated. Of a stream that broke, the output is at least what was seen of it. */
  get usage(): TokenUsage | null {
    const stated = this.#usage
    if (stated === null || this.#stopped || stated.output >= this.#pieces) return stated
    return { ...stated, output: this.#pieces }
  }
  /** The stream came to its proper end. */
  get stopped(): boolean {
    return this.#stopped
  }
  /** The first error event the upstream itself sent. */
  get error(): SseEvent | null {
    return this.#error
  }

  #add(stated: unknown): void {
    if (typeof stated !== 'object' || stated === null) return
    const had = this.#usage
    const next: TokenUsage = {
      input: count(stated, 'input_tokens') || (had?.input ?? 0),
      output: count(stated, 'output_tokens') || (had?.output ?? 0),
      cacheRead: count(stated, 'cache_read_input_tokens') || (had?.cacheRead ?? 0),
      cacheWrite: count(stated, 'cache_creation_input_tokens') || (had?.cacheWrite ?? 0),
    }
    this.#usage = next
    const { input, cacheRead, cacheWrite } = next
    const moved = input !== had?.input || cacheRead !== had.cacheRead || cacheWrite !== had.cacheWrite
    if (moved && input + cacheRead + cacheWrite > 0) this.#listener.input({ input, cacheWrite, cacheRead })
    if (next.output !== (had?.output ?? 0)) this.#listener.output(next.output)
  }
}

/** 0 where it is missing, null, or no count. */
function count(stated: object, name: string): number {
  const value = field(stated, name)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
}
