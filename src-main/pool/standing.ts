import { dimensions, WINDOW_MS } from '../../src-shared/domain/limits.ts'
import type { Book } from './book.ts'
import { domainOf, type KeyState, reserveOf } from './key-state.ts'
import { restsUntil } from './lane.ts'
import type { Standing } from './room-tree.ts'
import { holdOf, inFlight, laneOf, type PoolState } from './state.ts'

/** How a key stands for one model group. `opensAt`: nothing is lent before (ms); null: no time will change that. */
export function standingOf(state: PoolState, key: KeyState, group: string): (Standing & { opensAt: number }) | null {
  if (!key.meta.enabled || key.invalid) return null
  const lane = laneOf(state, key, group)
  const holds = [key.pause, key.resting[group], holdOf(state, domainOf(key))]
  const opensAt = holds.reduce((latest, hold) => Math.max(latest, hold?.until ?? 0), restsUntil(lane))
  const line = tighter(less(tighter(roomy, lane.book), reserveOf(key)), key.ceilings)
  return { ...line, inFlight: inFlight(state, key.meta.id), turn: key.turn, opensAt }
}

type Line = Pick<Standing, 'most' | 'emptyAt'>

const roomy: Line = { most: 1, emptyAt: Number.NEGATIVE_INFINITY }

/** Less a share that is never lent. */
const less = ({ most, emptyAt }: Line, share: number): Line => ({
  most: most - share,
  emptyAt: emptyAt + WINDOW_MS * share,
})

/**
 * The share of one limit that is left is `min(1 − pending/cap, (t − emptyAt)/W) − held/cap`, and that of the tightest
 * is the least of them: again one line that rises up to one level.
 */
function tighter(line: Line, book: Book | null): Line {
  if (book === null) return line
  let { most, emptyAt } = line
  for (const dimension of dimensions) {
    const { cap, pending, held, emptyAt: empty } = book[dimension]
    if (cap === null) continue
    most = Math.min(most, 1 - (pending + held) / cap)
    emptyAt = Math.max(emptyAt, empty + (WINDOW_MS * held) / cap)
  }
  return { most, emptyAt }
}
