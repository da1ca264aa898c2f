import { chatLimits } from './chat-limits.ts'
import { chat } from './openai-like.ts'
import { deliver, type Meaning, overloaded, refused } from './verdicts.ts'

/** Groq, "Error codes": 498 is its own, for a flex tier that is full. */
const flexIsFull: Meaning = (answer) => overloaded(answer)

/** console.groq.com/docs. Its limit on requests is by the day, so only the one on tokens is read. */
export const groq = chat('groq', {
  recognises: (secret) => /^gsk_[A-Za-z0-9]{20,}$/.test(secret),
  chat: {
    reasons: (model) => /gpt-oss/.test(model),
    thinking: 'left out',
    files: false,
    plainSchemas: false,
    cacheKey: false,
  },
  dialect: {
    codes: { capacity_exceeded: flexIsFull },
    wordings: [
      [/^invalid api key/i, refused],
      // Its limits are small: a shorter conversation often fits.
      [/^request too large for model/i, deliver],
      [/capacity exceeded/i, flexIsFull],
    ],
  },
  rewordings: [[/^request too large for model/i, 'prompt is too long']],
  readLimits: chatLimits('tokens'),
})
