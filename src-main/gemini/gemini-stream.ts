import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import { elementsAt, membersAt } from '../bytes/json-members.ts'
import { Answer, type Beginning, type MessageEvent, type StopReason } from '../conversion/answer.ts'
import { sealed } from '../conversion/sealed.ts'
import type { Format, Reader } from '../conversion/translate.ts'
import { countOf, type Fields, fieldsOf, isFields, listOf, textOf } from '../conversion/values.ts'
import { idFor } from './call-ids.ts'
import { READER } from './to-contents.ts'

/** Answers of GenerateContent: each event of a stream is one, and so is the whole. */
export const geminiFormat: Format = {
  read: (beginning) => new GeminiStream(beginning),
  isAnswer: ({ candidates, promptFeedback }) => Array.isArray(candidates) || isFields(promptFeedback),
}

/** Google, "FinishReason". What is not here is the model's own failure, of which no message can be made. */
const REASONS: Readonly<Record<string, StopReason>> = {
  STOP: 'end_turn',
  MAX_TOKENS: 'max_tokens',
  SAFETY: 'refusal',
  RECITATION: 'refusal',
  LANGUAGE: 'refusal',
  BLOCKLIST: 'refusal',
  PROHIBITED_CONTENT: 'refusal',
  SPII: 'refusal',
  IMAGE_SAFETY: 'refusal',
}

class GeminiStream implements Reader {
  readonly #answer: Answer
  readonly #beginning: Beginning
  #calls = 0
  #growing: 'text' | 'thinking' | null = null

  constructor(beginning: Beginning) {
    this.#beginning = beginning
    this.#answer = new Answer(beginning, 'by the next')
  }

  push(chunk: unknown, written: string): MessageEvent[] {
    const answer = this.#answer
    if (answer.over || !isFields(chunk)) return []
    if (isFields(chunk.error)) return answer.fail(chunk)
    const events = answer.begin(textOf(chunk.responseId), textOf(chunk.modelVersion))
    if (isFields(chunk.usageMetadata)) answer.usage = usageOf(chunk.usageMetadata)
    const [candidate] = listOf(chunk.candidates)
    for (const [i, part] of listOf(fieldsOf(candidate?.content).parts).entries())
      this.#take(part, () => argsAt(written, i))
    const finish = textOf(candidate?.finishReason)
    const blocked = textOf(fieldsOf(chunk.promptFeedback).blockReason) !== ''
    if (blocked) answer.finish('refusal')
    else if (finish !== '') {
      const reason = REASONS[finish]
      const { called } = this.#beginning
      if (!reason) return [...events, ...answer.fail({ error: { message: text.openai.stopped(called, finish) } })]
      answer.finish(reason)
    }
    return [...events, ...answer.tell()]
  }

  end(done: boolean): MessageEvent[] {
    return this.#answer.end(done)
  }

  #take(part: Fields, args: () => string | null): void {
    const signature = textOf(part.thoughtSignature)
    if (isFields(part.functionCall)) {
      if (signature !== '') this.#answer.sign(sealed(READER, signature))
      this.#call(part.functionCall, args() ?? JSON.stringify(fieldsOf(part.functionCall.args)))
      return
    }
    const words = textOf(part.text)
    if (words === '') return
    const kind = part.thought === true ? 'thinking' : 'text'
    // Its place is before what it vouches for; what comes with the middle of a text has none, and need not come back.
    if (signature !== '' && kind === 'text' && this.#growing !== 'text') this.#answer.sign(sealed(READER, signature))
    this.#answer.say(kind, words)
    this.#growing = kind
  }

  #call({ id, name }: Fields, words: string): void {
    const ours = `${this.#beginning.id}_${this.#calls}`
    this.#answer.call(this.#calls, { id: idFor(textOf(id), ours), name: textOf(name), arguments: words })
    this.#calls += 1
    this.#growing = null
  }
}

/** The arguments of a call, byte for byte as they came. */
function argsAt(written: string, part: number): string | null {
  const body = Buffer.from(written)
  const inside = (at: number | undefined, name: string) =>
    at === undefined ? undefined : membersAt(body, at)?.get(name)?.valueStart
  const element = (at: number | undefined, i: number) =>
    at === undefined ? undefined : elementsAt(body, at)?.[i]?.start
  const parts = inside(inside(element(inside(0, 'candidates'), 0), 'content'), 'parts')
  const call = inside(element(parts, part), 'functionCall')
  const args = call === undefined ? undefined : membersAt(body, call)?.get('args')
  return args ? body.toString('utf8', args.valueStart, args.valueEnd) : null
}

/** Google, "UsageMetadata": the prompt counts what was cached too, and thinking is counted apart. */
function usageOf(usage: Fields): TokenUsage {
  const cacheRead = countOf(usage.cachedContentTokenCount)
  const input = countOf(usage.promptTokenCount) + countOf(usage.toolUsePromptTokenCount)
  return {
    input: Math.max(0, input - cacheRead),
    output: countOf(usage.candidatesTokenCount) + countOf(usage.thoughtsTokenCount),
    cacheRead,
    cacheWrite: 0,
  }
}
