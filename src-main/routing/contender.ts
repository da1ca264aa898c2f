import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { FirstByte } from './first-byte.ts'

/** A provider that can serve the request at hand, as far as strategies look at it. */
export interface Contender {
  readonly id: ProviderId
  /** 1 to 1000. */
  readonly weight: number
  /** 2 goes first, 0 last. */
  readonly priority: number
  /** Requests it is serving, those that wait for one of its keys included. */
  readonly inFlight: number
  /** What this request would cost there, in millionths of a USD; `null`: nobody knows. */
  readonly cost: number | null
  /** The model it would be asked for, by which its answers are timed. */
  readonly model: string
}

/** What strategies remember between requests, by provider: who comes and goes changes nothing for the others. */
export interface StrategyState {
  /** Requests that were placed. */
  readonly turn: number
  /** The turn in which each was placed last. */
  readonly placed: ReadonlyMap<ProviderId, number>
  /** What each has saved up of its weight and not yet spent. */
  readonly credit: ReadonlyMap<ProviderId, number>
  /** Who is still to be dealt. */
  readonly deck: readonly ProviderId[]
  /** How soon answers begin, by `nameOf` of provider and model. */
  readonly firstBytes: ReadonlyMap<string, FirstByte>
}

export const freshState: StrategyState = {
  turn: 0,
  placed: new Map(),
  credit: new Map(),
  deck: [],
  firstBytes: new Map(),
}

/** The rest of what a strategy goes by: the moment, the dice, and what the user said about models. */
export interface Occasion {
  /** Pool clock, ms. */
  readonly now: number
  /** 0 up to, but not including, 1. */
  chance(): number
  /** The provider that the longest mapped beginning of the model's name stands for. */
  readonly named: ProviderId | null
  /** Who serves what no mapping names. */
  readonly fallback: ProviderId | null
}

/** In the user's sense of order: the higher priority first, and the order of the list among equals. */
export const byPriority = (a: Pick<Contender, 'priority'>, b: Pick<Contender, 'priority'>): number =>
  b.priority - a.priority
