import { text } from '../../src-shared/text/text.ts'
import { COUNTING } from '../pool/pool.ts'
import { NoPass } from '../providers/passes.ts'
import type { Candidate } from '../routing/way.ts'
import type { Client } from './client.ts'
import type { Core } from './core.ts'
import { draftFor, seal } from './draft.ts'
import { Exchange, type Whole } from './exchange.ts'
import type { Upstream } from './parts.ts'
import type { Job } from './try-key.ts'

/** A 429 that does not say how long. */
const REST_MS = 10_000

/**
 * Counts a request's tokens: at the provider that would get it, if that one can count, else by its size.
 * Counting is free there and has limits of its own, so it takes nothing from a key's, and what a message waits for
 * does not concern it; and it never fails, because Claude Code would then count by asking the model.
 */
export async function countTokens(core: Core, job: Job, client: Client): Promise<void> {
  const { parts, router } = core
  const { candidates } = router.look(job.config, job.wanted, job.sessionId)
  const first = candidates[0]
  const answer = first?.way.provider.countsTokens ? await asked(core, job, client, first) : null
  if (client.gone.aborted) return
  if (answer) client.send(answer.status, answer.headers, answer.body)
  else client.send(200, { 'content-type': 'application/json' }, JSON.stringify({ input_tokens: estimate(job) }))
  parts.log.debug({ id: client.id, model: job.facts.model, counted: answer !== null }, 'count_tokens')
}

/** The provider's answer, its complaint about the request included; `null` where there is none. */
async function asked(core: Core, job: Job, client: Client, candidate: Candidate<Upstream>): Promise<Whole | null> {
  const { pool, secretOf, clock } = core.parts
  const { way, model } = candidate
  const { sessionId } = job
  const ask = {
    providerId: way.id,
    model,
    group: COUNTING,
    bytes: 0,
    sessionId,
    selector: way.selector,
    single: way.single,
  }
  const got = pool.acquire({ ...ask, exclude: new Set() })
  if (!got.ok) return null
  // Only its key is wanted: none of a message's room is kept meanwhile.
  const { keyId } = got.lease
  got.lease.end('unsent')
  const exchange = new Exchange(core.upstreams, way, core.timings.countMs, client.gone)
  try {
    const secret = await secretOf(keyId, way.baseUrl).catch(() => null)
    if (secret === null && way.provider.needsKey) return null
    const { draft } = draftFor(job, candidate, core.makers)
    await seal(draft, way, secret, core.parts.passes)
    const outcome = await exchange.begin(draft, () => {})
    if (outcome.kind === 'failed' && outcome.failure.kind === 'rate_limited') {
      const until = clock.now() + (outcome.failure.waitMs ?? REST_MS)
      pool.markKeyExhausted(keyId, { group: COUNTING, until, reason: text.errors.key.limited })
    }
    return outcome.kind === 'whole' ? outcome.answer : null
  } catch (error) {
    if (error instanceof NoPass) return null
    throw error
  } finally {
    exchange.close()
  }
}

/** Bytes of JSON per token, measured on Claude Code's requests: between 2.6 (newest models) and 3.8 (others'). */
const BYTES_PER_TOKEN = 3.2

const estimate = (job: Job): number => Math.ceil(job.facts.bytes / BYTES_PER_TOKEN)
