import type { IncomingHttpHeaders } from 'node:http'
import { splice } from '../bytes/json-members.ts'
import type { Draft } from '../providers/provider.ts'
import type { Candidate } from '../routing/way.ts'
import type { Facts } from './facts.ts'
import { type HeaderMap, toUpstream } from './headers.ts'
import type { Upstream } from './parts.ts'

/** A client's request, whole. */
export interface Incoming {
  /** Path and query as the client sent them. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly facts: Facts
}

/** The beta that Claude Code itself asks for when it strips `[1m]` from a model's name. */
const LONG_CONTEXT = 'context-1m-2025-08-07'

/**
 * The request as this upstream gets it: the client's bytes, with at most the model's value replaced and what
 * the provider itself must change. The secret is in the result and nowhere else.
 */
export function draftFor(incoming: Incoming, candidate: Candidate<Upstream>, secret: string | null): Draft {
  const { facts } = incoming
  const { provider } = candidate.way
  const sameModel = candidate.model === facts.model
  const edits = sameModel ? [] : [{ ...facts.modelAt, text: JSON.stringify(candidate.model) }]
  const draft: Draft = {
    path: incoming.path,
    headers: toUpstream(incoming.headers),
    body: splice(incoming.body, edits),
  }
  if (candidate.long && provider.type === 'anthropic') addBeta(draft.headers, LONG_CONTEXT)
  provider.prepare(draft)
  Object.assign(draft.headers, provider.authorize(secret))
  return draft
}

function addBeta(headers: HeaderMap, beta: string): void {
  const betas = [headers['anthropic-beta'] ?? []].flat().flatMap((value) => value.split(',').map((it) => it.trim()))
  if (!betas.includes(beta)) headers['anthropic-beta'] = [...betas, beta].join(',')
}
