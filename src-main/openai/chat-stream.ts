import { text } from '../../src-shared/text/text.ts'
import { toError } from './chat-error.ts'
import { type Part, Parts } from './parts.ts'
import { idHere, type ToolNames } from './tool-names.ts'
import { stated, stopReason, usageOf } from './usage.ts'
import { type Fields, fieldsOf, isFields, listOf, textOf } from './values.ts'

/** One event of a Messages stream; its name is its `type`. */
export interface MessageEvent {
  readonly type: string
  readonly [member: string]: unknown
}

/** What is known of the answer before it begins. */
export interface Beginning {
  /** For the message, where the server names none. */
  readonly id: string
  readonly names: ToolNames
  /** Our estimate, in tokens: the client is told one at once, and the true figure at the end. */
  readonly inputTokens: number
  /** As people call the provider. */
  readonly called: string
}

const WHITESPACE = /^\s*$/

/**
 * Chat Completions chunks → Messages events. State in the object, events out: nothing here waits or writes. However
 * the chunks are cut and the calls interleaved, the same message comes out.
 */
export class ChatStream {
  readonly #beginning: Beginning
  readonly #parts = new Parts()
  /** The part that is being told, its place among the blocks that were told of, and whether anything of it was. */
  #at = 0
  #index = 0
  #told = false
  #open = false
  #begun = false
  #finish: string | null = null
  #usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  #over = false

  constructor(beginning: Beginning) {
    this.#beginning = beginning
  }

  /** A chunk, parsed. After the end, or after an error, nothing more comes. */
  push(chunk: unknown): MessageEvent[] {
    if (this.#over || !isFields(chunk)) return []
    if (isFields(chunk.error) || (typeof chunk.error === 'string' && chunk.error !== '')) return this.#fail(chunk)
    const events = this.#begin(chunk)
    if (isFields(chunk.usage)) this.#usage = usageOf(chunk.usage)
    const choice = listOf(chunk.choices)[0]
    if (choice) this.#take(fieldsOf(choice.delta ?? choice.message), choice)
    if (this.#parts.runaway) return [...events, ...this.#fail({ error: { message: text.openai.runaway } })]
    return [...events, ...this.#tell(false)]
  }

  /** `[DONE]`, or the end of the bytes. Without either a reason or `done` the answer was cut off, and nothing is made up. */
  end(done: boolean): MessageEvent[] {
    if (this.#over || !this.#begun || (!done && this.#finish === null)) return []
    const events = this.#tell(true)
    this.#over = true
    const reason = stopReason(this.#finish ?? 'stop', this.#parts.called)
    return [
      ...events,
      { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: stated(this.#usage) },
      { type: 'message_stop' },
    ]
  }

  #begin(chunk: Fields): MessageEvent[] {
    if (this.#begun) return []
    this.#begun = true
    const { id, inputTokens } = this.#beginning
    const message = {
      id: idHere(textOf(chunk.id) || id),
      type: 'message',
      role: 'assistant',
      model: textOf(chunk.model),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: stated({ input: inputTokens, output: 0, cacheRead: 0, cacheWrite: 0 }),
    }
    return [{ type: 'message_start', message }]
  }

  #take(delta: Fields, { finish_reason: finish }: Fields): void {
    const thought = textOf(delta.reasoning_content) || textOf(delta.reasoning)
    if (thought !== '') this.#parts.say('thinking', thought)
    const said = textOf(delta.content) || textOf(delta.refusal)
    if (said !== '') this.#parts.say('text', said)
    for (const [i, call] of listOf(delta.tool_calls).entries()) this.#call(call, i)
    if (isFields(delta.function_call)) this.#call({ function: delta.function_call }, 0)
    if (typeof finish === 'string' && finish !== '') this.#finish ??= finish
  }

  #call(call: Fields, place: number): void {
    const index = typeof call.index === 'number' ? call.index : place
    const { name, arguments: given } = fieldsOf(call.function)
    const words = isFields(given) ? JSON.stringify(given) : textOf(given)
    this.#parts.call(index, { id: textOf(call.id), name: textOf(name), arguments: words })
  }

  /** Tells what can be told by now; at the end all of it. */
  #tell(end: boolean): MessageEvent[] {
    const events: MessageEvent[] = []
    for (let part = this.#parts.all[this.#at]; part; part = this.#parts.all[this.#at]) {
      const whole = end || this.#parts.isWhole(this.#at)
      if (!this.#open) {
        if (!whole && !canBegin(part)) break
        if (isBlank(part)) {
          // A block of nothing but space between others is refused when it comes back.
          this.#at += 1
          continue
        }
        events.push(this.#openPart(part))
      }
      const words = part.untold === '' && whole && part.kind === 'tool' && !this.#told ? '{}' : part.untold
      if (words !== '') events.push({ type: 'content_block_delta', index: this.#index, delta: deltaOf(part, words) })
      this.#told ||= words !== ''
      part.untold = ''
      if (!whole) break
      events.push({ type: 'content_block_stop', index: this.#index })
      this.#at += 1
      this.#index += 1
      this.#told = false
      this.#open = false
    }
    return events
  }

  #openPart(part: Part): MessageEvent {
    this.#open = true
    const { names, id } = this.#beginning
    const block =
      part.kind === 'tool'
        ? { type: 'tool_use', id: idHere(part.id || `${id}_${this.#at}`), name: names.back(part.name), input: {} }
        : part.kind === 'thinking'
          ? { type: 'thinking', thinking: '', signature: '' }
          : { type: 'text', text: '' }
    return { type: 'content_block_start', index: this.#index, content_block: block }
  }

  #fail(chunk: Fields): MessageEvent[] {
    this.#over = true
    return [toError(JSON.stringify(chunk), text.openai.broke(this.#beginning.called))]
  }
}

/** A call is told of when it can be named, which some servers do late; a text when there is more of it than space. */
const canBegin = (part: Part): boolean => (part.kind === 'tool' ? part.id !== '' && part.name !== '' : !isBlank(part))

const isBlank = (part: Part): boolean => part.kind !== 'tool' && WHITESPACE.test(part.untold)

function deltaOf({ kind }: Part, words: string) {
  if (kind === 'tool') return { type: 'input_json_delta', partial_json: words }
  return kind === 'thinking' ? { type: 'thinking_delta', thinking: words } : { type: 'text_delta', text: words }
}
