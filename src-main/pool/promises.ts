import type { Cost } from './pool.ts'

/** Somebody was told to come back at `at`: whoever is refused after them is told a later time. */
export interface Promised {
  readonly at: number
  readonly laneId: string
  readonly cost: Cost
  /** Who: requests have no name across retries, so a session's next request is taken to be its first to return. */
  readonly caller: string
}

/** A promise nobody comes back for is dropped this long after its time (ms). */
const PATIENCE_MS = 2000
const MOST_PROMISES = 1024

export const promise = (promises: readonly Promised[], next: Promised, now: number): readonly Promised[] => [
  ...outstanding(promises, now).slice(1 - MOST_PROMISES),
  next,
]

/** The caller is back: its earliest promise is used up. */
export function keepPromise(promises: readonly Promised[], caller: string, now: number): readonly Promised[] {
  let due: Promised | null = null
  for (const p of promises) if (p.caller === caller && (due === null || p.at < due.at)) due = p
  return due === null ? promises : outstanding(promises, now).filter((p) => p !== due)
}

export const outstanding = (promises: readonly Promised[], now: number): readonly Promised[] =>
  promises.filter((p) => now <= p.at + PATIENCE_MS)
