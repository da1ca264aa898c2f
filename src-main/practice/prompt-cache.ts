import type { Prompt } from './prompt.ts'

/** Anthropic, "Prompt caching": five minutes from the last use. */
const LIFE_MS = 5 * 60_000

/** Input tokens as a provider bills them. */
export interface InputUsage {
  /** After the last cache marker. */
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

/** A provider's prompt cache for one organization: the longest prefix seen before counts as read. */
export class PromptCache {
  /** Model and prefix → last use, ms. */
  readonly #used = new Map<string, number>()

  /** What this prompt would cost at `now`; changes nothing. */
  look(prompt: Prompt, now: number): InputUsage {
    const upTo = prompt.pieces.findLastIndex((it) => it.marked)
    const known = prompt.pieces.findLastIndex((it, i) => i <= upTo && this.#alive(prompt.model, it.prefix, now))
    const sum = (from: number, to: number) => prompt.pieces.slice(from, to).reduce((all, it) => all + it.tokens, 0)
    return {
      cacheRead: sum(0, known + 1),
      cacheWrite: sum(known + 1, upTo + 1),
      input: sum(upTo + 1, prompt.pieces.length),
    }
  }

  /** Remembers every marked prefix, and refreshes the one that was read. */
  keep(prompt: Prompt, now: number): void {
    for (const [id, at] of this.#used) if (now - at > LIFE_MS) this.#used.delete(id)
    for (const piece of prompt.pieces) {
      const id = `${prompt.model} ${piece.prefix}`
      if (piece.marked || this.#used.has(id)) this.#used.set(id, now)
    }
  }

  #alive(model: string, prefix: string, now: number): boolean {
    const at = this.#used.get(`${model} ${prefix}`)
    return at !== undefined && now - at <= LIFE_MS
  }
}
