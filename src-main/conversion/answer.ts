import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import { toError } from './error.ts'
import { type Part, Parts } from './parts.ts'
import { StopWords } from './stop-words.ts'
import { idHere, type ToolNames } from './tool-names.ts'

/** One event of a Messages stream; its name is its `type`. */
export interface MessageEvent {
  readonly type: string
  readonly [member: string]: unknown
}

/** What is known of the answer before it begins. */
export interface Beginning {
  /** For the message, where the server names none. */
  readonly id: string
  /** The model asked for: its name in the message where the server tells none, or where it is to be `as` asked. */
  readonly model: string
  readonly as: 'asked' | 'told'
  readonly names: ToolNames
  /** Our estimate, in tokens: the client is told one at once, and the true figure at the end. */
  readonly inputTokens: number
  /** As people call the provider. */
  readonly called: string
  /** Where the text is to end. A server that knows such words ends there by itself. */
  readonly stops: readonly string[]
}

/** Why an answer ended, in the words of the Messages API. */
export type StopReason = 'end_turn' | 'max_tokens' | 'tool_use' | 'refusal'

const WHITESPACE = /^\s*$/

/**
 * An answer as it grows → events of the Messages API. State in the object, events out: nothing here waits or writes.
 * `ends`: as `Parts` has it.
 */
export class Answer {
  readonly parts: Parts
  /** In tokens, as far as it was stated. */
  usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  readonly #beginning: Beginning
  readonly #stops: StopWords
  /** The part that is being told, its place among the blocks that were told of, and whether anything of it was. */
  #at = 0
  #index = 0
  #told = false
  #open = false
  #begun = false
  #finish: StopReason | null = null
  #over = false

  constructor(beginning: Beginning, ends: 'by the next' | 'when told') {
    this.#beginning = beginning
    this.#stops = new StopWords(beginning.stops)
    this.parts = new Parts(ends)
  }

  /** The end was told of, or an error: nothing more comes. */
  get over(): boolean {
    return this.#over
  }

  /** The first reason holds. */
  finish(reason: StopReason): void {
    this.#finish ??= reason
  }

  /** `message_start`, the first time. */
  begin(id: string, model: string): MessageEvent[] {
    if (this.#begun) return []
    this.#begun = true
    const { id: ours, model: asked, as, inputTokens } = this.#beginning
    const message = {
      id: idHere(id || ours),
      type: 'message',
      role: 'assistant',
      model: (as === 'told' && model) || asked,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: stated({ input: inputTokens, output: 0, cacheRead: 0, cacheWrite: 0 }),
    }
    return [{ type: 'message_start', message }]
  }

  /** `key`: which part this belongs to, where parts end when told; else the last one, if it is of this kind. */
  say(kind: 'text' | 'thinking', words: string, key?: number): void {
    if (this.#stops.hit !== null) return
    if (kind === 'thinking') this.#sayRest()
    this.parts.say(kind, kind === 'text' ? this.#stops.push(words) : words, key)
  }

  /** Text that could have become a stop word, and did not. */
  #sayRest(): void {
    const rest = this.#stops.rest()
    if (rest !== '') this.parts.say('text', rest, this.parts.lastText)
  }

  call(key: number, piece: { id: string; name: string; arguments: string }): void {
    if (this.#stops.hit !== null) return
    this.#sayRest()
    this.parts.call(key, piece)
  }

  /** As `Parts` has it. */
  sign(signature: string, key?: number): void {
    this.#sayRest()
    this.parts.sign(signature, key)
  }

  /** Nothing more comes to the part of this key. */
  close(key: number): void {
    if (key === this.parts.lastText) this.#sayRest()
    this.parts.close(key)
  }

  /** What can be told by now. */
  tell(): MessageEvent[] {
    return this.parts.runaway ? this.fail({ error: { message: text.openai.runaway } }) : this.#tell(false)
  }

  /** `done`: the server said that this is the end. Without that, or a reason, it was cut off, and nothing is made up. */
  end(done: boolean): MessageEvent[] {
    if (this.#over || !this.#begun || (!done && this.#finish === null)) return []
    this.#sayRest()
    const events = this.#tell(true)
    this.#over = true
    const { hit } = this.#stops
    const delta = { stop_reason: hit === null ? this.#reason() : 'stop_sequence', stop_sequence: hit }
    return [...events, { type: 'message_delta', delta, usage: stated(this.usage) }, { type: 'message_stop' }]
  }

  #reason(): StopReason {
    const told = this.#finish ?? 'end_turn'
    // Some servers say that the turn is over although they have called tools,
    if (told === 'end_turn' && this.parts.called) return this.parts.broken ? 'max_tokens' : 'tool_use'
    // and some that they have called tools although the call was cut off.
    return told === 'tool_use' && this.parts.broken ? 'max_tokens' : told
  }

  /** An error of the provider's own make. */
  fail(error: object): MessageEvent[] {
    this.#over = true
    return [toError(JSON.stringify(error), text.openai.broke(this.#beginning.called))]
  }

  #tell(end: boolean): MessageEvent[] {
    const events: MessageEvent[] = []
    for (let part = this.parts.all[this.#at]; part; part = this.parts.all[this.#at]) {
      const whole = end || this.parts.isWhole(this.#at)
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
      if (words !== '') events.push(this.#delta(deltaOf(part, words)))
      this.#told ||= words !== ''
      part.untold = ''
      if (!whole) break
      if (part.kind === 'thinking' && part.signature !== '')
        events.push(this.#delta({ type: 'signature_delta', signature: part.signature }))
      events.push({ type: 'content_block_stop', index: this.#index })
      this.#at += 1
      this.#index += 1
      this.#told = false
      this.#open = false
    }
    return events
  }

  #delta(delta: object): MessageEvent {
    return { type: 'content_block_delta', index: this.#index, delta }
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
}

/** A call is told of when it can be named, which some servers do late; a text when there is more of it than space. */
const canBegin = (part: Part): boolean => (part.kind === 'tool' ? part.id !== '' && part.name !== '' : !isBlank(part))

const isBlank = (part: Part): boolean => part.kind !== 'tool' && part.signature === '' && WHITESPACE.test(part.untold)

function deltaOf({ kind }: Part, words: string): object {
  if (kind === 'tool') return { type: 'input_json_delta', partial_json: words }
  return kind === 'thinking' ? { type: 'thinking_delta', thinking: words } : { type: 'text_delta', text: words }
}

/** Usage as the Messages API states it. */
const stated = ({ input, output, cacheRead, cacheWrite }: TokenUsage) => ({
  input_tokens: input,
  cache_creation_input_tokens: cacheWrite,
  cache_read_input_tokens: cacheRead,
  output_tokens: output,
})
