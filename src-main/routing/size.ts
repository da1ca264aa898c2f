import type { ProviderType } from '../../src-shared/domain/provider.ts'
import { learnInput, type ModelStats, newModel } from '../pool/estimate.ts'

/** How many bytes of a body make a token, learned by kind of provider and model. */
export type Sizes = ReadonlyMap<string, ModelStats>

/** Models come from clients, so there is no end to them. */
const MOST = 500

const nameOf = (type: ProviderType, model: string): string => `${type}\n${model}`

/** All input tokens of a body, cached or not; of a model never asked before rather too many than too few. */
export function tokensOf(sizes: Sizes, type: ProviderType, model: string, bytes: number): number {
  return Math.ceil(bytes / (sizes.get(nameOf(type, model)) ?? newModel).bytesPerToken)
}

/** A body of `bytes` was booked as `total` input tokens. */
export function learnSize(sizes: Sizes, type: ProviderType, model: string, bytes: number, total: number): Sizes {
  const name = nameOf(type, model)
  const had = sizes.get(name)
  const next = had ? learnInput(had, bytes, total) : first(bytes, total)
  if (next === had || next === newModel) return sizes
  const all = new Map(sizes)
  all.delete(name)
  all.set(name, next)
  const oldest = all.size > MOST ? all.keys().next() : { done: true as const }
  if (!oldest.done) all.delete(oldest.value as string)
  return all
}

/** The first answer counts whole: a guess is worth nothing beside it. */
function first(bytes: number, total: number): ModelStats {
  const once = learnInput(newModel, bytes, total)
  return once === newModel ? newModel : learnInput({ ...newModel, bytesPerToken: bytes / total }, bytes, total)
}
