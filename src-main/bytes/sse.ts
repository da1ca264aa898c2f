/** One event of a stream, as far as anybody looked. */
export interface SseEvent {
  /** Its `event:` line, or what its data calls itself where a third party leaves that line out. */
  readonly name: string | null
  /** False where the `event:` line is missing. */
  readonly named: boolean
  /** Its `data:` lines, joined; read only when asked for. */
  data(): string
  /** Where it begins in the bytes it was found in. */
  readonly at: number
}

/**
 * Cuts a stream into whole events, however its chunks fall, and holds back the piece of one that has only
 * begun. What comes out is what went in, byte for byte. Because only whole events are passed on, a ping or
 * an error of our own can be put between them at any moment, and a broken stream leaves no half event.
 */
export class EventCutter {
  #held: Buffer[] = []
  #heldBytes = 0
  /** The line so far is empty, or only the CR of a CRLF. */
  #blank = true

  /** All events that are complete with this chunk, as they came; empty where none is. */
  push(chunk: Buffer): Buffer {
    let end = 0
    for (let from = 0; ; ) {
      const lf = chunk.indexOf(LF, from)
      if (lf < 0) {
        this.#blank = this.#blank && isBlank(chunk, from, chunk.length)
        break
      }
      if (this.#blank && isBlank(chunk, from, lf)) end = lf + 1
      this.#blank = true
      from = lf + 1
    }
    if (end === 0) {
      this.#hold(chunk)
      return NOTHING
    }
    const whole = end === chunk.length ? chunk : chunk.subarray(0, end)
    const out = this.#held.length === 0 ? whole : Buffer.concat([...this.#held, whole])
    this.#held = []
    this.#heldBytes = 0
    if (end < chunk.length) this.#hold(chunk.subarray(end))
    return out
  }

  /** Bytes of an event that has not ended. */
  get heldBytes(): number {
    return this.#heldBytes
  }

  /** What is held back at the end of a stream: nothing, or an event without its blank line. */
  takeRest(): Buffer {
    const rest = Buffer.concat(this.#held)
    this.#held = []
    this.#heldBytes = 0
    return rest
  }

  #hold(piece: Buffer): void {
    this.#held.push(piece)
    this.#heldBytes += piece.length
  }
}

const NOTHING = Buffer.alloc(0)
const LF = 0x0a
const CR = 0x0d

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  return to === from || (to === from + 1 && bytes[from] === CR)
}

/** The events in bytes that hold whole events only; comments and blank lines are none. */
export function eventsIn(whole: Buffer): SseEvent[] {
  const events: SseEvent[] = []
  let at = 0
  let name: string | null = null
  /** From, to, from, to. */
  let data: number[] = []
  for (let from = 0; from < whole.length; ) {
    const lf = whole.indexOf(LF, from)
    const next = lf < 0 ? whole.length : lf + 1
    let to = lf < 0 ? whole.length : lf
    if (to > from && whole[to - 1] === CR) to -= 1
    if (to === from) {
      if (data.length > 0 || name !== null) events.push(new Found(whole, at, name, data))
      name = null
      data = []
      at = next
    } else if (isField(whole, from, to, 'event')) {
      name = whole.toString('utf8', valueFrom(whole, from, 'event'), to)
    } else if (isField(whole, from, to, 'data')) data.push(valueFrom(whole, from, 'data'), to)
    from = next
  }
  if (data.length > 0 || name !== null) events.push(new Found(whole, at, name, data))
  return events
}

function isField(bytes: Buffer, from: number, to: number, field: 'event' | 'data'): boolean {
  if (to - from <= field.length || bytes[from + field.length] !== 0x3a) return false
  for (let i = 0; i < field.length; i++) if (bytes[from + i] !== field.charCodeAt(i)) return false
  return true
}

function valueFrom(bytes: Buffer, from: number, field: string): number {
  const after = from + field.length + 1
  return bytes[after] === 0x20 ? after + 1 : after
}

/** A class, since most events are only passed on, and a closure for each costs more than finding it. */
class Found implements SseEvent {
  readonly name: string | null
  readonly named: boolean
  readonly at: number
  readonly #bytes: Buffer
  readonly #lines: readonly number[]

  constructor(bytes: Buffer, at: number, name: string | null, lines: readonly number[]) {
    this.#bytes = bytes
    this.#lines = lines
    this.at = at
    this.named = name !== null
    this.name = name ?? typeIn(this.data())
  }

  data(): string {
    const lines: string[] = []
    for (let i = 0; i < this.#lines.length; i += 2)
      lines.push(this.#bytes.toString('utf8', this.#lines[i], this.#lines[i + 1]))
    return lines.join('\n')
  }
}

function typeIn(data: string): string | null {
  const type = field(parsed(data), 'type')
  return typeof type === 'string' ? type : null
}

/** The same bytes with an `event:` line before each event that lacks one; the very same buffer where none does. */
export function withNames(whole: Buffer, events: readonly SseEvent[]): Buffer {
  if (events.every((it) => it.named || it.name === null)) return whole
  const bare = events.filter((it) => !it.named && it.name !== null)
  const parts: Buffer[] = []
  let from = 0
  for (const it of bare) {
    parts.push(whole.subarray(from, it.at), Buffer.from(`event: ${it.name}\n`))
    from = it.at
  }
  parts.push(whole.subarray(from))
  return Buffer.concat(parts)
}

/** An event's data as a value; `null` where it is no JSON. */
export function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

/** A member of whatever this is; `undefined` where it is no object or has none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
