import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import type { ChatDialect } from '../openai/chat-dialect.ts'
import { chatFormat } from '../openai/chat-stream.ts'
import { toChat } from '../openai/to-chat.ts'
import { minuteOf, saidWait } from './chat-limits.ts'
import { compatible } from './compatible.ts'
import { convert, type Wire } from './converted.ts'
import type { Provider } from './provider.ts'
import type { Speech } from './speech.ts'
import { overloaded, refused, spent, type Wording } from './verdicts.ts'

/** How one vendor speaks Chat Completions. */
export interface ChatSpeech extends Omit<Speech, 'auth' | 'prepare' | 'countsTokens' | 'checksThinking' | 'foreign'> {
  readonly chat: Omit<ChatDialect, 'name'>
  readonly readLimits?: Provider['readLimits']
}

/** OpenAI, "Error codes"; others took them over. A context that is too long is the client's to mend. */
const CODES = { billing_not_active: spent(), account_deactivated: refused }
const BUSY: Wording = [/^the (engine|model|server|service) is (currently )?overloaded/i, overloaded]
const TOO_LONG = [/^context_length_exceeded$|maximum context length/i, 'prompt is too long'] as const

/** A provider of OpenAI's format: asked in it and answering in it, while the client sees the Messages API. */
export function chat(type: ChosenType, { chat, readLimits, ...speech }: ChatSpeech): Provider {
  const dialect: ChatDialect = { ...chat, name: presets[type].name }
  const wire: Wire = {
    format: () => chatFormat,
    name: dialect.name,
    carry: ({ body }) => toChat(body, dialect),
    path: () => '/chat/completions',
  }
  const provider = compatible(type, {
    models: { path: '/models' },
    ...speech,
    auth: 'bearer',
    foreign: true,
    dialect: {
      dimension: minuteOf,
      waitIn: saidWait,
      ...speech.dialect,
      codes: { ...CODES, ...speech.dialect?.codes },
      wordings: [...(speech.dialect?.wordings ?? []), BUSY],
    },
    rewordings: [TOO_LONG, ...(speech.rewordings ?? [])],
    prepare: (draft) => convert(draft, wire),
  })
  return readLimits ? { ...provider, readLimits } : provider
}

/** OpenAI's models that think before they answer, whatever stands before the name. */
export const reasonsByName = (model: string): boolean => /(^|\/)(o\d|codex-|gpt-([5-9]|\d\d)(?!.*chat))/.test(model)
