import { randomBytes } from 'node:crypto'
import type { Dimension } from '../../src-shared/domain/limits.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Clock } from '../ports.ts'
import { practice } from '../providers/practice.ts'
import { Account, type Limits } from './account.ts'
import { answerPrompt, jsonPlan } from './answer.ts'
import { anthropicId, anthropicWire, limitHeaders } from './anthropic-wire.ts'
import type { Plan } from './plan.ts'
import { PRACTICE_PREFIX } from './prefix.ts'
import { readPrompt, tokensIn } from './prompt.ts'
import { type Asked, serve } from './server.ts'

export interface Practice {
  readonly baseUrl: string
  readonly keys: readonly { readonly secret: string; readonly label: string }[]
  stop(): Promise<void>
}

const words = text.providers.practice

/**
 * Small enough to be met by hand and to be full again within a minute; large enough for the first request of
 * a coding session, which brings about 30,000 tokens of instructions and tools.
 */
const SMALL: Limits = { rpm: 5, itpm: 80_000, otpm: 3_000 }
const LARGER: Limits = { rpm: 8, itpm: 120_000, otpm: 5_000 }

/** How a limit is spoken of; the words that clients look for. */
const spoken: Record<Dimension, string> = { rpm: 'requests', itpm: 'input tokens', otpm: 'output tokens' }

const THINK_MS = 400
const WORD_MS = 30

/**
 * A provider inside this process that costs nothing: Anthropic's format, made-up answers, real limits. Two of
 * its three keys share an organization. On loopback, at a free port, for its own keys only; they are made anew
 * at each start. `paceMs`: the pause after each word.
 */
export async function startPractice({ clock, paceMs = WORD_MS }: { clock: Clock; paceMs?: number }): Promise<Practice> {
  const shared = new Account('practice-organization-1', SMALL)
  const own = new Account('practice-organization-2', LARGER)
  const accounts = new Map<string, Account>()
  const keys = (
    [
      ['a', shared],
      ['b', shared],
      ['c', own],
    ] as const
  ).map(([letter, account]) => {
    const secret = `${PRACTICE_PREFIX}${letter}-${randomBytes(18).toString('base64url')}`
    accounts.set(secret, account)
    return { secret, label: words.key(letter) }
  })
  const answer = (asked: Asked) => answerAsked(asked, accounts, clock, paceMs)
  const served = await serve(answer, () => failure(413, 'request_too_large', 'Request exceeds the maximum size'))
  return { baseUrl: served.origin, keys, stop: served.stop }
}

function answerAsked(asked: Asked, accounts: ReadonlyMap<string, Account>, clock: Clock, paceMs: number): Plan {
  if (asked.method === 'HEAD') return { ...jsonPlan(200, {}), steps: [] }
  const account = accounts.get(secretOf(asked))
  if (!account) return failure(401, 'authentication_error', words.badKey)
  const identity = {
    'request-id': anthropicId('req_', Math.random),
    'anthropic-organization-id': account.id,
  }
  if (asked.method === 'GET' && asked.path === '/v1/models') return jsonPlan(200, models(), identity)
  if (asked.method !== 'POST' || !asked.path.startsWith('/v1/messages'))
    return failure(404, 'not_found_error', 'Not found', identity)
  const prompt = readPrompt(asked.body)
  if (typeof prompt === 'string') return failure(400, 'invalid_request_error', prompt, identity)
  if (asked.path === '/v1/messages/count_tokens') return jsonPlan(200, { input_tokens: tokensIn(prompt) }, identity)
  const group = practice.groupOf(prompt.model)
  const answered = answerPrompt(prompt, {
    account,
    group,
    wire: anthropicWire('practice', Math.random),
    voice: words,
    random: Math.random,
    now: () => clock.now(),
    beforeMs: paceMs === 0 ? 0 : THINK_MS,
    paceMs,
  })
  const now = clock.now()
  const headers = { ...identity, ...limitHeaders(account.levels(group, now), now) }
  if (answered.ok) return { ...answered.plan, headers: { ...answered.plan.headers, ...headers } }
  const { dimension, limit, waitMs } = answered
  return failure(429, 'rate_limit_error', words.limited(spoken[dimension], limit), {
    ...headers,
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
  })
}

/** Either header, as Anthropic takes them. */
function secretOf({ headers }: Asked): string {
  const key = headers['x-api-key']
  return typeof key === 'string' ? key : (headers.authorization ?? '').replace(/^Bearer /i, '')
}

const failure = (status: number, type: string, message: string, headers: Record<string, string> = {}): Plan =>
  jsonPlan(status, { type: 'error', error: { type, message }, request_id: headers['request-id'] ?? null }, headers)

const models = () => ({
  data: practice.models.map(({ id, displayName }) => ({ type: 'model', id, display_name: displayName })),
  has_more: false,
  first_id: practice.models[0]?.id ?? null,
  last_id: practice.models.at(-1)?.id ?? null,
})
