import { z } from 'zod'

const Status = z.enum(['allowed', 'warning', 'rejected'])

/** One limit of a Claude subscription, as the last answer stated it. */
export const LoginWindow = z.object({
  /** As Anthropic names it: `5h`, `7d`, `7d_sonnet`, … */
  name: z.string(),
  /** Share that is used up; 1 is all of it, and extra usage may go beyond. */
  utilization: z.number().nonnegative(),
  status: Status.nullable(),
  /** When it begins anew (ms, pool clock). */
  resetAt: z.number().nullable(),
})
export type LoginWindow = z.infer<typeof LoginWindow>

/** The limits of the login that Claude Code itself brought. Nothing of the login is in it. */
export const LoginView = z.object({
  /** Of all limits together; `null`: it was not stated. */
  status: Status.nullable(),
  windows: z.array(LoginWindow),
})
export type LoginView = z.infer<typeof LoginView>
