import type { KeyId } from '../../src-shared/domain/ids.ts'
import { CACHE_MS, type Prefix } from './estimate.ts'

/** Where one session has been served, per model group: its prompt cache is there for a while. */
export interface Visit {
  readonly keyId: KeyId
  readonly group: string
  /** Last sign of life: sent, answered or ended (ms). */
  readonly at: number
  /** What was last sent there; null until its first answer. */
  readonly prefix: Prefix | null
  /** Body size of the last request, while nothing better is known. */
  readonly bytes: number
}

export interface Session {
  /** When it was last given a key (ms): among those who wait, the longest ago goes first. */
  readonly grantedAt: number
  /** Most recent first; one for each key and group. */
  readonly visits: readonly Visit[]
}

export const newSession: Session = { grantedAt: 0, visits: [] }

/** As long as the cache may live there, the session lives there too. */
export const isAlive = (visit: Visit, now: number): boolean => now - visit.at < CACHE_MS

/** Updates one visit, which becomes the most recent, and forgets the dead ones. */
export function visit(session: Session, next: Visit, now: number): Session {
  const others = session.visits.filter((v) => isAlive(v, now) && !(v.keyId === next.keyId && v.group === next.group))
  return { ...session, visits: [next, ...others] }
}

/** Changes a visit in its place, if it is still remembered. */
export const revise = (session: Session, keyId: KeyId, group: string, change: (v: Visit) => Visit): Session => ({
  ...session,
  visits: session.visits.map((v) => (v.keyId === keyId && v.group === group ? change(v) : v)),
})
