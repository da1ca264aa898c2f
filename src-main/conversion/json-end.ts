/** A model that writes nothing but space has lost its way, and would go on until its last token. */
const RUNAWAY = 1_000

/** Follows the text of one JSON value as it grows: is it whole already? */
export class JsonEnd {
  #depth = 0
  #inString = false
  #escaped = false
  #begun = false
  #space = 0

  push(text: string): void {
    for (const char of text) this.#step(char)
  }

  /** One object or array has been opened and closed. */
  get whole(): boolean {
    return this.#begun && this.#depth === 0 && !this.#inString
  }
  /** It was begun and not ended. */
  get broken(): boolean {
    return this.#begun && !this.whole
  }
  get runaway(): boolean {
    return this.#space >= RUNAWAY
  }

  #step(char: string): void {
    this.#space = char === ' ' || char === '\n' || char === '\t' || char === '\r' ? this.#space + 1 : 0
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false
      else if (char === '\\') this.#escaped = true
      else if (char === '"') this.#inString = false
    } else if (char === '"') this.#inString = true
    else if (char === '{' || char === '[') {
      this.#depth += 1
      this.#begun = true
    } else if (char === '}' || char === ']') this.#depth -= 1
  }
}
