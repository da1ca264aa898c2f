import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Ask } from '../pool/pool.ts'
import type { Candidate } from '../routing/route.ts'
import type { Client } from './client.ts'
import type { Core } from './core.ts'
import type { RelayConfig, Upstream } from './parts.ts'
import { type Ended, Story } from './record.ts'
import { type Closed, lastWord, nobody } from './refuse.ts'
import { decide, freshTally, PERHAPS_BILLED_RETRIES, type Tally } from './retry-table.ts'
import { pathOf } from './routes.ts'
import { type Job, tryKey } from './try-key.ts'

interface Result {
  readonly outcome: Ended
  readonly usage: TokenUsage | null
}

/** One message from its body to the last byte of its answer. Never rejects. */
export async function answer(core: Core, job: Job, client: Client): Promise<void> {
  const { parts, timings } = core
  const { facts, sessionId } = job
  const path = pathOf(job.path)
  const story = new Story(parts, { id: client.id, path, sessionId, model: facts.model, streamed: facts.stream })
  const early = facts.stream ? setTimeout(() => beginEarly(client), timings.earlyMs) : undefined
  let result: Result = { outcome: 'failed', usage: null }
  try {
    result = await tryAll(core, parts.config(), job, client, story)
  } catch (error) {
    parts.log.error({ id: client.id, error: String(error instanceof Error ? error.stack : error) }, 'request failed')
    client.refuse({ status: 500, type: 'api_error', message: text.errors.bug })
  } finally {
    clearTimeout(early)
    story.end(result.outcome, client.status, result.usage)
  }
}

/** Tries keys and providers in turn until one answers; then, or when none is left, the client is told. */
async function tryAll(core: Core, config: RelayConfig, job: Job, client: Client, story: Story): Promise<Result> {
  const { parts, router, retries } = core
  const { candidates, passedOver } = router.route(config, job.facts.model, job.sessionId, parts.clock.now())
  story.chose(text.errors.route.nobody, passedOver)
  const tried = new Set<KeyId>()
  const closed: Closed[] = []
  let tally = freshTally
  for (const [i, candidate] of candidates.entries()) {
    if (candidate.lastResort && story.attempts > 0) break
    const another = candidates[i + 1]?.lastResort === false
    const ask = askFor(job, candidate, tried)
    let last: Pick<Closed, 'failure' | 'answer'> = { failure: null, answer: null }
    for (;;) {
      mark(core, client, candidate, story, null)
      const waitMs = another ? core.timings.shortPatienceMs : core.timings.patienceMs
      const got = await parts.pool.acquireWithin(ask, { waitMs, signal: client.gone })
      if (client.gone.aborted) {
        if (got.ok) got.lease.end('unsent')
        return { outcome: 'aborted', usage: null }
      }
      story.chose(got.ok ? `${candidate.why} ${got.why}` : text.errors.route.nobody, got.passedOver)
      if (!got.ok) {
        closed.push({ candidate, ...last, refused: got, freeAt: parts.pool.getEarliestResetTime(ask) })
        break
      }
      const { lease } = got
      tried.add(lease.keyId)
      mark(core, client, candidate, story, lease.keyId)
      const quiet = patience(core, config, tally, another || parts.pool.count(candidate.way.id).available > 1)
      const result = await tryKey({ core, job, client, story, candidate, lease, ...quiet })
      if (result.kind === 'ended') return result
      last = result
      const decision = decide(result.failure, tally, () => retries.take())
      tally = decision.tally
      if (decision.next === 'key' && !client.begun) continue
      closed.push({ candidate, ...last, refused: null, freeAt: parts.pool.getEarliestResetTime(ask) })
      if (decision.next === 'stop' || client.begun) return refuse(core, client, story, closed)
      break
    }
  }
  if (candidates.length > 0) return refuse(core, client, story, closed)
  client.refuse(nobody(config.upstreams, job.facts.model))
  return { outcome: 'refused', usage: null }
}

function refuse(core: Core, client: Client, story: Story, closed: readonly Closed[]): Result {
  const word = lastWord(closed, core.parts.clock.now())
  const about = (word.kind === 'own' && word.wait) || closed.at(-1)
  if (about) mark(core, client, about.candidate, story, null)
  if (word.kind === 'forward' && !client.begun) {
    client.send(word.answer.status, word.answer.headers, word.answer.body)
    return { outcome: 'failed', usage: null }
  }
  const last = closed.at(-1)?.failure
  if (word.kind === 'forward') client.refuse({ status: 502, type: 'api_error', message: last?.said ?? text.errors.bug })
  else {
    client.refuse(word.error)
    word.wait?.refused?.promise()
  }
  return { outcome: word.kind === 'own' && word.error.status < 500 ? 'refused' : 'failed', usage: null }
}

const askFor = (job: Job, { way, model, group }: Candidate<Upstream>, exclude: ReadonlySet<KeyId>): Ask => ({
  providerId: way.id,
  model,
  group,
  bytes: job.facts.bytes,
  sessionId: job.sessionId,
  exclude,
  selector: way.selector,
  single: way.single,
})

/** Where somebody else could be asked, an upstream's silence is borne less long. */
function patience(core: Core, config: RelayConfig, tally: Tally, elsewhere: boolean) {
  const quietMs = config.idleMs
  const moveOn = elsewhere && tally.perhapsBilled < PERHAPS_BILLED_RETRIES
  return { quietMs, firstQuietMs: moveOn ? Math.min(core.timings.elsewhereMs, quietMs) : quietMs }
}

/** Tells the client, on whatever answer this will be, who is being asked. */
function mark({ parts }: Core, client: Client, { way }: Candidate<Upstream>, story: Story, keyId: KeyId | null): void {
  const { total, available } = parts.pool.count(way.id)
  client.mark({
    'x-cc-relay-provider': encodeURIComponent(way.id),
    'x-cc-relay-keys-total': String(total),
    'x-cc-relay-keys-available': String(available),
    'x-cc-relay-attempts': String(story.attempts + (keyId === null ? 0 : 1)),
    ...(keyId !== null && { 'x-cc-relay-key-id': keyId }),
  })
}

/** The client would give up on a longer silence, so its answer is begun; whoever is being asked now gives it. */
function beginEarly(client: Client): void {
  if (client.begun || client.gone.aborted) return
  client.openEvents({})
  client.ping()
}
