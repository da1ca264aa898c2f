import { z } from 'zod'

/** A line of the log, as it was written: redacted already. */
export const LogLine = z.object({
  /** Counted since the start. */
  n: z.number().int(),
  /** Epoch ms. */
  at: z.number(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  /** `name=value`, two spaces between them. */
  facts: z.string(),
  /** The request it is about. */
  id: z.string().nullable(),
})
export type LogLine = z.infer<typeof LogLine>
