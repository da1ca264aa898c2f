import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import { splice } from '../bytes/json-members.ts'
import type { Passes } from '../providers/passes.ts'
import type { Draft } from '../providers/provider.ts'
import type { Candidate } from '../routing/way.ts'
import { UNTOUCHED, withoutThoughts } from '../thinking/foreign-thinking.ts'
import type { Makers } from '../thinking/makers.ts'
import type { Facts } from './facts.ts'
import { type HeaderMap, toUpstream } from './headers.ts'
import type { Upstream } from './parts.ts'
import { keptBy } from './whose-thinking.ts'

/** A client's request, whole. */
export interface Incoming {
  /** Path and query as the client sent them. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly facts: Facts
}

export interface Drafted {
  readonly draft: Draft
  /** Blocks of other providers' thinking that are not in it. */
  readonly leftOut: number
}

/** The beta that Claude Code itself asks for when it strips `[1m]` from a model's name. */
const LONG_CONTEXT = 'context-1m-2025-08-07'

/**
 * The request as this upstream gets it: the client's bytes, with at most the model's value replaced, thinking that
 * it would refuse left out, and what the provider itself must change. It bears no key yet: `seal` does that, with the
 * secret of `key`.
 */
export function draftFor(
  incoming: Incoming,
  candidate: Candidate<Upstream>,
  makers: Makers,
  key: KeyId | null = null,
): Drafted {
  const { facts } = incoming
  const { provider } = candidate.way
  const sameModel = candidate.model === facts.model
  const model = sameModel ? [] : [{ ...facts.modelAt, text: JSON.stringify(candidate.model) }]
  const kept = keptBy(candidate.way, makers)
  const thoughts = facts.thoughts ? withoutThoughts(incoming.body, kept, facts.top) : UNTOUCHED
  const draft: Draft = {
    baseUrl: candidate.way.baseUrl,
    path: incoming.path,
    headers: toUpstream(incoming.headers),
    body: splice(incoming.body, [...model, ...thoughts.edits]),
    asked: facts.model,
    ...(key !== null && { account: createHash('sha256').update(key).digest('hex').slice(0, 12) }),
  }
  if (candidate.long && provider.type === 'anthropic') addBeta(draft.headers, LONG_CONTEXT)
  provider.prepare(draft)
  return { draft, leftOut: thoughts.count }
}

/**
 * Puts the key on a draft, after which nothing of it may change: it may be signed. The secret is in the headers and
 * nowhere else. A promise only where something has to be fetched first; rejects, or throws, with a NoPass.
 */
export function seal(
  draft: Draft,
  { provider, baseUrl }: Pick<Upstream, 'provider' | 'baseUrl'>,
  secret: string | null,
  passes: Passes,
): Promise<void> | undefined {
  const { path, headers, body } = draft
  const bearing = provider.authorize(secret, { method: 'POST', baseUrl, path, headers, body, passes })
  if (bearing instanceof Promise) return bearing.then((came) => void Object.assign(headers, came))
  Object.assign(headers, bearing)
  return undefined
}

function addBeta(headers: HeaderMap, beta: string): void {
  const betas = [headers['anthropic-beta'] ?? []].flat().flatMap((value) => value.split(',').map((it) => it.trim()))
  if (!betas.includes(beta)) headers['anthropic-beta'] = [...betas, beta].join(',')
}
