import { z } from 'zod'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { Dimension } from '../../src-shared/domain/limits.ts'

const instant = z.number().nonnegative()
const Hold = z.object({ until: instant, reason: z.string() })

const Visit = z.object({
  keyId: KeyId,
  group: z.string(),
  at: instant,
  bytes: z.number().nonnegative(),
  prefix: z.object({ bytes: z.number(), cached: z.number(), uncached: z.number(), at: instant }).nullable(),
})

/** What the pool has learned, for the next start. Times are ms on the pool clock, which reads like an epoch. */
export const PoolHint = z.object({
  version: z.literal(1),
  savedAt: instant,
  /** Which organization or workspace each key draws on. */
  domains: z.record(z.string(), z.string()),
  lanes: z.array(
    z.object({
      domain: z.string(),
      group: z.string(),
      hold: Hold.nullable(),
      /** `level`: the least that was left at `savedAt`, net of everything sent or lent. */
      limits: z.partialRecord(Dimension, z.object({ limit: z.number().positive(), level: z.number() })),
      /** Taken out where no limit is known yet: it counts once the key turns out to share one that is. */
      taken: z.partialRecord(Dimension, z.number().nonnegative()).optional(),
    }),
  ),
  /** Spend caps and the like, by domain. */
  holds: z.record(z.string(), Hold),
  /** What a model's requests have taught: bytes per input token, and the mean output. */
  models: z.record(z.string(), z.object({ bytesPerToken: z.number().positive(), output: z.number().nonnegative() })),
  /** Where sessions have their prompt caches, which outlive us. Least recently served first. */
  sessions: z.array(z.object({ id: z.string(), grantedAt: instant, visits: z.array(Visit) })).default([]),
})
export type PoolHint = z.infer<typeof PoolHint>
