import type { Block } from '../src-main/practice/compose.ts'
import { cutToFit, type Message, pieces, tokensOf } from '../src-main/practice/message.ts'
import type { Step } from '../src-main/practice/plan.ts'
import { messagesBody } from './chat-request.ts'
import type { Door } from './dialect.ts'
import { hex } from './plain.ts'

/** Characters of a call's arguments per chunk. */
const PIECE = 7

type Json = Record<string, unknown>
type Call = Extract<Block, { type: 'tool_use' }>

/**
 * Chat Completions as OpenAI documents it, written from there: data-only events, calls told apart by `index` and here
 * growing at once, a last chunk with the usage and no choice, `[DONE]`. `reasoning`: the member in which a server
 * shows what its model thought; `null`: it keeps that to itself.
 */
export const chatDoor = (path: string, reasoning: string | null = null): Door => ({
  at: (it) => it === path,
  read: (body) => messagesBody(body, reasoning !== null),
  write(message, asked) {
    const { stream, stream_options } = JSON.parse(asked.body.toString()) as Json & { stream_options?: Json }
    const answer = { ...message, ...cutToFit(message), reasoning }
    return stream === true ? streamed(answer, stream_options?.include_usage === true) : whole(answer)
  },
  /** A script's event as this format has it: without a name, and an error without a type of its own. */
  bent(step) {
    if (step.kind !== 'write' || step.event !== 'error') return step
    const { error } = JSON.parse(step.text.slice(step.text.indexOf('{'))) as Json
    return { ...step, text: `data: ${JSON.stringify({ error })}\n\n` }
  },
})

interface Answer extends Message {
  readonly stopReason: string
  readonly output: number
  readonly reasoning: string | null
}

function streamed(answer: Answer, counts: boolean): Step[] {
  const about = { ...heading(answer, 'chat.completion.chunk'), system_fingerprint: 'fp_twin' }
  const chunk = (delta: Json, tokens = 0, finish_reason: string | null = null) =>
    data({ ...about, choices: [{ index: 0, delta, logprobs: null, finish_reason }] }, tokens)
  const usage = counts ? [data({ ...about, choices: [], usage: usageOf(answer) })] : []
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...answer.blocks.flatMap((block) => spoken(block, answer.reasoning, chunk)),
    ...calling(answer.blocks.filter(isCall), chunk),
    chunk({}, 0, finishOf(answer)),
    ...usage,
    { kind: 'write', text: 'data: [DONE]\n\n', tokens: 0 },
  ]
}

type Chunk = (delta: Json, tokens?: number) => Step

function spoken(block: Block, reasoning: string | null, chunk: Chunk): Step[] {
  if (block.type === 'text') return pieces(block.text).map((content) => chunk({ content }, tokensOf(content)))
  if (block.type === 'tool_use' || reasoning === null) return []
  return pieces(block.thinking).map((thought) => chunk({ [reasoning]: thought }, tokensOf(thought)))
}

/** First every call by name, then their arguments in turn, a piece each. */
function calling(calls: readonly Call[], chunk: Chunk): Step[] {
  const opened = calls.map((call, index) => chunk({ tool_calls: [{ index, ...callOf(call, '') }] }))
  const rest = calls.map(({ input }) => JSON.stringify(input).match(new RegExp(`[^]{1,${PIECE}}`, 'g')) ?? [])
  const rounds = Math.max(0, ...rest.map(({ length }) => length))
  const grown = Array.from({ length: rounds }, (_, round) =>
    rest.flatMap((all, index) => {
      const piece = all[round]
      if (piece === undefined) return []
      return [chunk({ tool_calls: [{ index, function: { arguments: piece } }] }, tokensOf(piece))]
    }),
  )
  return [...opened, ...grown.flat()]
}

function whole(answer: Answer): Step[] {
  const said = answer.blocks.map((it) => (it.type === 'text' ? it.text : '')).join('')
  const thought = answer.blocks.map((it) => (it.type === 'thinking' ? it.thinking : '')).join('')
  const calls = answer.blocks.filter(isCall).map((call) => callOf(call, JSON.stringify(call.input)))
  const message = {
    role: 'assistant',
    content: said || null,
    refusal: null,
    ...(answer.reasoning !== null && thought !== '' && { [answer.reasoning]: thought }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishOf(answer) }]
  const body = { ...heading(answer, 'chat.completion'), choices, usage: usageOf(answer) }
  return [{ kind: 'write', text: JSON.stringify(body), tokens: answer.output }]
}

const heading = ({ model }: Answer, object: string) => ({
  id: `chatcmpl-${hex(12)}`,
  object,
  created: 1_764_000_000,
  model,
})

const callOf = ({ name }: Call, written: string) => ({
  id: `call_${hex(12)}`,
  type: 'function',
  function: { name, arguments: written },
})

const isCall = (block: Block): block is Call => block.type === 'tool_use'

const data = (json: Json, tokens = 0): Step => ({ kind: 'write', text: `data: ${JSON.stringify(json)}\n\n`, tokens })

function usageOf({ usage, output }: Answer): Json {
  const prompt_tokens = usage.input + usage.cacheRead + usage.cacheWrite
  return {
    prompt_tokens,
    completion_tokens: output,
    total_tokens: prompt_tokens + output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
}

const finishOf = ({ stopReason }: Answer): string =>
  stopReason === 'tool_use' ? 'tool_calls' : stopReason === 'max_tokens' ? 'length' : 'stop'
