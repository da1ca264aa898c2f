import type { LaunchOptions } from '../app.ts'

interface Mapped {
  readonly enabled: boolean
  readonly mapping: Readonly<Record<string, string>>
}

/**
 * Claude Code is told a provider's own model names only where no other provider could be asked for them:
 * the name of one is unknown to the next, and a failover would end there.
 */
export function rolesOf(providers: readonly Mapped[]): LaunchOptions['roles'] {
  const [only, ...others] = providers.filter(({ enabled }) => enabled)
  if (!only || others.length > 0) return {}
  const { opus, sonnet, haiku } = only.mapping
  return { ...(opus && { opus }), ...(sonnet && { sonnet }), ...(haiku && { haiku }) }
}
