import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { ProviderType } from '../../src-shared/domain/provider.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { costOf } from '../catalogue/cost.ts'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Price } from './tally.ts'

/**
 * What a request that is over cost where it was answered; `null`: not known. With a login of the client's own nothing
 * is billed by the token, so that has no price either.
 */
export function priceOf(
  { attempts, usage, login }: Pick<RequestRecord, 'attempts' | 'usage' | 'login'>,
  typeOf: (provider: ProviderId) => ProviderType | undefined,
  describe: (type: ProviderType, model: string) => ModelFacts,
): Price | null {
  const last = attempts.at(-1)
  const type = last && typeOf(last.providerId)
  if (!last || !type || usage === null || login) return null
  const { prices, asOf } = describe(type, last.model)
  const micros = costOf(prices, usage)
  return micros === null ? null : { micros, asOf }
}
