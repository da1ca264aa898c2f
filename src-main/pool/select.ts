import type { KeySelectorName } from '../../src-shared/config/schema.ts'
import type { Cost } from './cost.ts'
import type { KeyState } from './key-state.ts'
import type { Lane } from './lane.ts'

/** A key that can take the request now: which of these is taken is all that is chosen here. */
export interface Candidate {
  readonly key: KeyState
  readonly lane: Lane
  readonly cost: Cost
  /** Share left of the tightest limit, 0 to 1; 1 where no limit is known. */
  readonly headroom: number
  readonly inFlight: number
  /** Sessions at home on its lane; 0 for a request that brings none. */
  readonly residents: number
}

/** Never sees an empty list. `chance`: evenly from 0 up to, not including, 1. */
export type KeySelector = (candidates: readonly Candidate[], chance: () => number) => Candidate

/** A further way to choose is one function and one row. */
const selectors: Record<KeySelectorName, KeySelector> = {
  least_loaded: (candidates) => candidates.reduce((best, next) => (compareLoad(next, best) < 0 ? next : best)),
  round_robin: (candidates) => candidates.reduce((best, next) => (next.key.turn < best.key.turn ? next : best)),
  random: (candidates, chance) => drawn(candidates, () => 1, chance),
  weighted: (candidates, chance) => drawn(candidates, ({ key }) => key.meta.weight, chance),
}

/** A higher priority comes first, whatever the selector. */
export function select(
  name: KeySelectorName,
  candidates: readonly Candidate[],
  chance: () => number,
): Candidate | null {
  const highest = candidates.reduce((most, { key }) => Math.max(most, key.meta.priority), 0)
  const tier = candidates.filter(({ key }) => key.meta.priority === highest)
  return tier.length === 0 ? null : selectors[name](tier, chance)
}

/** A session shares a lane's room with those that live there already; idle lanes would all look alike otherwise. */
const share = ({ headroom, residents }: Candidate) => headroom / (1 + residents)

const compareLoad = (a: Candidate, b: Candidate) =>
  share(b) - share(a) || a.inFlight - b.inFlight || a.key.turn - b.key.turn

function drawn(candidates: readonly Candidate[], weight: (c: Candidate) => number, chance: () => number): Candidate {
  let left = chance() * candidates.reduce((sum, candidate) => sum + weight(candidate), 0)
  for (const candidate of candidates) {
    left -= weight(candidate)
    if (left < 0) return candidate
  }
  return candidates.at(-1) as Candidate
}
