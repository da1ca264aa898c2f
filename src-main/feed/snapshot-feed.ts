import { diff, type Patch, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import type { Alarm, Clock } from '../ports.ts'

/** At most 8 patches a second: faster than an eye reads figures, slow enough to cost nothing. */
const GAP_MS = 125

/** A snapshot before it has its revision and its time. */
export type Facts = Omit<Snapshot, 'rev' | 'at'>

interface Parts {
  clock: Clock
  alarm: Alarm
  /** What is true now. Parts may be new objects although nothing changed; the feed keeps the old ones. */
  facts(): Facts
  /** When some of it changes by itself next (ms, pool clock); `null`: it does not. */
  nextChangeAt(): number | null
}

export interface SnapshotFeed {
  /** Something may have changed. Cheap; called on every event of the pool and the relay. */
  mark(): void
  /** The state as it is, on which the patches to come build. */
  snapshot(): Snapshot
  subscribe(listener: (patch: Patch) => void): () => void
  stop(): void
}

/**
 * Turns "something changed" into patches: the first at once, then at most one per gap, and always one
 * after the last change. One alarm waits for the next moment at which something shown changes by the
 * clock alone. With nobody listening nothing is built and no timer runs.
 */
export function snapshotFeed({ clock, alarm, facts, nextChangeAt }: Parts): SnapshotFeed {
  const listeners = new Set<(patch: Patch) => void>()
  let last: Snapshot | null = null
  let sentAt = Number.NEGATIVE_INFINITY
  let due: { at: number; off: () => void } | null = null
  let marked = false

  const build = (): { snapshot: Snapshot; changed: boolean } => {
    const before = last
    const at = clock.now()
    const now = facts()
    if (!before) {
      last = { rev: 1, at, ...now }
      return { snapshot: last, changed: true }
    }
    const kept = keep(before, now)
    if (!kept) return { snapshot: before, changed: false }
    last = { rev: before.rev + 1, at, ...kept }
    return { snapshot: last, changed: true }
  }

  const ring = (at: number) => {
    if (due && due.at <= at) return
    due?.off()
    due = { at, off: alarm.at(at, flush) }
  }

  const flush = () => {
    due?.off()
    due = null
    marked = false
    if (listeners.size === 0) return
    const before = last
    // Asked first: a change between the two questions rings again instead of being missed.
    const next = nextChangeAt()
    const { snapshot, changed } = build()
    if (changed && before) {
      sentAt = clock.now()
      const patch = diff(before, snapshot)
      for (const listener of [...listeners]) listener(patch)
    }
    if (next !== null) ring(Math.max(next, clock.now() + GAP_MS))
  }

  const mark = () => {
    if (listeners.size === 0) return
    marked = true
    ring(Math.max(clock.now(), sentAt + GAP_MS))
  }

  return {
    mark,
    snapshot() {
      if (last === null || listeners.size === 0) return build().snapshot
      // Whoever asks is told what is true now; the others get it as their next patch, a little early.
      if (marked) flush()
      return last
    },
    subscribe(listener) {
      // Nobody has followed the state until now, so it may jump to what is true.
      if (listeners.size === 0) build()
      listeners.add(listener)
      mark()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        due?.off()
        due = null
      }
    },
    stop() {
      listeners.clear()
      due?.off()
      due = null
    },
  }
}

/** The new facts with every unchanged part as the old object; `null` where nothing changed at all. */
function keep(before: Snapshot, now: Facts): Facts | null {
  let changed = false
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(now)) {
    const old = before[name as keyof Facts]
    const next =
      name === 'keys' || name === 'providers' || name === 'sessions'
        ? keepEntries(old as never, value as never)
        : same(old, value)
          ? old
          : value
    kept[name] = next
    if (next !== old) changed = true
  }
  return changed ? (kept as Facts) : null
}

function keepEntries<T>(
  before: Readonly<Record<string, T>>,
  now: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const entries = Object.entries(now).map(([id, value]): [string, T] => {
    const old = before[id]
    return [id, old !== undefined && same(old, value) ? old : value]
  })
  const unchanged =
    entries.length === Object.keys(before).length && entries.every(([id, value]) => before[id] === value)
  return unchanged ? before : Object.fromEntries(entries)
}

/** Parts are small and plain; the pool's views keep their identity and never get as far as the text. */
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
