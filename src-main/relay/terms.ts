import type { ProfileEntry } from '../../src-shared/config/schema.ts'
import { dollars } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { readAlias } from '../routing/alias.ts'
import { type Authored, LASTING } from './errors.ts'
import type { Holder, RelayConfig, RelayParts, UsedUp } from './parts.ts'

/** Under which terms a request is served: the config as its profile has it, and the model to look for. */
export interface Terms {
  readonly config: RelayConfig
  /** Stands in for the model asked for. `subagent`: a subagent of Claude Code asks. */
  model(asked: string, subagent: boolean): string
}

/** The terms of whoever shows this token, or why there are none. A lasting refusal is a 400, see `refuse.ts`. */
export function termsOf(holder: Holder, { config, usedUp }: Pick<RelayParts, 'config' | 'usedUp'>): Terms | Authored {
  const all = config()
  if (holder.kind === 'install') return { config: all, model: (asked) => asked }
  if (holder.access === 'paused') return { status: 503, type: 'api_error', message: words.paused, headers: LASTING }
  const name = holder.profile
  if (name === null) return { config: all, model: (asked) => asked }
  const profile = all.profiles.find((it) => it.name === name)
  // Without its profile it could go anywhere and cost anything, which is what a profile is there to prevent.
  if (!profile) return no(words.profileGone(name))
  const problem = unserved(profile, all)
  if (problem !== null) return no(problem)
  const empty = usedUp(profile)
  if (empty !== null) return no(spent(profile, empty))
  return { config: within(profile, all), model: (asked, subagent) => modelIn(profile, asked, subagent) }
}

const words = text.errors.session
const no = (message: string): Authored => ({ status: 400, type: 'invalid_request_error', message, headers: LASTING })

function unserved({ name, provider }: ProfileEntry, { upstreams }: RelayConfig): string | null {
  if (provider === null) return null
  const found = upstreams.find(({ id }) => id === provider)
  if (!found) return words.providerGone(name, provider)
  return found.enabled ? null : words.providerOff(name, provider)
}

const spent = ({ name }: ProfileEntry, { kind, limit }: UsedUp): string =>
  (kind === 'daily' ? words.dailyUsedUp : words.totalUsedUp)(name, dollars(limit / 1_000_000))

/** With a provider of its own, a profile asks nobody else, and what is chosen for all others is none of its business. */
function within({ name, provider }: ProfileEntry, config: RelayConfig): RelayConfig {
  if (provider === null) return config
  return {
    ...config,
    upstreams: config.upstreams.filter(({ id }) => id === provider),
    choice: { provider, model: null, profile: name },
  }
}

/** A name that also names a provider was picked for this very request, so it stays. */
function modelIn({ models }: ProfileEntry, asked: string, subagent: boolean): string {
  if (readAlias(asked) !== null) return asked
  const role = /opus|sonnet|haiku/i.exec(asked)?.[0].toLowerCase() as 'opus' | 'sonnet' | 'haiku' | undefined
  // A Claude model without one of the three words in its name is one for the main work.
  const own = role === undefined ? (/^claude/i.test(asked) ? models.opus : undefined) : models[role]
  return (subagent ? models.subagent : undefined) ?? own ?? asked
}
