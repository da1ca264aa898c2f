import { z } from 'zod'
import { ProfileName } from '../../src-shared/config/schema.ts'
import { SessionId } from '../../src-shared/domain/ids.ts'
import { TokenUsage } from '../../src-shared/domain/relay.ts'
import { Cost } from '../../src-shared/domain/session.ts'
import type { JsonFile, Log } from '../ports.ts'

const day = z.string().regex(/^\d{4}-\d\d-\d\d$|^$/)
const micros = z.number().int().nonnegative()

/** What outlives the app of one launch: no token, only what it is recognised by. */
const Grant = z.object({
  id: SessionId,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  folder: z.string(),
  place: z.string(),
  profile: ProfileName.nullable(),
  paused: z.boolean(),
  startedAt: z.number(),
  lastAt: z.number().nullable(),
  requests: z.number().int().nonnegative(),
  usage: TokenUsage,
  cost: Cost,
})
export type Grant = z.infer<typeof Grant>

const Kept = z.object({
  version: z.literal(1),
  grants: z.array(Grant),
  spend: z.record(z.string(), z.object({ day, today: micros, total: micros })),
})
export type Kept = z.infer<typeof Kept>

const nothingKept: Kept = { version: 1, grants: [], spend: {} }

/**
 * What was kept. A file that cannot be read counts as empty, and is told: terminals that were open then have to be
 * started again, and budgets begin anew.
 */
export function readKept(file: JsonFile | null, log: Log): Kept {
  if (file === null) return nothingKept
  try {
    const found = file.read()
    if (found === undefined) return nothingKept
    const parsed = Kept.safeParse(found)
    if (parsed.success) return parsed.data
    log.warn({ path: file.path }, 'the sessions of earlier starts could not be understood')
  } catch (error) {
    log.warn({ path: file.path, error: String(error) }, 'the sessions of earlier starts could not be read')
  }
  return nothingKept
}
