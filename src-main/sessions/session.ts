import type { ProviderId, RequestId, SessionId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { SessionView } from '../../src-shared/domain/session.ts'
import type { Grant } from './kept.ts'
import { nothing, type Price, type Tally, tallied } from './tally.ts'

/** One session as it is kept in memory; a new object for every change. */
export interface Session {
  readonly id: SessionId
  readonly kind: SessionView['kind']
  readonly state: SessionView['state']
  readonly folder: string | null
  readonly place: string
  readonly profile: string | null
  readonly startedAt: number
  readonly endedAt: number | null
  readonly lastAt: number | null
  readonly answeredBy: { model: string; providerId: ProviderId; keyLabel: string } | null
  readonly underWay: readonly RequestId[]
  readonly tally: Tally
}

/** One that has asked for nothing yet. `now`: pool clock, ms. */
export const fresh = (one: Pick<Session, 'id' | 'kind' | 'folder' | 'place' | 'profile'>, now: number): Session => ({
  ...one,
  state: 'open',
  startedAt: now,
  endedAt: null,
  lastAt: null,
  answeredBy: null,
  underWay: [],
  tally: nothing,
})

/** From an earlier start of the app. */
export const remembered = ({ hash: _, paused, requests, usage, cost, ...grant }: Grant): Session => ({
  ...grant,
  kind: 'launch',
  state: paused ? 'paused' : 'open',
  endedAt: null,
  answeredBy: null,
  underWay: [],
  tally: { requests, usage, cost },
})

export function grantOf(session: Session, hash: string): Grant | null {
  const { id, folder, place, profile, startedAt, lastAt, tally, state } = session
  if (folder === null || isOver(session)) return null
  return { id, hash, folder, place, profile, startedAt, lastAt, paused: state === 'paused', ...tally }
}

export const isOver = ({ state }: Pick<Session, 'state'>): boolean => state === 'closed' || state === 'ended'

/** As a request of it began, moved on or ended. `price`: of the whole request, once it is over. */
export function recorded(session: Session, record: RequestRecord, price: Price | null): Session {
  const last = record.attempts.at(-1)
  const others = session.underWay.filter((id) => id !== record.id)
  const done = record.state === 'done'
  return {
    ...session,
    lastAt: Math.max(session.lastAt ?? record.at, record.at),
    answeredBy: last ? { model: last.model, providerId: last.providerId, keyLabel: last.label } : session.answeredBy,
    underWay: done ? others : [...others, record.id],
    tally: done ? tallied(session.tally, record.usage, price) : session.tally,
  }
}

export function viewOf(session: Session): SessionView {
  const { answeredBy, underWay, tally, ...rest } = session
  return {
    ...rest,
    model: answeredBy?.model ?? null,
    providerId: answeredBy?.providerId ?? null,
    keyLabel: answeredBy?.keyLabel ?? null,
    underWay: underWay.length,
    ...tally,
  }
}
