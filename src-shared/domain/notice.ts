import { z } from 'zod'
import { KeyId, ProviderId, RequestId, SessionId } from './ids.ts'

/**
 * Everything the app may say by itself, one row each. A row is all that a new kind needs: its switch in the
 * settings and its place in the config follow from here, its name stands in `text.window.settings.notices`.
 */
export const noticeKinds = [
  'key_refused',
  'pool_empty',
  'relay_stopped',
  'wrong_tokens',
  'failover',
  'failback',
  'budget',
  'key_expires',
  'running_out',
  'other',
] as const
export const NoticeKind = z.enum(noticeKinds)
export type NoticeKind = z.infer<typeof NoticeKind>

/** Where in the window something is found: a page, and on it a row. */
export const About = z.discriminatedUnion('page', [
  z.object({ page: z.literal('keys'), key: KeyId.optional() }),
  z.object({ page: z.literal('sessions'), session: SessionId.optional() }),
  z.object({ page: z.literal('requests'), request: RequestId.optional() }),
  z.object({ page: z.literal('providers'), provider: ProviderId.optional() }),
  z.object({ page: z.literal('settings') }),
])
export type About = z.infer<typeof About>

export const Notice = z.object({
  kind: NoticeKind,
  tone: z.enum(['info', 'warn', 'error']),
  text: z.string(),
  /** What it is about, for whoever picks it; absent: the window as it stands. */
  about: About.optional(),
})
export type Notice = z.infer<typeof Notice>

/** A time of day, `22:30`. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:30')

/** From one time of day to another; past midnight where `to` comes before `from`. */
export const QuietHours = z.strictObject({ from: TimeOfDay, to: TimeOfDay })
export type QuietHours = z.infer<typeof QuietHours>

/** Whether a time of day (`HH:MM`, local) lies in the quiet hours. Times that are the same mean the whole day. */
export function isQuiet({ from, to }: QuietHours, time: string): boolean {
  return from < to ? from <= time && time < to : from <= time || time < to
}
