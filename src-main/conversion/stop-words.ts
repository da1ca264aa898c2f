/**
 * Ends a text at the first of some words, where the server that writes it has no place for such words. The first is
 * the one that is whole first, as for a server that stops while it writes; so it is the same however the text is cut.
 */
export class StopWords {
  readonly #words: readonly string[]
  #held = ''
  #hit: string | null = null

  constructor(words: readonly string[]) {
    this.#words = words.filter((word) => word !== '')
  }

  /** The word that was met. */
  get hit(): string | null {
    return this.#hit
  }

  /** As much of the text as is certainly wanted; what might become a stop word is held back. */
  push(text: string): string {
    if (this.#words.length === 0) return text
    if (this.#hit !== null) return ''
    const all = this.#held + text
    const met = this.#words.map((word) => ({ word, at: all.indexOf(word) })).filter(({ at }) => at >= 0)
    const first = met.toSorted((a, b) => a.at + a.word.length - (b.at + b.word.length) || a.at - b.at)[0]
    if (first) {
      this.#hit = first.word
      this.#held = ''
      return all.slice(0, first.at)
    }
    this.#held = this.#beginningAtEnd(all)
    return all.slice(0, all.length - this.#held.length)
  }

  /** What was held back and no word came of; nothing more is held. */
  rest(): string {
    const rest = this.#held
    this.#held = ''
    return rest
  }

  #beginningAtEnd(text: string): string {
    const longest = Math.max(...this.#words.map(({ length }) => length)) - 1
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length)
      if (this.#words.some((word) => word.startsWith(end))) return end
    }
    return ''
  }
}
