import { z } from 'zod'

/** How long one bar of a key's recent past is, in ms, and how many there are: the last 15 minutes. */
export const BAR_MS = 15_000
export const BARS = 60

/** Input tokens a key has used, by bar, the oldest first; the last bar is still being filled. */
export const KeyPast = z.object({ input: z.array(z.number().nonnegative()).length(BARS) })
export type KeyPast = z.infer<typeof KeyPast>

/** How far back a provider's speed looks, in ms. */
export const SPEED_MS = 5 * 60_000

/** How a provider did of late. */
export const Speed = z.object({
  /** Requests it was sent in that time. */
  requests: z.number().int().nonnegative(),
  perSecond: z.number().nonnegative(),
  /** The share it answered, 0 to 1. */
  success: z.number().min(0).max(1).nullable(),
  /** Time to the first token in ms: half were sooner, and 95 %. `null`: none was answered. */
  p50: z.number().nonnegative().nullable(),
  p95: z.number().nonnegative().nullable(),
})
export type Speed = z.infer<typeof Speed>
