import { members } from '../bytes/json-members.ts'
import { readError } from '../providers/error-body.ts'
import { statusOfType, typeOf } from '../providers/error-types.ts'
import { plainLine } from '../providers/plain-line.ts'
import type { Provider, Verdict } from '../providers/provider.ts'
import { unsaid } from '../providers/verdicts.ts'

/** Whether a 200's body is an answer: one JSON object that is no error in disguise. */
export function isAnswer(body: Buffer): boolean {
  const found = members(body)
  return found !== null && !found.has('error') && !found.has('code')
}

/** The status that an error behind a 200 stands for; `null` where it is no error either. */
export function hiddenStatus(body: string): number | null {
  const error = readError(body)
  if (error.type !== null) return statusOfType(error.type) ?? 500
  return error.code === null ? null : 400
}

/**
 * An upstream's error as the client gets it: Anthropic's own format byte for byte (Claude Code recovers by its
 * wording), anything else put into that format. `otherwise`: what to say where the body says nothing.
 */
export function inAnthropicsWords(provider: Provider, status: number, body: Buffer, otherwise: string): Buffer {
  const words = body.toString('utf8')
  const reworded = provider.reword(status, words)
  if (reworded !== null) return Buffer.from(reworded)
  const error = readError(words)
  if (error.shape === 'anthropic') return body
  const message = error.message === null ? otherwise : plainLine(error.message)
  return Buffer.from(JSON.stringify({ type: 'error', error: { type: typeOf(status), message } }))
}

/** The verdict in the user's own name for the provider, where the answer itself says nothing. */
export function saidBy(called: string, status: number, body: string, verdict: Verdict): Verdict {
  if (verdict.kind === 'deliver') return verdict
  const { message, shape } = readError(body)
  return message === null ? { ...verdict, said: unsaid(called, status, shape) } : verdict
}
