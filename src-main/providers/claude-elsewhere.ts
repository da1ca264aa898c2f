import { adaptForeign } from './foreign-body.ts'
import { ANTHROPIC_ONLY, withoutBetas } from './foreign-request.ts'
import type { Draft } from './provider.ts'

/** Of what a client tries out, a cloud's Claude takes this much; it answers 400 to every other name. */
const KNOWN = '(interleaved-thinking|context-1m)-'

/**
 * Claude itself behind somebody else's door: thinking, effort and signatures are as Anthropic has them, and so stay.
 * What only Anthropic's own servers do goes, with the betas that ask for it (claude-code issues 21612 and 34802).
 */
export function adaptClaude(draft: Draft): void {
  adaptForeign(draft, ANTHROPIC_ONLY)
  withoutBetas(draft, new RegExp(`^(?!${KNOWN})`))
}
