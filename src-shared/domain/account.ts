import { z } from 'zod'

/** One window of a plan: `used` 0 to 1 (more where the vendor says so); `resetAt` epoch ms, null where it is not told. */
export const PlanWindow = z.object({
  name: z.enum(['five_hours', 'session', 'day', 'week', 'month']),
  used: z.number().nonnegative(),
  resetAt: z.number().nullable(),
})
export type PlanWindow = z.infer<typeof PlanWindow>

/** What a vendor says of the account behind a key, beside its answers. */
export const AccountView = z.object({
  windows: z.array(PlanWindow),
  /** Money left; `currency` null where the vendor names none. */
  balance: z.object({ amount: z.number(), currency: z.string().max(8).nullable() }).nullable(),
})
export type AccountView = z.infer<typeof AccountView>
