import type { PassedOver } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Acquired } from '../pool/pool.ts'
import type { Candidate } from '../routing/way.ts'
import { called } from './called.ts'
import { type Authored, LASTING } from './errors.ts'
import type { Whole } from './exchange.ts'
import type { Upstream } from './parts.ts'
import { type Failure, keyWasAtFault, kindOf, retryTable } from './retry-table.ts'

/** How one provider came to nothing for a request. */
export interface Closed {
  readonly candidate: Candidate<Upstream>
  /** The last failure there; `null`: no key could be had. */
  readonly failure: Failure | null
  readonly answer: Whole | null
  /** What the pool said when asked for a further key; `null`: it was not asked. */
  readonly refused: Extract<Acquired, { ok: false }> | null
  /** When a key there can be had again (pool-clock ms); `null`: never. */
  readonly freeAt: number | null
}

export type LastWord =
  /** The upstream's own words. */
  | { kind: 'forward'; answer: Whole }
  /** `wait`: where this is a promise to be kept. */
  | { kind: 'own'; error: Authored; wait: Closed | null }

/** Claude Code waits this long for a retry-after, and gives up at once on a longer one. */
const PATIENCE_MS = 60_000

/**
 * What the client is told when nobody could answer: the surest way to success first. A wait it will sit out;
 * else a fault that passes, for which it retries by itself; else the long wait; else what the user must do.
 * A lasting refusal is a 400 because Claude Code shows its text word for word and does not repeat it, where
 * 401 becomes "Please run /login", 403 "Failed to authenticate", and 404 a wrong word about the model.
 */
export function lastWord(closed: readonly Closed[], now: number): LastWord {
  const wait = soonest(closed)
  const waitMs = wait?.freeAt == null ? null : Math.max(0, wait.freeAt - now)
  if (wait && waitMs !== null && waitMs <= PATIENCE_MS) return busy(wait, waitMs, closed)

  const passing = closed.findLast((it) => it.failure !== null && retryTable[kindOf(it.failure)].passing)
  if (passing?.failure)
    return passing.answer ? { kind: 'forward', answer: passing.answer } : own(gateway(passing.failure))

  const untrusted = closed.findLast((it) => it.failure !== null && kindOf(it.failure) === 'untrusted')
  if (untrusted?.failure) return own({ ...gateway(untrusted.failure), headers: LASTING })

  const noPass = closed.find((it) => it.failure?.kind === 'no_pass')
  if (noPass?.failure) return own({ ...lasting, message: noPass.failure.said })

  const noModel = closed.find(lacksModel)
  if (noModel) return missing(noModel)
  if (wait && waitMs !== null) return busy(wait, waitMs, closed)

  const unfit = closed.findLast((it) => it.failure?.kind === 'unfit')
  if (unfit?.failure) return own({ ...lasting, message: unfit.failure.said })

  const empty = closed.length > 0 && closed.every((it) => it.refused?.reason === 'no_keys' && it.failure === null)
  const first = closed[0]
  const message = empty && first ? words.noKeys(first.candidate.way.id) : words.unusable(reasons(closed))
  return own({ ...lasting, message })
}

/** Where routing found no provider at all. */
export function nobody(ways: readonly Upstream[], asked: string): Authored {
  const message =
    ways.length === 0 ? words.noProviders : ways.some((it) => it.enabled) ? words.noModel(asked) : words.allOff
  return { ...lasting, message }
}

/** Who comes back this much too early waits in the pool's queue and does not notice. */
const A_MOMENT_MS = 20

const words = text.errors.none
const lasting = { status: 400, type: 'invalid_request_error', headers: LASTING } as const
const own = (error: Authored): LastWord => ({ kind: 'own', error, wait: null })

/** Only where keys were the trouble: one that is down, or has no place for the request, promises nothing. */
function soonest(closed: readonly Closed[]): Closed | null {
  let first: Closed | null = null
  for (const it of closed) {
    if (it.freeAt === null || (it.failure && !keyWasAtFault(it.failure))) continue
    if (first?.freeAt == null || it.freeAt < first.freeAt) first = it
  }
  return first
}

function busy(wait: Closed, waitMs: number, closed: readonly Closed[]): LastWord {
  const seconds = Math.max(1, Math.ceil((waitMs - A_MOMENT_MS) / 1000))
  const message = (waitMs > PATIENCE_MS ? words.away : words.busy)(waitMs, reasons(closed))
  const headers = { 'retry-after': String(seconds) }
  return { kind: 'own', error: { status: 429, type: 'rate_limit_error', message, headers }, wait }
}

/** What a failure is called where the upstream sent no words of its own. */
export function gateway(failure: Failure): Authored {
  const timeout = failure.kind === 'unreachable' && failure.cause === 'timeout'
  return { status: timeout ? 504 : 502, type: timeout ? 'timeout_error' : 'api_error', message: failure.said }
}

/** The provider has not got the model: it said so just now, or lately. */
export const lacksModel = ({ failure, refused }: Pick<Closed, 'failure' | 'refused'>): boolean =>
  failure?.kind === 'no_model' || refused?.reason === 'no_model'

/** In place of the upstream's own words, which name no way out. Claude Code tries a 404 once more unless it is told. */
function missing({ candidate: { way, model } }: Closed): LastWord {
  const say = way.provider.needsKey ? words.missing : words.notPulled
  return own({ status: 404, type: 'not_found_error', message: say(called(way), model), headers: LASTING })
}

const MOST_REASONS = 5

/** `work: requests used up until 14:02; home: switched off.` */
function reasons(closed: readonly Closed[]): string {
  const all = closed.flatMap((it) => it.refused?.passedOver ?? [])
  const named = all.slice(0, MOST_REASONS).map((it: PassedOver) => `${it.label}: ${it.because.replace(/\.$/, '')}`)
  const more = all.length > MOST_REASONS ? [words.more(all.length - MOST_REASONS)] : []
  return all.length === 0 ? '' : `${[...named, ...more].join('; ')}.`
}
