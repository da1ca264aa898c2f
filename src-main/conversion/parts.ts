import { JsonEnd } from './json-end.ts'

interface Growing {
  /** What has come and was not told yet: whoever tells it empties it, so that a long answer is never copied whole. */
  untold: string
  /** Its server said that nothing more comes to it. */
  ended: boolean
}

interface Said extends Growing {
  readonly kind: 'text' | 'thinking'
  /** What vouches for a thinking; told at its end. */
  signature: string
}

interface Called extends Growing {
  readonly kind: 'tool'
  id: string
  name: string
  readonly end: JsonEnd
}

/** One block of the answer as it grows. A part is named before it is told of. */
export type Part = Said | Called

/**
 * The blocks of an answer, in order. Other formats may let several grow at once, the Messages API one block after the
 * other; so the parts stand in a row, and of each is told only when all before it are whole. They are whole `when told`,
 * or, in formats that do not tell, `by the next`: a text when another part has begun, a call when its JSON is whole.
 */
export class Parts {
  readonly all: Part[] = []
  readonly #ends: 'by the next' | 'when told'
  readonly #byKey = new Map<number, Part>()
  readonly #tools: Called[] = []
  #lastText: number | undefined

  constructor(ends: 'by the next' | 'when told') {
    this.#ends = ends
  }

  /** The key of the text that grew last. */
  get lastText(): number | undefined {
    return this.#lastText
  }

  say(kind: Said['kind'], text: string, key?: number): void {
    this.#said(kind, key).untold += text
    if (kind === 'text') this.#lastText = key
  }

  /** `key`: which of the calls this is a piece of. Id and name may come late, or again. */
  call(key: number, piece: { id: string; name: string; arguments: string }): void {
    const tool = this.#tool(key)
    tool.id ||= piece.id
    tool.name ||= piece.name
    // Space after the last brace is no part of the value, and would be sent after the block was closed.
    const text = tool.end.whole ? '' : piece.arguments
    tool.untold += text
    tool.end.push(text)
  }

  /** The thinking that this vouches for: the one of this key; else the last part, if it is one, or one without words. */
  sign(signature: string, key?: number): void {
    const last = this.all.at(-1)
    const free = key === undefined && last?.kind === 'thinking' && last.signature !== ''
    const part = free ? this.#add({ kind: 'thinking', untold: '', signature: '', ended: false }) : null
    const thought = part ?? this.#said('thinking', key)
    if (thought.kind === 'thinking') thought.signature = signature
  }

  /** Nothing more comes to the part of this key. */
  close(key: number): void {
    const part = this.#byKey.get(key)
    if (part) part.ended = true
  }

  get called(): boolean {
    return this.#tools.length > 0
  }
  /** A call whose text is no whole value. */
  get broken(): boolean {
    return this.#tools.some(({ end }) => end.broken)
  }
  /** A call whose text has become an endless row of spaces. */
  get runaway(): boolean {
    return this.#tools.some(({ end }) => end.runaway)
  }

  /** Whether nothing more can come to the part at this place. */
  isWhole(at: number): boolean {
    const part = this.all[at]
    if (!part) return false
    if (this.#ends === 'when told') return part.ended
    return at < this.all.length - 1 && (part.kind !== 'tool' || part.end.whole)
  }

  #said(kind: Said['kind'], key: number | undefined): Said {
    const known = key === undefined ? this.all.at(-1) : this.#byKey.get(key)
    if (known && known.kind !== 'tool' && (known.kind === kind || key !== undefined)) return known
    return this.#add({ kind, untold: '', signature: '', ended: false }, key)
  }

  #tool(key: number): Called {
    const known = this.#byKey.get(key)
    if (known?.kind === 'tool') return known
    const tool: Called = { kind: 'tool', id: '', name: '', untold: '', ended: false, end: new JsonEnd() }
    this.#tools.push(tool)
    return this.#add(tool, key)
  }

  #add<P extends Part>(part: P, key?: number): P {
    this.all.push(part)
    if (key !== undefined) this.#byKey.set(key, part)
    return part
  }
}
