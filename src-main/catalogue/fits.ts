import { text } from '../../src-shared/text/text.ts'
import type { Known } from './facts.ts'
import type { Features } from './features.ts'

export interface Need extends Features {
  /** Input tokens, cached ones included, estimated high. */
  readonly inputTokens: number
}

export type Fit = { ok: true } | { ok: false; because: string }

/**
 * Whether a model can take a request whole: its window holds the input and the answer asked for, and it has what
 * the request uses. What is not known of the model speaks for it, never against it. Thinking is no need: a model
 * without it answers all the same.
 */
export function fits(known: Known, need: Need): Fit {
  const because = missing(known, need) ?? tooMuch(known, need)
  return because === null ? { ok: true } : { ok: false, because }
}

const words = text.models.fits

function missing(known: Known, need: Need): string | null {
  if (need.tools && known.tools === false) return words.noTools
  if (need.images && known.images === false) return words.noImages
  return need.documents && known.documents === false ? words.noDocuments : null
}

function tooMuch({ contextWindow, maxOutput }: Known, { inputTokens, maxTokens }: Need): string | null {
  const answer = maxTokens ?? 0
  if (maxOutput !== null && answer > maxOutput) return words.answer(answer, maxOutput)
  return contextWindow !== null && inputTokens + answer > contextWindow
    ? words.window(inputTokens, answer, contextWindow)
    : null
}
