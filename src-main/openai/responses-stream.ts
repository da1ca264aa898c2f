import { Answer, type Beginning, type MessageEvent, type StopReason } from '../conversion/answer.ts'
import { sealed } from '../conversion/sealed.ts'
import type { Format, Reader } from '../conversion/translate.ts'
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../conversion/values.ts'
import { usageOfResponse } from './usage.ts'

/** Answers of Responses. `reader`: who will be able to read the thinking that is sealed in them. */
export const responsesFormat = (reader: string): Format => ({
  read: (beginning) => new ResponsesStream(beginning, reader),
  isAnswer: ({ object, output }) => object === 'response' || Array.isArray(output),
})

const INCOMPLETE: Readonly<Record<string, StopReason>> = {
  max_output_tokens: 'max_tokens',
  max_tokens: 'max_tokens',
  content_filter: 'refusal',
}

/**
 * OpenAI, "Streaming events" of Responses → Messages events. Items are told apart by their place in the output: some
 * gateways give each event another `item_id`.
 */
class ResponsesStream implements Reader {
  readonly #answer: Answer
  readonly #reader: string
  /** Places in the output to which words have come. */
  readonly #said = new Set<number>()
  /** Those of items that are whole. */
  readonly #done = new Set<number>()
  #last = 0

  constructor(beginning: Beginning, reader: string) {
    this.#answer = new Answer(beginning, 'when told')
    this.#reader = reader
  }

  push(event: unknown): MessageEvent[] {
    const answer = this.#answer
    if (answer.over || !isFields(event)) return []
    const { type } = event
    // An answer in one piece.
    if (event.object === 'response' && type === undefined) return this.#ended(event)
    if (type === 'error' || (type === undefined && isFields(event.error))) return answer.fail(errorOf(event))
    const response = fieldsOf(event.response)
    if (isEnd(type)) return this.#ended(response)
    const events = answer.begin(textOf(response.id), textOf(response.model))
    this.#last = typeof event.output_index === 'number' ? event.output_index : this.#last
    this.#take(textOf(type), event, this.#last)
    return [...events, ...answer.tell()]
  }

  end(): MessageEvent[] {
    // The last event says that it is the last; without it the answer was cut off.
    return []
  }

  #take(type: string, event: Fields, at: number): void {
    const delta = textOf(event.delta)
    const item = fieldsOf(event.item)
    switch (type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        this.#say('text', delta, at)
        break
      case 'response.reasoning_summary_part.added':
        if (this.#said.has(at)) this.#say('thinking', '\n\n', at)
        break
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        this.#say('thinking', delta, at)
        break
      case 'response.function_call_arguments.delta':
        this.#call({ arguments: delta }, at)
        break
      case 'response.output_item.added':
        // It has its place from now on. Arguments come piece by piece, or with its end.
        if (item.type === 'function_call') this.#call({ ...item, arguments: '' }, at)
        else if (item.type === 'message') this.#answer.parts.say('text', '', at)
        else if (item.type === 'reasoning') this.#answer.parts.say('thinking', '', at)
        break
      case 'response.output_item.done':
        this.#item(item, at)
    }
  }

  #say(kind: 'text' | 'thinking', words: string, at: number): void {
    if (words === '') return
    this.#said.add(at)
    this.#answer.say(kind, words, at)
  }

  #call(item: Fields, at: number): void {
    const words = textOf(item.arguments)
    if (words !== '') this.#said.add(at)
    this.#answer.call(at, { id: textOf(item.call_id), name: textOf(item.name), arguments: words })
  }

  /** An item that is whole; what was not told piece by piece is in it. */
  #item(item: Fields, at: number): void {
    const told = this.#said.has(at)
    if (item.type === 'function_call') this.#call(told ? { ...item, arguments: '' } : item, at)
    if (item.type === 'message' && !told) this.#say('text', textsIn(item.content, ''), at)
    if (item.type === 'reasoning') {
      if (!told) this.#say('thinking', textsIn(item.summary, '\n\n') || textsIn(item.content, ''), at)
      const { id, encrypted_content } = item
      if (typeof encrypted_content === 'string' && encrypted_content !== '')
        this.#answer.sign(sealed(this.#reader, JSON.stringify({ id, encrypted_content })), at)
    }
    this.#done.add(at)
    this.#answer.close(at)
  }

  #ended(response: Fields): MessageEvent[] {
    const answer = this.#answer
    if (isFields(response.error)) return answer.fail({ error: response.error })
    if (response.status === 'failed') return answer.fail({})
    const events = answer.begin(textOf(response.id), textOf(response.model))
    for (const [at, item] of listOf(response.output).entries()) if (!this.#done.has(at)) this.#item(item, at)
    if (isFields(response.usage)) answer.usage = usageOfResponse(response.usage)
    const why = textOf(fieldsOf(response.incomplete_details).reason)
    answer.finish(INCOMPLETE[why] ?? 'end_turn')
    return [...events, ...answer.end(true)]
  }
}

const isEnd = (type: unknown): boolean =>
  type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed'

/** OpenAI's SDK has it flat, its servers within `error`. */
const errorOf = ({ error, code, message }: Fields): object =>
  isFields(error) ? { error } : { error: { code, message } }

const textsIn = (parts: unknown, between: string): string =>
  listOf(parts)
    .map(({ text, refusal }) => textOf(text) || textOf(refusal))
    .filter((it) => it !== '')
    .join(between)
