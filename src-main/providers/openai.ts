import { chat, reasonsByName } from './chat.ts'
import { chatLimits } from './chat-limits.ts'
import { noModel } from './verdicts.ts'

/** platform.openai.com/docs, "Chat Completions", "Error codes" and "Rate limits". */
export const openai = chat('openai', {
  recognises: (secret) => /^sk-(proj|svcacct)-[\w-]{8,}$/.test(secret),
  chat: { reasons: reasonsByName, thinking: 'left out', files: true, plainSchemas: false, cacheKey: true },
  readLimits: chatLimits('requests', 'tokens'),
})

/** Any address of the format. What it does not know it would refuse, so it gets only what every server has. */
export const openaiCustom = chat('openai_custom', {
  chat: { reasons: reasonsByName, thinking: 'left out', files: false, plainSchemas: true, cacheKey: false },
  dialect: { codes: { NotFoundError: noModel }, wordings: [[/^the model `[^`]*` does not exist/i, noModel]] },
})
