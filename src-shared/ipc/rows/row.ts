import { z } from 'zod'
import { BaseUrl } from '../../config/schema.ts'
import { ProviderId } from '../../domain/ids.ts'
import { ChosenType } from '../../domain/provider.ts'

/** One row of the contract. */
export const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
export const nothing = z.void()

/** A raw key on its one way inwards. */
export const Secret = z.string().trim().min(8).max(4096)
export const Label = z.string().trim().min(1).max(60)

/** A provider that is to be: one of its kind, at the kind's own address where none is given. */
export const NewProvider = z.object({
  type: ChosenType,
  baseUrl: BaseUrl.optional(),
  /** Absent: as its kind is called, numbered where that is taken. */
  name: ProviderId.optional(),
  mapping: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** Model ids to list; absent: the kind's own. */
  models: z.array(z.string().min(1).max(200)).max(500).optional(),
})

/** The provider a key is for: one that is there, or one that its first key makes. */
export const Target = z.union([z.object({ id: ProviderId }), NewProvider])

/** What asking the provider about a key said. `cost`: whether asking spends tokens. */
export const KeyTest = z.discriminatedUnion('verdict', [
  z.object({
    verdict: z.literal('accepted'),
    organization: z.string().nullable(),
    models: z.number().int(),
    ms: z.number(),
  }),
  z.object({ verdict: z.literal('refused'), reason: z.string() }),
  z.object({ verdict: z.literal('unreachable'), reason: z.string() }),
])
export type KeyTest = z.infer<typeof KeyTest>
