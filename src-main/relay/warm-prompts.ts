import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import type { Candidate } from '../routing/way.ts'
import type { Upstream } from './parts.ts'

/** Anthropic, "Prompt caching": five minutes from the last use; others keep prompts at least as long. */
const LIFE_MS = 5 * 60_000
/** A session has a few: one for each model and provider it was answered by. */
const MOST = 4_000

type Where = Pick<Candidate<Upstream>, 'model'> & { readonly way: Pick<Upstream, 'id'> }

/** Where the beginnings of sessions lie in a provider's prompt cache, and how much of each. */
export class WarmPrompts {
  readonly #all = new Map<string, { tokens: number; at: number }>()

  /** An answer stated what it read from the cache and what it wrote there. */
  told(sessionId: string | null, where: Where, usage: TokenUsage, now: number): void {
    if (sessionId === null) return
    const name = nameOf(sessionId, where)
    this.#all.delete(name)
    this.#all.set(name, { tokens: usage.cacheRead + usage.cacheWrite, at: now })
    const oldest = this.#all.size > MOST ? this.#all.keys().next() : { done: true as const }
    if (!oldest.done) this.#all.delete(oldest.value as string)
  }

  /** Tokens that would probably be read from the cache there. */
  tokens(sessionId: string | null, where: Where, now: number): number {
    const had = sessionId === null ? undefined : this.#all.get(nameOf(sessionId, where))
    return had && now - had.at < LIFE_MS ? had.tokens : 0
  }
}

const nameOf = (sessionId: string, { way, model }: Where): string => `${sessionId}\n${way.id}\n${model}`
