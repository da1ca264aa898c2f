import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyStatus } from '../../src-shared/domain/key.ts'
import { type About, isQuiet, type Notice, type NoticeKind } from '../../src-shared/domain/notice.ts'
import type { Settings, Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { countdown } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'

export interface News {
  readonly kind: NoticeKind
  readonly title: string
  readonly body: string
  /** Opened by whoever picks it. */
  readonly about?: About
}

/** What was told and is still so: it is told again only after it has ended. */
export interface Told {
  readonly refused: ReadonlySet<KeyId>
  readonly empty: boolean
  readonly failed: boolean
}

/** A pool that is full for a moment mends itself before anybody has read of it, in ms. */
const WORTH_TELLING_MS = 15_000

const words = text.tray.notifications

/** At the start nothing is news: what stood so before is in the window. */
export const toldOf = (snapshot: Snapshot, now: number): Told => ({
  refused: refusedIn(snapshot),
  empty: emptiness(snapshot, now) !== null,
  failed: snapshot.relay.kind === 'failed',
})

/** What became true since `told` and wants somebody, at `now` (ms, pool clock). */
export function newsOf(told: Told, snapshot: Snapshot, now: number): { told: Told; news: News[] } {
  const next = toldOf(snapshot, now)
  const news: News[] = []
  if (snapshot.relay.kind === 'failed' && !told.failed)
    news.push({ kind: 'relay_stopped', ...words.failed(snapshot.relay.message), about: { page: 'settings' } })
  for (const id of next.refused) {
    const key = snapshot.keys[id]
    if (key && !told.refused.has(id))
      news.push({ kind: 'key_refused', ...words.refused(key.label), about: { page: 'keys', key: id } })
  }
  const empty = emptiness(snapshot, now)
  if (empty && !told.empty) news.push({ kind: 'pool_empty', ...empty, about: { page: 'keys' } })
  return { told: { ...next, empty: next.empty || (told.empty && !anyReady(snapshot)) }, news }
}

/** A notice of the relay as a notification; `null`: it is worth a line in the window only. */
export function newsIn({ kind, tone, text: body, about }: Notice): News | null {
  if (tone === 'info' && kind === 'other') return null
  return { kind, title: words.titles[kind], body, ...(about && { about }) }
}

/** Whether its user wants to hear of this kind at that time of day (`HH:MM`, local). */
export function isWanted(kind: NoticeKind, { notify, quiet_hours }: Settings, time: string): boolean {
  return notify[kind] !== false && !(quiet_hours && isQuiet(quiet_hours, time))
}

function refusedIn({ keys }: Snapshot): ReadonlySet<KeyId> {
  return new Set(Object.values(keys).flatMap(({ id, status }) => (status.kind === 'invalid' ? [id] : [])))
}

const anyReady = ({ keys }: Snapshot): boolean => Object.values(keys).some(({ status }) => status.kind === 'ready')

const isUsersWish = (status: KeyStatus): boolean =>
  status.kind === 'disabled' || (status.kind === 'paused' && status.by === 'user')

/** No key can be had, and not in a moment either. Keys that the user turned off or paused are no news. */
function emptiness(snapshot: Snapshot, now: number): Pick<News, 'title' | 'body'> | null {
  const on = Object.values(snapshot.keys).filter(({ status }) => !isUsersWish(status))
  if (snapshot.relay.kind !== 'listening' || on.length === 0 || anyReady(snapshot)) return null
  const { nextAt } = snapshot.pool
  if (nextAt === null) return words.stuck
  return nextAt - now >= WORTH_TELLING_MS ? words.empty(countdown(nextAt - now)) : null
}
