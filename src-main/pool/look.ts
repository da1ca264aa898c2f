import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { Book } from './book.ts'
import * as books from './book.ts'
import { addCost, type Cost, noCost } from './cost.ts'
import { estimateInput, type InputEstimate, type ModelStats } from './estimate.ts'
import { domainOf, type KeyState, reserveOf } from './key-state.ts'
import { type Hold, isHeld, isProbing, type Lane, laneOpensAt, laterHold, withBook } from './lane.ts'
import type { Ask } from './pool.ts'
import { beyondReserve, keepBack } from './reserve.ts'
import type { Visit } from './session.ts'
import { holdOf, laneOf, modelName, modelOf, type PoolState, sessionOf } from './state.ts'

/** What is already spoken for, by lane. */
export interface Claims {
  /** By those who wait: nobody may overtake them there. */
  readonly waiting: ReadonlyMap<string, Cost>
  /** By those who were told when to come back, in the order of their times: only later refusals hear of it; null: of no concern. */
  readonly promised: ReadonlyMap<string, readonly Slot[]> | null
}

export interface Slot {
  readonly at: number
  readonly cost: Cost
}

/** How one key stands to one request at one moment. `at`: when it could take it (ms). */
export type Look =
  | { kind: 'disabled' }
  | { kind: 'invalid'; reason: string }
  | { kind: 'no_model'; until: number; reason: string }
  | { kind: 'too_large'; cap: number }
  /** Not even a full limit could take it without going below the reserve. */
  | { kind: 'kept'; by: Dimension; lendable: number }
  | { kind: 'held'; at: number; lane: Lane; cost: Cost; hold: Hold }
  | { kind: 'probing'; at: number; lane: Lane; cost: Cost }
  | { kind: 'queued'; at: number; lane: Lane; cost: Cost }
  | { kind: 'full'; at: number; lane: Lane; cost: Cost; by: Dimension; own: Own }
  | { kind: 'free'; at: number; lane: Lane; cost: Cost }

/** What of the user's own stands in the way of a request; null: the provider's limit does. */
export type Own = 'ceiling' | 'reserve' | null

/** One key as this request sees it. `tried`: it may only tell when it could have served. */
export interface Option<L extends Look = Look> {
  readonly key: KeyState
  readonly look: L
  readonly tried: boolean
}

/** A request as the pool sees it: what it will probably take, for which it needs the model and the session. */
export interface Asked {
  readonly ask: Ask
  readonly stats: ModelStats
  readonly whole: InputEstimate
  /** The session's visits in this model group, most recent first. */
  readonly visits: readonly Visit[]
}

export function asked(state: PoolState, ask: Ask, now: number): Asked {
  const stats = modelOf(state, modelName(ask))
  const visits = sessionOf(state, ask.sessionId).visits.filter((v) => v.group === ask.group)
  return { ask, stats, whole: estimateInput(stats, ask.bytes, null, now), visits }
}

export function lookAt(
  state: PoolState,
  key: KeyState,
  { ask, stats, whole, visits }: Asked,
  claims: Claims,
  now: number,
): Look {
  if (!key.meta.enabled) return { kind: 'disabled' }
  if (key.invalid) return { kind: 'invalid', reason: key.invalid.reason }
  const missing = key.missing.get(ask.model) ?? null
  if (isHeld(missing, now)) return { kind: 'no_model', ...missing }
  const lane = laneOf(state, key, ask.group)
  const visit = visits.length === 0 ? undefined : visits.find((v) => sharesLane(state, v, key, lane))
  const input = visit?.prefix ? estimateInput(stats, ask.bytes, visit.prefix, now) : whole
  const cap = tooSmall(lane.book, input) ?? tooSmall(key.ceilings, input)
  if (cap !== null) return { kind: 'too_large', cap }
  const cost: Cost = { rpm: 1, itpm: input.upper, otpm: stats.output }
  const reserve = reserveOf(key)
  const beyond = beyondReserve(lane.book, cost, reserve)
  if (beyond) return { kind: 'kept', ...beyond }
  const kept = reserve === 0 ? lane : withBook(lane, keepBack(lane.book, reserve))
  const hold = holdOn(state, key, lane, now)
  const probing = isProbing(lane, now)
  const full = fullBy(lane, kept, key.ceilings, cost, now)
  const waiting = claims.waiting.get(lane.id)
  if (!hold && !probing && !full && !waiting) return { kind: 'free', at: now, lane, cost }
  const slots = claims.promised?.get(lane.id) ?? []
  const opensFor = (wanted: Cost, ahead: Cost) => opensAt(kept, key.ceilings, wanted, ahead, now)
  const latest = () => opensFor(everything, noCost)
  const opens = slotFor((ahead) => opensFor(cost, ahead), latest, waiting ?? noCost, slots)
  const at = Math.max(opens, Math.ceil(hold?.until ?? 0))
  if (hold) return { kind: 'held', at, lane, cost, hold }
  if (full) return { kind: 'full', at, lane, cost, ...full }
  if (probing) return { kind: 'probing', at, lane, cost }
  return { kind: 'queued', at, lane, cost }
}

/** All that the windows of a lane can give. */
const everything: Cost = {
  rpm: Number.POSITIVE_INFINITY,
  itpm: Number.POSITIVE_INFINITY,
  otpm: Number.POSITIVE_INFINITY,
}

const opensAt = (lane: Lane, ceilings: Book | null, cost: Cost, ahead: Cost, now: number): number =>
  Math.max(laneOpensAt(lane, cost, ahead, now), ceilings ? books.opensAt(ceilings, cost, ahead, now).at : now)

/**
 * The first time that is not before one promised to somebody else: whoever was told an earlier one goes first.
 * Never later than every window is full again (`latest`): many who were told never return, and a client gives up on
 * a time that is too far away. Whoever comes back then may find others there and be told another.
 */
function slotFor(opens: (ahead: Cost) => number, latest: () => number, waiting: Cost, slots: readonly Slot[]): number {
  let ahead = waiting
  let at = opens(ahead)
  if (slots.length === 0) return at
  const bound = Math.max(at, latest())
  for (const slot of slots) {
    if (slot.at > at || at >= bound) break
    ahead = addCost(ahead, slot.cost)
    at = opens(ahead)
  }
  return Math.min(at, bound)
}

const sharesLane = (state: PoolState, visit: Visit, key: KeyState, lane: Lane): boolean => {
  if (visit.keyId === key.meta.id) return true
  const other = state.keys.get(visit.keyId)
  return other !== undefined && domainOf(other) === lane.domain
}

const tooSmall = (book: Book | null, input: InputEstimate): number | null =>
  book !== null && books.tooLarge(book, input.lower) ? book.itpm.cap : null

/** What rests, whatever the levels: this key for this group, the lane, or the whole domain; the longest counts. */
function holdOn(state: PoolState, key: KeyState, lane: Lane, now: number): Hold | null {
  const rest = key.resting[lane.group] ?? null
  const hold = laterHold(key.pause, laterHold(laterHold(rest, holdOf(state, lane.domain)), lane.hold))
  return isHeld(hold, now) ? hold : null
}

/** Which limit stands in the way right now, if one does. `kept`: the lane less what is never lent. */
function fullBy(
  lane: Lane,
  kept: Lane,
  ceilings: Book | null,
  cost: Cost,
  now: number,
): { by: Dimension; own: Own } | null {
  if (books.fits(kept.book, cost, now) && (!ceilings || books.fits(ceilings, cost, now))) return null
  const opens = books.opensAt(kept.book, cost, noCost, now)
  const ceiling = ceilings ? books.opensAt(ceilings, cost, noCost, now) : null
  if (ceiling?.by && (opens.by === null || ceiling.at > opens.at)) return { by: ceiling.by, own: 'ceiling' }
  if (opens.by === null) return null
  const own = kept !== lane && books.fits(lane.book, cost, now) ? 'reserve' : null
  return { by: opens.by, own }
}
