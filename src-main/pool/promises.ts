import type { Slot } from './look.ts'
import type { Spot } from './queue.ts'

/** Somebody is told to come back at `at`: whoever is refused after them is told a later time. */
export interface Given extends Spot {
  readonly at: number
  /** Who: requests have no name across retries, so a caller's next request is taken to be its first to return. */
  readonly caller: string
}

/** `until`: forgotten after this (ms). */
type Promised = Given & { readonly until: number }

/** A promise nobody comes back for is forgotten this long after its time; one that was never told, at once (ms). */
const PATIENCE_MS = 2000
const UNTOLD_MS = 250
const MOST_PROMISES = 1024

type Slots = ReadonlyMap<string, readonly Slot[]>

/** Room that is spoken for by callers who were refused with a time to return. */
export class Promises {
  #given: readonly Promised[] = []
  #slots: { readonly of: readonly Promised[]; readonly now: number; readonly slots: Slots } | null = null

  /** From the moment of the refusal, so that callers refused together are told different times. */
  give(given: Given, now: number): void {
    this.#given = [...this.#outstanding(now).slice(1 - MOST_PROMISES), { ...given, until: now + UNTOLD_MS }]
  }

  /** The caller really was told. */
  confirm(given: Given): void {
    const told = { ...given, until: given.at + PATIENCE_MS }
    const untold = this.#given.find((p) => p.caller === given.caller && p.at === given.at && p.until < told.until)
    this.#given = untold ? this.#given.map((p) => (p === untold ? told : p)) : [...this.#given, told]
  }

  /**
   * A request of this caller comes in: if a promise to it is due, that is used up. Answers with the time that was
   * promised: only those promised an earlier one go before it; a caller that was promised nothing comes after all.
   */
  keep(caller: string, now: number): number {
    let due: Promised | null = null
    for (const p of this.#given) if (p.caller === caller && p.at <= now && (due === null || p.at < due.at)) due = p
    if (due === null) return Number.POSITIVE_INFINITY
    this.#given = this.#outstanding(now).filter((p) => p !== due)
    return due.at
  }

  /** What is spoken for, by lane and in the order of time, by promises for a time before `before`; null: none. */
  slots(now: number, before = Number.POSITIVE_INFINITY): Slots | null {
    if (this.#given.length === 0) return null
    if (Number.isFinite(before)) return byLane(this.#outstanding(now).filter(({ at }) => at < before))
    if (this.#slots?.of !== this.#given || this.#slots.now !== now)
      this.#slots = { of: this.#given, now, slots: byLane(this.#outstanding(now)) }
    return this.#slots.slots
  }

  #outstanding = (now: number) => this.#given.filter(({ until }) => now <= until)
}

function byLane(promised: readonly Promised[]): Slots {
  const slots = new Map<string, Slot[]>()
  for (const slot of [...promised].sort((a, b) => a.at - b.at)) {
    const lane = slots.get(slot.laneId)
    if (lane) lane.push(slot)
    else slots.set(slot.laneId, [slot])
  }
  return slots
}
