import { chat } from './chat.ts'
import { noModel, overloaded, refused, spent } from './verdicts.ts'

/** ai.google.dev/gemini-api/docs, "OpenAI compatibility" and "Troubleshooting": errors in Google's own shape, as a list of one. */
export const gemini = chat('gemini', {
  recognises: (secret) => /^AIza[\w-]{20,}$/.test(secret),
  chat: {
    // Which of its models take an effort differs; without one each thinks as it was made to.
    reasons: () => false,
    thinking: 'left out',
    files: false,
    plainSchemas: true,
    cacheKey: false,
    unsignedCalls: { extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } },
  },
  dialect: {
    codes: { 503: overloaded },
    wordings: [
      [/^api key (not valid|expired|not found)/i, refused],
      [/^models\/\S+ is not found/i, noModel],
      [/enable billing|credits are depleted/i, spent()],
    ],
  },
  rewordings: [[/input token count .* exceeds the maximum/i, 'prompt is too long']],
})
