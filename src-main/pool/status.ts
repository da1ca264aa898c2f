import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyStatus } from '../../src-shared/domain/key.ts'
import * as books from './book.ts'
import { type Cost, noCost } from './cost.ts'
import { domainOf, type KeyState, reserveOf } from './key-state.ts'
import { type Hold, isHeld, type Lane, laterHold } from './lane.ts'
import { COUNTING } from './pool.ts'
import { keepBack } from './reserve.ts'
import { holdOf, type PoolState } from './state.ts'

/** What every request takes at least. */
const smallest: Cost = { rpm: 1, itpm: 1, otpm: 0 }

const forMessages = ({ group }: Lane): boolean => group !== COUNTING

/** The lanes of a key's domain that messages take, most recently used first. */
export function lanesOf(state: PoolState, key: KeyState): Lane[] {
  const lanes = state.domains.get(domainOf(key))?.lanes
  return lanes ? [...lanes.values()].filter(forMessages).sort((a, b) => b.usedAt - a.usedAt) : []
}

/** What keeps this one lane from being used through this key, whatever its level; null: nothing. */
export function restOf(key: KeyState, lane: Lane, now: number): Hold | null {
  const hold = laterHold(lane.hold, key.resting[lane.group] ?? null)
  return isHeld(hold, now) ? hold : null
}

/**
 * Until when (ms) this one lane is not to be had through a key that is ready all the same: it rests, or a refusal
 * closed one of its limits. Null: it is open, or refills as any lane does.
 */
export function coolsUntil(key: KeyState, lane: Lane, now: number): number | null {
  const rest = restOf(key, lane, now)
  if (rest) return rest.until
  return now < lane.closedUntil ? (limited(keepBack(lane.book, reserveOf(key)), now)?.until ?? null) : null
}

/**
 * Read from what is stored and the clock; nothing has to fire for a cooldown to end. A key is as ready as the
 * readiest of its lanes: one model group at its limit leaves the key usable for the others.
 */
export function statusOf(state: PoolState, key: KeyState, lanes: Iterable<Lane>, now: number): KeyStatus {
  if (!key.meta.enabled) return { kind: 'disabled' }
  if (key.invalid) return { kind: 'invalid', ...key.invalid }
  if (isHeld(key.pause, now)) return { kind: 'paused', until: key.pause.until, by: key.pause.by }
  const hold = holdOf(state, domainOf(key))
  if (isHeld(hold, now)) return { kind: 'cooling', ...hold }
  const ceiling = key.ceilings ? limited(key.ceilings, now) : null
  if (ceiling) return ceiling
  let soonest: (KeyStatus & { until: number }) | null = null
  for (const lane of lanes) {
    if (!forMessages(lane)) continue
    const rest = restOf(key, lane, now)
    const status = rest ? { kind: 'cooling' as const, ...rest } : limited(keepBack(lane.book, reserveOf(key)), now)
    if (!status) return { kind: 'ready' }
    if (soonest === null || status.until < soonest.until) soonest = status
  }
  return soonest ?? { kind: 'ready' }
}

function limited(book: books.Book, now: number): { kind: 'limited'; until: number } | null {
  if (books.fits(book, smallest, now)) return null
  return { kind: 'limited', until: Math.max(books.opensAt(book, smallest, noCost, now).at, Math.floor(now) + 1) }
}

/** Enabled keys of a provider, and how many of them could take a small request now. */
export function countKeys(state: PoolState, providerId: ProviderId, now: number): { total: number; available: number } {
  const count = { total: 0, available: 0 }
  for (const id of state.byProvider.get(providerId) ?? []) {
    const key = state.keys.get(id)
    if (!key?.meta.enabled) continue
    count.total++
    const lanes = state.domains.get(domainOf(key))?.lanes.values() ?? []
    if (statusOf(state, key, lanes, now).kind === 'ready') count.available++
  }
  return count
}
