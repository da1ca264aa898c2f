import { chatLimits, openaiOrganization } from './chat-limits.ts'
import { chat, reasonsByName, responses, thinksHardest } from './openai-like.ts'
import { noModel } from './verdicts.ts'

/** What the house says of itself in any of its formats. */
const house = {
  readLimits: chatLimits('requests', 'tokens'),
  organization: openaiOrganization,
}

/** platform.openai.com/docs, "Responses", "Error codes" and "Rate limits". */
export const openai = responses('openai', {
  ...house,
  recognises: (secret) => /^sk-(proj|svcacct)-[\w-]{8,}$/.test(secret),
  responses: { reasons: reasonsByName, thinksHardest, plainSchemas: false, cacheKey: true },
})

/** platform.openai.com/docs, "Chat Completions": for models, and for those who have grown used to it. */
export const openaiChat = chat('openai_chat', {
  ...house,
  chat: { reasons: reasonsByName, thinking: 'left out', files: true, plainSchemas: false, cacheKey: true },
})

/** How servers of anybody's say that a model is not there. */
const dialect = {
  codes: { NotFoundError: noModel },
  wordings: [[/^the model `[^`]*` does not exist/i, noModel]],
} as const

/** Any address of the format. What it does not know it would refuse, so it gets only what every server has. */
export const openaiCustom = chat('openai_custom', {
  chat: { reasons: reasonsByName, thinking: 'left out', files: false, plainSchemas: true, cacheKey: false },
  dialect,
})
export const responsesCustom = responses('responses_custom', {
  responses: { reasons: reasonsByName, thinksHardest, plainSchemas: true, cacheKey: false },
  dialect,
})
