import type { Block } from '../src-main/practice/compose.ts'
import { cutToFit, type Message, pieces, tokensOf } from '../src-main/practice/message.ts'
import type { Step } from '../src-main/practice/plan.ts'
import { type Json, object, parsed } from './chat-request.ts'
import type { Door } from './dialect.ts'
import { geminiBody, methodIn, SIGNED } from './gemini-request.ts'
import { hex } from './plain.ts'

/**
 * GenerateContent as Google documents it, written from there: each event of a stream an answer of its own, calls whole
 * and the first of them signed, an empty text at the end, usage with each. `named`: models that give their calls an id.
 */
export const geminiDoor = (named: (model: string) => boolean): Door => ({
  at: (path) => methodIn(path) !== null,
  read: geminiBody,
  write(message, asked) {
    const stream = asked.path.includes(':streamGenerateContent')
    return (stream ? streamed : whole)(message, named(message.model))
  },
  /** A script's event as this format has it. */
  bent(step) {
    if (step.kind !== 'write' || step.event !== 'error') return step
    const { type, message } = object(object(parsed(Buffer.from(step.text.slice(step.text.indexOf('{'))))).error)
    const code = type === 'overloaded_error' ? 503 : 500
    return data({ error: { code, message, status: code === 503 ? 'UNAVAILABLE' : 'INTERNAL' } })
  },
})

function streamed(message: Message, named: boolean): Step[] {
  const { blocks, stopReason, output } = cutToFit(message)
  const about = { modelVersion: message.model, responseId: hex(11) }
  const chunk = (parts: readonly Json[], tokens = 0, finish: Json = {}): Step =>
    data(
      {
        candidates: [{ content: { parts, role: 'model' }, ...finish, index: 0 }],
        usageMetadata: usageOf(message, output),
        ...about,
      },
      tokens,
    )
  return [
    ...partsIn(blocks, named, true).map((part) =>
      chunk(
        [part],
        part.functionCall === undefined
          ? tokensOf(String(part.text))
          : tokensOf(JSON.stringify(object(part.functionCall).args)),
      ),
    ),
    chunk([{ text: '', thoughtSignature: signature() }], 0, { finishReason: finishOf(stopReason) }),
  ]
}

function whole(message: Message, named: boolean): Step[] {
  const { blocks, stopReason, output } = cutToFit(message)
  const content = { parts: partsIn(blocks, named, false), role: 'model' }
  const body = {
    candidates: [{ content, finishReason: finishOf(stopReason), index: 0 }],
    usageMetadata: usageOf(message, output),
    modelVersion: message.model,
    responseId: hex(11),
  }
  return [{ kind: 'write', text: JSON.stringify(body), tokens: output }]
}

function partsIn(blocks: readonly Block[], named: boolean, cut: boolean): Json[] {
  const first = blocks.find(({ type }) => type === 'tool_use')
  return blocks.flatMap((block): Json[] => {
    if (block.type === 'tool_use') {
      const call = { ...(named && { id: hex(4) }), name: block.name, args: block.input }
      return [{ functionCall: call, ...(block === first && { thoughtSignature: signature() }) }]
    }
    const words = block.type === 'text' ? block.text : block.thinking
    return (cut ? pieces(words) : [words]).map((text) => ({
      text,
      ...(block.type === 'thinking' && { thought: true }),
    }))
  })
}

const signature = (): string => `${SIGNED}${Buffer.from(hex(60)).toString('base64')}`

/** What was thought is counted apart; here it is part of the answer. */
function usageOf({ usage }: Message, output: number): Json {
  const promptTokenCount = usage.input + usage.cacheRead + usage.cacheWrite
  return {
    promptTokenCount,
    candidatesTokenCount: output,
    totalTokenCount: promptTokenCount + output,
    ...(usage.cacheRead > 0 && { cachedContentTokenCount: usage.cacheRead }),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokenCount }],
  }
}

const finishOf = (stopReason: string): string => (stopReason === 'max_tokens' ? 'MAX_TOKENS' : 'STOP')

const data = (json: Json, tokens = 0): Step => ({
  kind: 'write',
  text: `data: ${JSON.stringify(json)}\r\n\r\n`,
  tokens,
})
