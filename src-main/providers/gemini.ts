import { presets } from '../../src-shared/domain/presets/presets.ts'
import { geminiFormat } from '../gemini/gemini-stream.ts'
import { toGemini } from '../gemini/to-gemini.ts'
import { saidWait } from './chat-limits.ts'
import { compatible } from './compatible.ts'
import { convert, type Wire } from './converted.ts'
import { chat } from './openai-like.ts'
import type { Speech } from './speech.ts'
import { noModel, overloaded, refused, spent } from './verdicts.ts'

/** ai.google.dev/gemini-api/docs, "Troubleshooting": errors in Google's own shape, with the wait in `RetryInfo`. */
const words: Pick<Speech, 'dialect' | 'rewordings'> = {
  dialect: {
    codes: { 503: overloaded },
    wordings: [
      [/^api key (not valid|expired|not found)/i, refused],
      [/^models\/\S+ is not found/i, noModel],
      [/enable billing|credits are depleted/i, spent()],
    ],
    waitIn: saidWait,
  },
  rewordings: [[/input token count .* exceeds the maximum/i, 'prompt is too long']],
}

const { name } = presets.gemini
const wire: Wire = {
  seals: true,
  format: () => geminiFormat,
  name,
  carry: ({ body }) => toGemini(body, name),
  path: ({ model, stream }) =>
    `/models/${encodeURIComponent(model)}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
}

/** ai.google.dev/api, "generateContent": what the models themselves speak, with what vouches for their thinking. */
export const gemini = compatible('gemini', {
  ...words,
  auth: 'x-goog-api-key',
  foreign: true,
  recognises: (secret) => /^AIza[\w-]{20,}$/.test(secret),
  models: { path: '/models?pageSize=1000' },
  prepare: (draft) => convert(draft, wire),
})

/** ai.google.dev/gemini-api/docs, "OpenAI compatibility": errors as a list of one. */
export const geminiChat = chat('gemini_chat', {
  ...words,
  chat: {
    // Which of its models take an effort differs; without one each thinks as it was made to.
    reasons: () => false,
    thinking: 'left out',
    files: false,
    plainSchemas: true,
    cacheKey: false,
    unsignedCalls: { extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } },
  },
})
