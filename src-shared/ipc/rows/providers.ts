import { z } from 'zod'
import { BaseUrl } from '../../config/schema.ts'
import { ProviderId } from '../../domain/ids.ts'
import { ChosenType, ModelInfo, ProviderCheck } from '../../domain/provider.ts'
import { Speed } from '../../domain/recent.ts'
import { NewProvider, nothing, request, Secret } from './row.ts'

export const providerRows = {
  'provider.update': request(
    z.object({
      id: ProviderId,
      enabled: z.boolean().optional(),
      /** `null`: back to the type's own address. Moving it forgets which keys were accepted there. */
      baseUrl: BaseUrl.nullable().optional(),
      mapping: z.record(z.string().min(1), z.string().min(1)).optional(),
    }),
    nothing,
  ),
  /** Ends its rest and asks its server whether it can be reached, without a key. `said`: what came of it, in a sentence. */
  'provider.tryNow': request(z.object({ id: ProviderId }), z.object({ reached: z.boolean(), said: z.string() })),
  /** How it did in the last minutes. */
  'provider.speed': request(z.object({ id: ProviderId }), Speed),
  /** Without a key. */
  'provider.add': request(NewProvider, z.object({ id: ProviderId })),
  /** Its keys stay the same, and what is set to use it goes on using it. */
  'provider.rename': request(z.object({ id: ProviderId, name: z.string().trim().pipe(ProviderId) }), nothing),
  /** Asks its server, or one that is not added yet, which models it serves. Spends nothing. */
  'provider.models': request(
    z.union([
      z.object({ id: ProviderId }),
      z.object({ type: ChosenType, baseUrl: BaseUrl.optional(), secret: Secret.optional() }),
    ]),
    z.object({ models: z.array(ModelInfo) }),
  ),
  /** How fast its server answers, and whether. Spends nothing. */
  'provider.check': request(z.object({ id: ProviderId }), ProviderCheck),
  /** With its keys, whose secrets are kept until `provider.restore` can no longer be asked for. */
  'provider.remove': request(z.object({ id: ProviderId }), z.object({ undoMs: z.number().int() })),
  'provider.restore': request(z.object({ id: ProviderId }), nothing),
} as const
