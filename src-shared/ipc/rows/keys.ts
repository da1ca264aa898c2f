import { z } from 'zod'
import { AccountView } from '../../domain/account.ts'
import { KeyId } from '../../domain/ids.ts'
import { KeyCare, KeyMetadata } from '../../domain/key.ts'
import { ProviderType } from '../../domain/provider.ts'
import { KeyPast } from '../../domain/recent.ts'
import { KeyTest, Label, nothing, request, Secret, Target } from './row.ts'

export const keyRows = {
  /** Which provider a pasted secret belongs to, by its prefix; looks at the shape only, nothing is sent. */
  'key.recognise': request(z.object({ secret: Secret }), z.object({ type: ProviderType.nullable() })),
  /** Tests the key against the provider, then stores it; refused with the reason where the provider says no. */
  'key.add': request(
    z.object({
      provider: Target,
      label: Label,
      secret: Secret.optional(),
      /** Store it although the provider could not be reached. A refused key is never stored. */
      evenIfUnreachable: z.boolean().default(false),
    }),
    KeyMetadata,
  ),
  'key.rename': request(z.object({ id: KeyId, label: Label }), nothing),
  'key.enable': request(z.object({ id: KeyId, enabled: z.boolean() }), nothing),
  /** The new secret is tested first; the old one stays where it is refused. */
  'key.replace': request(z.object({ id: KeyId, secret: Secret }), KeyMetadata),
  /** Takes it out of the pool at once; its secret is kept until `key.restore` can no longer be asked for. */
  'key.remove': request(z.object({ id: KeyId }), z.object({ undoMs: z.number().int() })),
  'key.restore': request(z.object({ id: KeyId }), nothing),
  'key.test': request(z.object({ id: KeyId }), KeyTest),
  /** What the vendor says of the account behind it; `null`, with the reason, where it says nothing. Spends nothing. */
  'key.account': request(
    z.object({ id: KeyId }),
    z.object({ at: z.number(), account: AccountView.nullable(), reason: z.string().nullable() }),
  ),
  /** Tries a resting key again, or all of them; one that was refused stays refused. Answers with how many were resting. */
  'key.clearCooldowns': request(z.object({ id: KeyId.optional() }), z.object({ cleared: z.number().int() })),
  /** What the key has used in the last quarter of an hour. */
  'key.past': request(z.object({ id: KeyId }), KeyPast),
  /** `null` or an empty list takes away what was asked for; what is left out stays. */
  'key.care': request(
    z.object({
      id: KeyId,
      reserve: KeyCare.shape.reserve.unwrap().nullable().optional(),
      dailyUsd: KeyCare.shape.dailyUsd.unwrap().nullable().optional(),
      tags: KeyCare.shape.tags.unwrap().optional(),
      note: z.string().trim().max(500).nullable().optional(),
      expiresOn: KeyCare.shape.expiresOn.unwrap().nullable().optional(),
    }),
    nothing,
  ),
  /** For so many minutes, or until local midnight; it comes back by itself. */
  'key.pause': request(
    z.object({ id: KeyId, for: z.union([z.number().int().min(1).max(10_080), z.literal('today')]) }),
    z.object({ until: z.number() }),
  ),
  /** Ends a pause; a key that rests for its budget goes on resting. */
  'key.resume': request(z.object({ id: KeyId }), nothing),
  'key.reorder': request(z.object({ order: z.array(KeyId) }), nothing),
} as const
