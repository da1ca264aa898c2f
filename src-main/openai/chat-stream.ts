import { Answer, type Beginning, type MessageEvent, type StopReason } from '../conversion/answer.ts'
import type { Format, Reader } from '../conversion/translate.ts'
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../conversion/values.ts'
import { usageOf } from './usage.ts'

const REASONS: Readonly<Record<string, StopReason>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
}

/** Answers of Chat Completions. */
export const chatFormat: Format = {
  read: (beginning) => new ChatStream(beginning),
  isAnswer: ({ choices }) => Array.isArray(choices) && choices.length > 0,
}

/**
 * Chat Completions chunks → Messages events. However the chunks are cut and the calls interleaved, the same message
 * comes out.
 */
export class ChatStream implements Reader {
  readonly #answer: Answer
  readonly #slots = new Slots()

  constructor(beginning: Beginning) {
    this.#answer = new Answer(beginning, 'by the next')
  }

  push(chunk: unknown): MessageEvent[] {
    const answer = this.#answer
    if (answer.over || !isFields(chunk)) return []
    if (isFields(chunk.error) || (typeof chunk.error === 'string' && chunk.error !== '')) return answer.fail(chunk)
    const choice = listOf(chunk.choices)[0]
    // Azure begins with what its filter thinks of the prompt, before there is an answer.
    if (!choice && !isFields(chunk.usage)) return []
    const events = answer.begin(textOf(chunk.id), textOf(chunk.model))
    if (isFields(chunk.usage)) answer.usage = usageOf(chunk.usage)
    if (choice) this.#take(fieldsOf(choice.delta ?? choice.message), choice)
    return [...events, ...answer.tell()]
  }

  end(done: boolean): MessageEvent[] {
    return this.#answer.end(done)
  }

  #take(delta: Fields, { finish_reason: finish }: Fields): void {
    const thought = textOf(delta.reasoning_content) || textOf(delta.reasoning)
    if (thought !== '') this.#answer.say('thinking', thought)
    for (const { kind, words } of saidIn(delta.content)) this.#answer.say(kind, words)
    const refusal = textOf(delta.refusal)
    if (refusal !== '') this.#answer.say('text', refusal)
    for (const [i, call] of listOf(delta.tool_calls).entries()) this.#call(call, i)
    if (isFields(delta.function_call)) this.#call({ function: delta.function_call }, 0)
    if (typeof finish === 'string' && finish !== '') this.#answer.finish(REASONS[finish] ?? 'end_turn')
  }

  #call(call: Fields, place: number): void {
    const { name, arguments: given } = fieldsOf(call.function)
    const words = isFields(given) ? JSON.stringify(given) : textOf(given)
    const piece = { id: textOf(call.id), name: textOf(name), arguments: words }
    this.#answer.call(this.#slots.of(piece, call.index, place), piece)
  }
}

/**
 * Tells calls apart. Their `index` says which is which; but Ollama gives all of them the same, and Gemini's door gives
 * none, so another id with a name of its own begins another call.
 */
class Slots {
  readonly #slots = new Map<number, { readonly key: number; id: string }>()
  #last = 0
  #keys = 0

  of({ id, name }: { id: string; name: string }, index: unknown, place: number): number {
    const at = typeof index === 'number' ? index : id === '' && name === '' ? this.#last : place
    const known = this.#slots.get(at)
    const another = id !== '' && name !== '' && known !== undefined && known.id !== '' && known.id !== id
    const slot = known === undefined || another ? { key: this.#keys++, id } : known
    slot.id ||= id
    this.#slots.set(at, slot)
    this.#last = at
    return slot.key
  }
}

interface Words {
  readonly kind: 'text' | 'thinking'
  readonly words: string
}

/** Text; or, as Mistral has it, a list of texts and of thinking that is again a list. */
function saidIn(content: unknown): readonly Words[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', words: content }]
  return listOf(content).flatMap((part): Words[] => {
    const words =
      textOf(part.text) ||
      textOf(part.thinking) ||
      listOf(part.thinking)
        .map((it) => textOf(it.text))
        .join('')
    if (words === '') return []
    return [{ kind: part.type === 'thinking' ? 'thinking' : 'text', words }]
  })
}
