import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import type { ChatDialect } from '../openai/chat-dialect.ts'
import { chatFormat } from '../openai/chat-stream.ts'
import type { ResponsesDialect } from '../openai/responses-dialect.ts'
import { responsesFormat } from '../openai/responses-stream.ts'
import { toChat } from '../openai/to-chat.ts'
import { toResponses } from '../openai/to-responses.ts'
import { compatible } from './compatible.ts'
import { convert, type Wire } from './converted.ts'
import { inOpenaisWords } from './openai-words.ts'
import type { Draft, Provider } from './provider.ts'
import type { Speech } from './speech.ts'

/** How one vendor speaks, in a format of OpenAI's. */
interface OpenaiSpeech extends Omit<Speech, 'auth' | 'prepare' | 'countsTokens' | 'checksThinking' | 'foreign'> {
  readonly readLimits?: Provider['readLimits']
}

/** A provider of Chat Completions: asked in it and answering in it, while the client sees the Messages API. */
export function chat(type: ChosenType, { chat, ...speech }: OpenaiSpeech & { chat: Omit<ChatDialect, 'name'> }) {
  const dialect: ChatDialect = { ...chat, name: presets[type].name }
  return openaiLike(type, speech, {
    format: () => chatFormat,
    name: dialect.name,
    carry: ({ body }) => toChat(body, dialect),
    path: () => '/chat/completions',
  })
}

/** A provider of Responses. What its models thought goes back to them, where the same key bears it. */
export function responses(
  type: ChosenType,
  { responses, ...speech }: OpenaiSpeech & { responses: Omit<ResponsesDialect, 'name'> },
) {
  const dialect: ResponsesDialect = { ...responses, name: presets[type].name }
  // What one organization's key got encrypted, another's cannot read.
  const reader = ({ account }: Draft) => `${type}.${account ?? ''}`
  return openaiLike(type, speech, {
    format: (draft) => responsesFormat(reader(draft)),
    name: dialect.name,
    carry: (draft) => toResponses(draft.body, dialect, reader(draft)),
    path: () => '/responses',
    seals: true,
  })
}

function openaiLike(type: ChosenType, { readLimits, ...speech }: OpenaiSpeech, wire: Wire): Provider {
  const provider = compatible(type, {
    models: { path: '/models' },
    ...speech,
    auth: 'bearer',
    foreign: true,
    ...inOpenaisWords(speech),
    prepare: (draft) => convert(draft, wire),
  })
  return readLimits ? { ...provider, readLimits } : provider
}

/** OpenAI's models that think before they answer, whatever stands before the name. */
export const reasonsByName = (model: string): boolean => /(^|\/)(o\d|codex-|gpt-([5-9]|\d\d)(?!.*chat))/.test(model)

/** OpenAI, "Reasoning", `reasoning.effort`: `xhigh` came with gpt-5.1-codex-max and stayed. */
export const thinksHardest = (model: string): boolean => /(^|\/)gpt-(5\.1-codex-max|5\.[2-9]|[6-9]|\d\d)/.test(model)
