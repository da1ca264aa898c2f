import { createHash } from 'node:crypto'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import type { ChatDialect } from '../openai/chat-dialect.ts'
import type { Beginning } from '../openai/chat-stream.ts'
import { toChat } from '../openai/to-chat.ts'
import { translateStream, translateWhole } from '../openai/translate.ts'
import { minuteOf, saidWait } from './chat-limits.ts'
import { compatible } from './compatible.ts'
import type { Draft, Provider, Translate } from './provider.ts'
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
    prepare: (draft) => carry(draft, dialect),
  })
  return readLimits ? { ...provider, readLimits } : provider
}

/** OpenAI's models that think before they answer, whatever stands before the name. */
export const reasonsByName = (model: string): boolean => /(^|\/)(o\d|gpt-5(?!.*chat))/.test(model)

/** Headers of Anthropic's API and of its clients. */
const ANTHROPICS = /^(anthropic-|x-stainless-|x-claude-code-|x-app$)/

/** The message as a chat, and its answer back. Other paths stay: of the Messages API this format has nothing else. */
function carry(draft: Draft, dialect: ChatDialect): void {
  for (const name of Object.keys(draft.headers)) if (ANTHROPICS.test(name)) delete draft.headers[name]
  if (draft.path.split('?')[0] !== '/v1/messages') return
  draft.path = '/chat/completions'
  const request = toChat(draft.body, dialect)
  if (request === null) return
  draft.body = request.body
  const beginning: Beginning = {
    id: `msg_${createHash('sha256').update(request.body).digest('hex').slice(0, 24)}`,
    names: request.names,
    inputTokens: Math.ceil(request.body.length / BYTES_PER_TOKEN),
    called: dialect.name,
  }
  draft.translate = translating(beginning, request.stream)
}

/** Near enough for a first figure; the server's own count comes with the end. */
const BYTES_PER_TOKEN = 4

/** `stream`: the client asked for one. Some servers answer whole all the same. */
const translating =
  (beginning: Beginning, stream: boolean): Translate =>
  (contentType, body) =>
    /^text\/event-stream\b/i.test(contentType)
      ? { contentType, body: translateStream(body, beginning) }
      : {
          contentType: stream ? 'text/event-stream' : 'application/json',
          body: translateWhole(body, beginning, stream),
        }
