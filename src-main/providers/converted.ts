import { createHash } from 'node:crypto'
import type { Beginning } from '../conversion/answer.ts'
import type { Carried } from '../conversion/carried.ts'
import { type Format, translateStream, translateWhole } from '../conversion/translate.ts'
import type { Draft, Translate } from './provider.ts'

/** Headers of Anthropic's API and of its clients. */
const ANTHROPICS = /^(anthropic-|x-stainless-|x-claude-code-|x-app$)/

/** How one format is asked, and how it answers. */
export interface Wire {
  format(draft: Draft): Format
  /** As people call the provider. */
  readonly name: string
  /** `null`: the body is no request. Throws `CannotCarry`. */
  carry(draft: Draft): Carried | null
  path(request: Carried): string
  /**
   * What vouches for its thinking is sealed in the answer. Claude Code hands thinking back only to the model it has asked
   * for, so such an answer bears that name.
   */
  readonly seals?: true
}

/** The message in another format, and its answer back. Other paths stay: of the Messages API these formats have nothing else. */
export function convert(draft: Draft, wire: Wire): void {
  for (const name of Object.keys(draft.headers)) if (ANTHROPICS.test(name)) delete draft.headers[name]
  if (draft.path.split('?')[0] !== '/v1/messages') return
  const request = wire.carry(draft)
  if (request === null) return
  draft.path = wire.path(request)
  draft.body = request.body
  const { model, names, stops } = request
  const beginning: Beginning = {
    id: `msg_${createHash('sha256').update(request.body).digest('hex').slice(0, 24)}`,
    model: (wire.seals && draft.asked) || model,
    as: wire.seals ? 'asked' : 'told',
    names,
    inputTokens: Math.ceil(request.body.length / BYTES_PER_TOKEN),
    called: wire.name,
    stops,
  }
  draft.translate = translating(wire.format(draft), beginning, request.stream)
}

/** Near enough for a first figure; the server's own count comes with the end. */
const BYTES_PER_TOKEN = 4

/** `stream`: the client asked for one. Some servers answer whole all the same. */
const translating =
  (format: Format, beginning: Beginning, stream: boolean): Translate =>
  (contentType, body) =>
    /^text\/event-stream\b/i.test(contentType)
      ? { contentType, body: translateStream(body, format, beginning) }
      : {
          contentType: stream ? 'text/event-stream' : 'application/json',
          body: translateWhole(body, format, beginning, stream),
        }
