import { z } from 'zod'
import { ProviderId, SessionId } from './ids.ts'
import { TokenUsage } from './relay.ts'

/** What requests cost, as far as that is known. Never taken for nothing where it is not. */
export const Cost = z.object({
  /** Millionths of a USD, of the requests with a price. */
  micros: z.number().int().nonnegative(),
  /** Requests whose price is known, and those that used tokens without one. */
  priced: z.number().int().nonnegative(),
  unpriced: z.number().int().nonnegative(),
  /** The day of the oldest price among them (`2026-09-23`); `null`: none has a date. */
  asOf: z.string().nullable(),
})
export type Cost = z.infer<typeof Cost>

/** One Claude Code at work. Times: ms, pool clock. */
export const SessionView = z.object({
  id: SessionId,
  /** `launch`: with a token of its own. `other`: it shows the token of this install, and can only be looked at. */
  kind: z.enum(['launch', 'other']),
  /** `closed`: Claude Code itself is over. `ended`: its access was taken away here. */
  state: z.enum(['open', 'paused', 'closed', 'ended']),
  folder: z.string().nullable(),
  /** Where it runs, such as the terminal's name; empty: not known. */
  place: z.string(),
  /** `null`: none, so the settings of the whole relay. */
  profile: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** When its last request began; `null`: none yet. */
  lastAt: z.number().nullable(),
  /** Who answered last. */
  model: z.string().nullable(),
  providerId: ProviderId.nullable(),
  keyLabel: z.string().nullable(),
  requests: z.number().int(),
  underWay: z.number().int(),
  usage: TokenUsage,
  cost: Cost,
})
export type SessionView = z.infer<typeof SessionView>

/** What was spent under a profile's name, in millionths of a USD. `today`: since midnight of this computer. */
export const Spending = z.object({ today: z.number().int(), total: z.number().int() })
export type Spending = z.infer<typeof Spending>

export const isOver = ({ endedAt }: Pick<SessionView, 'endedAt'>): boolean => endedAt !== null

/** Terminals by folder, the folder launched last first; then those started elsewhere; then what is over, the latest first. */
export function inOrder(sessions: Readonly<Record<string, SessionView>>): SessionView[] {
  const all = Object.values(sessions).sort((a, b) => b.startedAt - a.startedAt)
  const live = all.filter((it) => !isOver(it))
  const launched = live.filter(({ kind }) => kind === 'launch')
  const folders = [...new Set(launched.map(({ folder }) => folder))]
  return [
    ...folders.flatMap((folder) => launched.filter((it) => it.folder === folder)),
    ...live.filter(({ kind }) => kind === 'other'),
    ...all.filter(isOver).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)),
  ]
}
