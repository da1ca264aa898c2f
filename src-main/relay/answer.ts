import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { sentence } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Acquired, Ask, Lease } from '../pool/pool.ts'
import { typeOf } from '../providers/error-types.ts'
import { isAskedFor } from '../routing/model.ts'
import type { Candidate } from '../routing/way.ts'
import type { Client } from './client.ts'
import type { Core } from './core.ts'
import { tellBody } from './debug-lines.ts'
import type { RelayConfig, Upstream } from './parts.ts'
import { type Ended, Story } from './record.ts'
import { type Closed, lacksModel, lastWord, nobody } from './refuse.ts'
import { type Decision, decide, freshTally, PERHAPS_BILLED_RETRIES } from './retry-table.ts'
import { pathOf } from './routes.ts'
import { type Job, type Tried, tryKey } from './try-key.ts'

interface Result {
  readonly outcome: Ended
  readonly usage: TokenUsage | null
}

/** One message from its body to the last byte of its answer. Never rejects. */
export async function answer(core: Core, job: Job, client: Client): Promise<void> {
  const { parts, timings } = core
  const { facts, sessionId, launch } = job
  const path = pathOf(job.path)
  tellBody(parts, client.id, 'request', job.body)
  const opening = { id: client.id, path, sessionId, model: facts.model, streamed: facts.stream }
  const story = new Story(parts, { ...opening, ...(launch && { launch }) })
  const early = facts.stream ? setTimeout(() => client.beginEarly(), timings.earlyMs) : undefined
  let result: Result = { outcome: 'failed', usage: null }
  try {
    result = await new Search(core, job, client, story).run()
  } catch (error) {
    parts.log.error({ id: client.id, error: String(error instanceof Error ? error.stack : error) }, 'request failed')
    client.refuse({ status: 500, type: 'api_error', message: text.errors.bug })
  } finally {
    clearTimeout(early)
    story.end(result.outcome, client.status, result.usage)
  }
}

/** Tries keys and providers in turn until one answers; then, or when none is left, the client is told. */
class Search {
  readonly #core: Core
  readonly #config: RelayConfig
  readonly #job: Job
  readonly #client: Client
  readonly #story: Story
  readonly #tried = new Set<KeyId>()
  readonly #closed: Closed[] = []
  readonly #since: number
  #tally = freshTally
  /** The next try must be paid for; what follows where it cannot be. */
  #unpaid: Decision['unpaid'] = null

  constructor(core: Core, job: Job, client: Client, story: Story) {
    this.#core = core
    this.#config = job.config
    this.#since = core.parts.clock.now()
    this.#job = job
    this.#client = client
    this.#story = story
  }

  async run(): Promise<Result> {
    const { router, timings } = this.#core
    const { wanted, sessionId } = this.#job
    const { candidates, passedOver } = router.route(this.#config, wanted, sessionId)
    this.#story.chose(text.errors.route.nobody, passedOver)
    const waitMs = candidates.length > 1 ? timings.shortPatienceMs : timings.patienceMs
    for (const [i, candidate] of candidates.entries()) {
      if (this.#story.attempts > 0 && (candidate.lastResort || this.#late)) break
      if (this.#isOther(candidate)) continue
      const result = await this.#ask(candidate, candidates[i + 1]?.lastResort === false, waitMs)
      if (result) return result
    }
    const waited = candidates.length > 1 ? await this.#waitForSoonest() : null
    if (waited) return waited
    if (candidates.length > 0) return this.#giveUp()
    this.#client.refuse(nobody(this.#config.upstreams, wanted.model))
    return { outcome: 'refused', usage: null }
  }

  /** Where every provider is busy, the wait is for the one whose key comes free first, whatever their order. */
  async #waitForSoonest(): Promise<Result | null> {
    if (this.#late) return null
    const soonest = this.#closed
      .filter(({ refused }) => refused?.reason === 'all_busy')
      .reduce<Closed | null>((first, it) => (backAt(it) < backAt(first) ? it : first), null)
    if (!soonest) return null
    this.#closed.splice(this.#closed.indexOf(soonest), 1)
    return this.#ask(soonest.candidate, false, this.#core.timings.patienceMs, soonest)
  }

  /** Counts it as under way at the provider while it is asked there. */
  #ask(candidate: Candidate<Upstream>, another: boolean, waitMs: number, before?: Closed): Promise<Result | null> {
    const leave = this.#core.router.load.enter(candidate.way.id)
    return this.#askKeys(candidate, another, waitMs, before).finally(leave)
  }

  /** Tries the keys of one provider; `null`: on to the next one. `another`: there is a next one. */
  async #askKeys(
    candidate: Candidate<Upstream>,
    another: boolean,
    waitMs: number,
    before?: Closed,
  ): Promise<Result | null> {
    const { parts, retries, timings } = this.#core
    const ask = askFor(this.#job, candidate, this.#tried)
    let last: Pick<Closed, 'failure' | 'answer'> = before ?? { failure: null, answer: null }
    const close = (refused: Closed['refused']) =>
      void this.#closed.push({ candidate, ...last, refused, freeAt: parts.pool.getEarliestResetTime(ask) })

    for (;;) {
      this.#mark(candidate, null)
      const got = await parts.pool.acquireWithin(ask, {
        waitMs,
        probeMs: timings.patienceMs,
        signal: this.#client.gone,
      })
      if (this.#client.gone.aborted) {
        if (got.ok) got.lease.end('unsent')
        return { outcome: 'aborted', usage: null }
      }
      this.#story.chose(got.ok ? whyOf(candidate, got) : null, got.passedOver)
      if (!got.ok) {
        close(got)
        return null
      }
      const unpaid = this.#unpaid
      this.#unpaid = null
      if (unpaid !== null && !retries.take()) {
        got.lease.end('unsent')
        close(null)
        return unpaid === 'stop' ? this.#giveUp() : null
      }
      this.#story.asks(parts.pool.labelOf(got.lease.keyId))
      const result = await this.#try(candidate, got.lease, another)
      if (result.kind === 'ended') return result
      last = result
      const decision = decide(result.failure, this.#tally)
      this.#tally = decision.tally
      this.#unpaid = decision.unpaid
      const final = decision.next === 'stop' || this.#client.begun || this.#late
      if (decision.next === 'key' && !final) continue
      close(null)
      return final ? this.#giveUp() : null
    }
  }

  /**
   * A model that one provider lacks is not answered by another one's usual model: whoever misspelled a name, or may
   * not use a model, is to hear of it.
   */
  #isOther({ way, model }: Candidate<Upstream>): boolean {
    const missing = this.#closed.find(lacksModel)?.candidate.model
    const asked = this.#job.facts.model
    if (missing === undefined || model === missing || isAskedFor(model, asked, way.own)) return false
    const because = text.errors.route.otherModel(model, missing)
    this.#story.chose(null, [{ providerId: way.id, keyId: null, label: way.id, because, until: null }])
    return true
  }

  /** The time for failed attempts is over; what is under way is not. */
  get #late(): boolean {
    return this.#core.parts.clock.now() - this.#since >= this.#config.failoverMs
  }

  #try(candidate: Candidate<Upstream>, lease: Lease, another: boolean): Promise<Tried> {
    const { timings, parts } = this.#core
    const quietMs = this.#config.idleMs
    this.#tried.add(lease.keyId)
    this.#mark(candidate, lease.keyId)
    // Where somebody else could be asked, an upstream's silence is borne less long.
    const elsewhere = another || parts.pool.count(candidate.way.id).available > 1
    const moveOn = elsewhere && this.#tally.perhapsBilled < PERHAPS_BILLED_RETRIES
    const firstQuietMs = moveOn ? Math.min(timings.elsewhereMs, quietMs) : quietMs
    const shared = { core: this.#core, job: this.#job, client: this.#client, story: this.#story }
    return tryKey({ ...shared, candidate, lease, firstQuietMs, quietMs })
  }

  #giveUp(): Result {
    const word = lastWord(this.#closed, this.#core.parts.clock.now())
    const last = this.#closed.at(-1)
    const about = (word.kind === 'own' && word.wait) || last
    if (about) this.#mark(about.candidate, null)
    if (word.kind === 'own') {
      // A key may be ready for other models and still not for this request.
      if (word.wait) this.#client.mark({ 'x-cc-relay-keys-available': '0' })
      this.#client.refuse(word.error)
      word.wait?.refused?.promise()
      return { outcome: word.error.status < 500 ? 'refused' : 'failed', usage: null }
    }
    const { status, headers, body } = word.answer
    if (!this.#client.begun) this.#client.send(status, headers, body)
    else this.#client.refuse({ status, type: typeOf(status), message: last?.failure?.said ?? text.errors.bug })
    return { outcome: 'failed', usage: null }
  }

  /** Tells the client, on whatever answer this will be, who is being asked. */
  #mark({ way }: Candidate<Upstream>, keyId: KeyId | null): void {
    const { parts, circuits } = this.#core
    const { debug, strategy } = this.#config
    const attempts = this.#story.attempts + (keyId === null ? 0 : 1)
    const tried = keyId ?? this.#story.lastKeyAt(way.id)
    this.#client.about(() => {
      const { total, available } = parts.pool.count(way.id)
      const told: Record<string, string> = {
        'x-cc-relay-provider': encodeURIComponent(way.id),
        'x-cc-relay-keys-total': String(total),
        'x-cc-relay-keys-available': String(available),
        'x-cc-relay-attempts': String(attempts),
      }
      if (tried !== null) told['x-cc-relay-key-id'] = tried
      if (debug) {
        told['x-cc-relay-strategy'] = strategy
        told['x-cc-relay-health'] = circuits.status(way.id, parts.clock.now()).kind
      }
      return told
    })
  }
}

/** Why this provider, then why this key; a move is told alone: that its provider stands first in line seems to deny it. */
const whyOf = ({ why }: Candidate<Upstream>, got: Pick<Acquired & { ok: true }, 'why' | 'moved'>): string =>
  got.moved ? sentence(got.why) : `${why} ${sentence(got.why)}`

const backAt = (it: Closed | null): number => it?.refused?.retryAt ?? Number.POSITIVE_INFINITY

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
