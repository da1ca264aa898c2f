import { z } from 'zod'
import { type KeyId, KeyId as KeyIdSchema } from '../../src-shared/domain/ids.ts'

const Day = z.object({
  day: z.iso.date(),
  /** Millionths of a USD. */
  micro: z.number().int().nonnegative(),
  /** Requests whose price is not known: they are in no sum. */
  unpriced: z.number().int().nonnegative(),
  /** The last share of the budget that was told of today, in percent. */
  told: z.number().int().nonnegative(),
})
export type Day = z.infer<typeof Day>

/** What is kept of keys from one start to the next. Times are epoch ms. */
export const Ledger = z.object({
  version: z.literal(1),
  days: z.record(KeyIdSchema, Day),
  /** Until when a key was set aside by its user. */
  pauses: z.record(KeyIdSchema, z.number()),
  /** For which last day, and how many days before it, a reminder was given. */
  reminded: z.record(KeyIdSchema, z.object({ on: z.iso.date(), before: z.number().int() })),
})
export type Ledger = z.infer<typeof Ledger>

export const emptyLedger = (): Ledger => ({ version: 1, days: {}, pauses: {}, reminded: {} })

/** The key's account of `day`; a former day's says nothing any more. */
export const dayOf = ({ days }: Ledger, id: KeyId, day: string): Day =>
  days[id]?.day === day ? days[id] : { day, micro: 0, unpriced: 0, told: 0 }

/** Written in place: this happens with each request, and a copy would be one of every key's day. */
export function setDay({ days }: Ledger, id: KeyId, day: Day): void {
  days[id] = day
}

/** One more request of that cost (millionths of a USD; `null`: not known). */
export const spend = (day: Day, micro: number | null): Day =>
  micro === null ? { ...day, unpriced: day.unpriced + 1 } : { ...day, micro: day.micro + micro }

/** `until` null: no pause. */
export function withPause(ledger: Ledger, id: KeyId, until: number | null): Ledger {
  const { [id]: _, ...others } = ledger.pauses
  return { ...ledger, pauses: until === null ? others : { ...others, [id]: until } }
}

/** Without what is over, so that it cannot grow. */
export const current = (ledger: Ledger, day: string, now: number): Ledger => ({
  ...ledger,
  days: only(ledger.days, (one) => one.day === day),
  pauses: only(ledger.pauses, (until) => until > now),
  reminded: only(ledger.reminded, ({ on }) => on >= day),
})

const only = <T>(all: Record<KeyId, T>, keep: (one: T) => boolean): Record<KeyId, T> =>
  Object.fromEntries(Object.entries(all).filter(([, one]) => keep(one as T))) as Record<KeyId, T>
