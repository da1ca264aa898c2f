import { JsonEnd } from './json-end.ts'

interface Said {
  readonly kind: 'text' | 'thinking'
  /** What has come and was not told yet: whoever tells it empties it, so that a long answer is never copied whole. */
  untold: string
}

interface Called {
  readonly kind: 'tool'
  id: string
  name: string
  untold: string
  readonly end: JsonEnd
}

/** One block of the answer as it grows. A part is named before it is told of. */
export type Part = Said | Called

/**
 * The blocks of an answer, in order. Chat Completions may let several tool calls grow at once, the Messages API one
 * block after the other; so the parts stand in a row, and of each is told only when all before it are whole.
 */
export class Parts {
  readonly all: Part[] = []
  readonly #tools = new Map<number, Called>()

  say(kind: Said['kind'], text: string): void {
    const last = this.all.at(-1)
    if (last?.kind === kind) last.untold += text
    else this.all.push({ kind, untold: text })
  }

  /** `index`: which of the calls this is a piece of. Id and name may come late, or again. */
  call(index: number, piece: { id: string; name: string; arguments: string }): void {
    let tool = this.#tools.get(index)
    if (!tool) {
      tool = { kind: 'tool', id: '', name: '', untold: '', end: new JsonEnd() }
      this.#tools.set(index, tool)
      this.all.push(tool)
    }
    tool.id ||= piece.id
    tool.name ||= piece.name
    // Space after the last brace is no part of the value, and would be sent after the block was closed.
    const text = tool.end.whole ? '' : piece.arguments
    tool.untold += text
    tool.end.push(text)
  }

  get called(): boolean {
    return this.#tools.size > 0
  }
  /** A call whose text has become an endless row of spaces. */
  get runaway(): boolean {
    return [...this.#tools.values()].some(({ end }) => end.runaway)
  }

  /** Whether nothing more can come to the part at this place. */
  isWhole(at: number): boolean {
    const part = this.all[at]
    if (!part || at === this.all.length - 1) return false
    return part.kind !== 'tool' || part.end.whole
  }
}
