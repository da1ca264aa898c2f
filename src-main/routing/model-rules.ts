import type { ProviderId } from '../../src-shared/domain/ids.ts'

/** What the user said about which models go where, for the strategy that goes by it. */
export interface ModelRules {
  /** The beginning of a model's name → its provider. */
  readonly byPrefix: Readonly<Record<string, ProviderId>>
  /** Who serves what no rule names. */
  readonly fallback: ProviderId | null
}

export const noModelRules: ModelRules = { byPrefix: {}, fallback: null }

/** The provider of the longest rule that the model's name begins with, capitals or not. */
export function namedBy({ byPrefix }: ModelRules, model: string): ProviderId | null {
  const name = model.toLowerCase()
  let longest = -1
  let named: ProviderId | null = null
  for (const [prefix, provider] of Object.entries(byPrefix)) {
    if (prefix.length <= longest || !name.startsWith(prefix.toLowerCase())) continue
    longest = prefix.length
    named = provider
  }
  return named
}
