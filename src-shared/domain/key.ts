import { z } from 'zod'
import { KeyId, ProviderId } from './ids.ts'
import { Windows } from './limits.ts'

/** One word to find a key by. */
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(24)
  .regex(/^[^,\s][^,]*$/, 'must not hold a comma')
export const MOST_TAGS = 12

/** The user's own ceilings: an upper bound on what the provider says. Absent: no ceiling. */
const Ceilings = z.object({
  rpm: z.number().int().positive().optional(),
  itpm: z.number().int().positive().optional(),
  otpm: z.number().int().positive().optional(),
})

/** A day of the calendar, `2026-11-24`, wherever one is. */
export const Day = z.iso.date()

/** What its user asks for a key: how far it is lent, what it may cost, how it is found. Absent: nothing. */
export const KeyCare = z.object({
  /** This share of each of its provider's limits is never lent, 0 to 0.9. */
  reserve: z.number().min(0).max(0.9).optional(),
  /** What a day may cost, in USD; from local midnight to local midnight. */
  dailyUsd: z.number().positive().max(1_000_000).optional(),
  tags: z.array(Tag).max(MOST_TAGS).optional(),
  note: z.string().min(1).max(500).optional(),
  /** The last day on which it is good. */
  expiresOn: Day.optional(),
})
export type KeyCare = z.infer<typeof KeyCare>

/** What may be said about a key. The secret is not among it, by construction. */
export const KeyMetadata = z.object({
  id: KeyId,
  label: z.string().min(1).max(60),
  providerId: ProviderId,
  /** The last four characters, for recognising a key, never for using it; empty for a provider without keys. */
  hint: z.string().max(4),
  enabled: z.boolean(),
  /** 2 first, 1 default, 0 last. */
  priority: z.number().int().min(0).max(2),
  weight: z.number().int().positive(),
  ceilings: Ceilings,
  care: KeyCare.optional(),
})
export type KeyMetadata = z.infer<typeof KeyMetadata>

/** What a key has cost since midnight. */
export const Spent = z.object({
  usd: z.number().nonnegative(),
  /** Requests whose price is not known: they are in no sum. */
  unpriced: z.number().int().nonnegative(),
})
export type Spent = z.infer<typeof Spent>

export const PausedBy = z.enum(['user', 'budget'])
export type PausedBy = z.infer<typeof PausedBy>

/** Read from what is stored and the clock; times are ms on the pool clock. */
export const KeyStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('limited'), until: z.number() }),
  z.object({ kind: z.literal('cooling'), until: z.number(), reason: z.string() }),
  /** Its user set it aside until then, or its budget for today is spent. */
  z.object({ kind: z.literal('paused'), until: z.number(), by: PausedBy }),
  z.object({ kind: z.literal('invalid'), since: z.number(), reason: z.string() }),
  z.object({ kind: z.literal('disabled') }),
])
export type KeyStatus = z.infer<typeof KeyStatus>

/** A lane: one limit domain (organization or workspace) × one model group. Limits live here, keys point at it. */
export const LaneView = z.object({
  /** Model group, e.g. `opus-4`; `*` where the provider has one limit for all models. */
  group: z.string(),
  windows: Windows,
  /**
   * Set while this lane alone is cooling, or a refusal closed one of its limits (ms, pool clock); the key's sibling
   * groups stay usable.
   */
  coolingUntil: z.number().nullable(),
  /** What a request here usually takes: requests, input and output, as they are reserved. Absent: not known. */
  usual: z.object({ rpm: z.number(), itpm: z.number(), otpm: z.number() }).optional(),
})
export type LaneView = z.infer<typeof LaneView>

/** A key as the tray, the window and `/status` see it. */
export const KeyView = KeyMetadata.extend({
  status: KeyStatus,
  /** Most recently used first; empty until a limit is known. */
  lanes: z.array(LaneView),
  /** Requests under way on this key. */
  inFlight: z.number().int().nonnegative(),
  /** The organization or workspace learned from response headers, shortened for display. */
  organization: z.string().nullable(),
  /** Other keys known to draw on the same limits. */
  sharedWith: z.array(KeyId),
  lastUsedAt: z.number().nullable(),
})
export type KeyView = z.infer<typeof KeyView>
