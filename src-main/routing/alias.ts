import { ProviderId } from '../../src-shared/domain/ids.ts'

/** One provider's model under a name of its own. */
export interface Alias {
  readonly provider: ProviderId
  readonly model: string
}

/**
 * Claude Code's model discovery keeps names that begin with `claude` or `anthropic` (from 2.1.223 on also those
 * that have it further inside), so every other model is listed under a second name as well.
 */
export const isKept = (model: string): boolean => /^(claude|anthropic)/i.test(model)

const PREFIX = 'claude-via-'

/** `claude-via-zai/glm-5.3`. */
export const aliasFor = ({ provider, model }: Alias): string => `${PREFIX}${encodeURIComponent(provider)}/${model}`

/** What an asked name stands for, whether or not there is such a provider; `null`: it is no alias. */
export function readAlias(asked: string): Alias | null {
  const [, name, model] = /^claude-via-([^/]+)\/(.+)$/.exec(asked) ?? []
  if (name === undefined || model === undefined) return null
  try {
    return { provider: ProviderId.parse(decodeURIComponent(name)), model }
  } catch {
    return null
  }
}
