/**
 * Finds the parts of a JSON document as byte ranges, without building it. A request body is changed by
 * splicing such ranges, so that every other byte stays as the client wrote it: prompt caches, signatures
 * and large numbers survive, and a 30 MB body costs one scan instead of a parse and a print.
 */

/** A half-open byte range: `start` is the first byte, `end` the one after the last. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Where one member of an object lies. `keyStart` is the opening quote of its name. */
export interface Member {
  readonly keyStart: number
  readonly valueStart: number
  readonly valueEnd: number
}

/** In document order, by decoded name. */
export type Members = ReadonlyMap<string, Member>

/** Replaces the bytes of a range; the empty text removes them. */
export interface Edit extends Range {
  readonly text: string | Buffer
}

/**
 * The members of the document's top-level object. `null` where it is no object, is cut off or malformed at
 * this level, or names a member twice (which of the two counts would be the reader's choice). What is nested
 * is stepped over, not checked; `words` are noted on the way.
 */
export function members(body: Buffer, words: Words | null = null): Members | null {
  const start = skipSpace(body, 0)
  const found = walkObject(body, start, words)
  return found && skipSpace(body, found.end) === body.length ? found.members : null
}

/** Strings that somebody will look for, noted where they stand inside the members while a document is walked. */
export class Words {
  readonly #at: ReadonlyMap<string, number[]>
  readonly #lengths: ReadonlySet<number>

  /** Plain ASCII, as they stand in the document: an escape in one hides it. */
  constructor(sought: readonly string[]) {
    this.#at = new Map(sought.map((word) => [word, []]))
    this.#lengths = new Set(sought.map((word) => word.length))
  }

  /** Where their opening quotes are, in order. */
  of(word: string): readonly number[] {
    return this.#at.get(word) ?? []
  }

  isIn(word: string, { start, end }: Range): boolean {
    return this.of(word).some((at) => at >= start && at < end)
  }

  /** A string from its opening quote up to the byte after its closing one. */
  note(body: Buffer, start: number, end: number): void {
    if (this.#lengths.has(end - start - 2)) this.#at.get(body.toString('latin1', start + 1, end - 1))?.push(start)
  }
}

/** The members of the object that begins at byte `at`; `null` as above. */
export function membersAt(body: Buffer, at: number): Members | null {
  return walkObject(body, at)?.members ?? null
}

/** The elements of the array that begins at byte `at`; `null` where there is none or it is malformed. */
export function elementsAt(body: Buffer, at: number): Range[] | null {
  if (body[at] !== OPEN_ARRAY) return null
  const found: Range[] = []
  let i = skipSpace(body, at + 1)
  if (body[i] === CLOSE_ARRAY) return found
  for (;;) {
    const end = valueEnd(body, i)
    if (end < 0) return null
    found.push({ start: i, end })
    i = skipSpace(body, end)
    if (body[i] === CLOSE_ARRAY) return found
    if (body[i] !== COMMA) return null
    i = skipSpace(body, i + 1)
  }
}

/** The decoded string value of a top-level member; `null` where there is none or it is no string. */
export function topString(body: Buffer, name: string): string | null {
  const member = members(body)?.get(name)
  return member ? stringAt(body, member.valueStart, member.valueEnd) : null
}

/** The JSON string in this range, decoded; `null` where it is none. */
export function stringAt(body: Buffer, start: number, end: number): string | null {
  if (body[start] !== QUOTE) return null
  const raw = body.toString('utf8', start + 1, end - 1)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return null
  }
}

/** Edits that take these members out, each with the comma that belonged to it. */
export function without(found: Members, names: ReadonlySet<string>): Edit[] {
  const all = [...found]
  const edits: Edit[] = []
  const gone = (i: number) => names.has(all[i]?.[0] ?? '')
  let kept = all.length
  while (kept > 0 && gone(kept - 1)) kept -= 1
  for (let i = 0; i < kept; i += 1) {
    const here = all[i]?.[1]
    const next = all[i + 1]?.[1]
    if (here && next && gone(i)) edits.push({ start: here.keyStart, end: next.keyStart, text: '' })
  }
  const last = all.at(-1)?.[1]
  if (last && kept < all.length) {
    const before = all[kept - 1]?.[1]
    edits.push({ start: before ? before.valueEnd : (all[0]?.[1].keyStart ?? 0), end: last.valueEnd, text: '' })
  }
  return edits
}

/** The same for elements of one array, given all of them in order: each goes with the comma that belonged to it. */
export function withoutElements(all: readonly Range[], gone: ReadonlySet<Range>): Edit[] {
  const named = new Map<string, Member>()
  const names = new Set<string>()
  all.forEach((it, i) => {
    named.set(String(i), { keyStart: it.start, valueStart: it.start, valueEnd: it.end })
    if (gone.has(it)) names.add(String(i))
  })
  return names.size === 0 ? [] : without(named, names)
}

/** A new body with the edits made. Ranges refer to the old body and must not overlap. */
export function splice(body: Buffer, edits: readonly Edit[]): Buffer {
  if (edits.length === 0) return body
  const parts: Buffer[] = []
  let at = 0
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < at || edit.end < edit.start || edit.end > body.length)
      throw new RangeError('edits overlap or lie outside')
    parts.push(body.subarray(at, edit.start), typeof edit.text === 'string' ? Buffer.from(edit.text) : edit.text)
    at = edit.end
  }
  parts.push(body.subarray(at))
  return Buffer.concat(parts)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d

function walkObject(body: Buffer, at: number, words: Words | null = null): { members: Members; end: number } | null {
  if (body[at] !== OPEN_OBJECT) return null
  const found = new Map<string, Member>()
  let i = skipSpace(body, at + 1)
  if (body[i] === CLOSE_OBJECT) return { members: found, end: i + 1 }
  for (;;) {
    const keyEnd = body[i] === QUOTE ? stringEnd(body, i) : -1
    if (keyEnd < 0) return null
    const name = stringAt(body, i, keyEnd)
    if (name === null || found.has(name)) return null
    const colon = skipSpace(body, keyEnd)
    if (body[colon] !== COLON) return null
    const valueStart = skipSpace(body, colon + 1)
    const end = valueEnd(body, valueStart, words)
    if (end < 0) return null
    found.set(name, { keyStart: i, valueStart, valueEnd: end })
    i = skipSpace(body, end)
    if (body[i] === CLOSE_OBJECT) return { members: found, end: i + 1 }
    if (body[i] !== COMMA) return null
    i = skipSpace(body, i + 1)
  }
}

function skipSpace(body: Buffer, from: number): number {
  let i = from
  for (; i < body.length; i += 1) {
    const byte = body[i]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
  }
  return i
}

/** The byte after the value that begins at `at`, or -1. */
function valueEnd(body: Buffer, at: number, words: Words | null = null): number {
  const first = body[at]
  if (first === QUOTE) return stringEnd(body, at)
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return nestedEnd(body, at, words)
  let i = at
  while (i < body.length && isPlain(body[i] as number)) i += 1
  return i > at ? i : -1
}

/** Bytes that numbers, true, false and null are made of. */
const isPlain = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x45 ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e

function nestedEnd(body: Buffer, at: number, words: Words | null): number {
  let depth = 0
  for (let i = at; i < body.length; i += 1) {
    const byte = body[i]
    if (byte === QUOTE) {
      const end = stringEnd(body, i)
      if (end < 0) return -1
      words?.note(body, i, end)
      i = end - 1
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1
      if (depth === 0) return i + 1
    }
  }
  return -1
}

/** The byte after the closing quote of the string whose opening quote is at `at`, or -1. */
function stringEnd(body: Buffer, at: number): number {
  let from = at + 1
  for (;;) {
    const quote = body.indexOf(QUOTE, from)
    if (quote < 0) return -1
    let slashes = 0
    while (body[quote - 1 - slashes] === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return quote + 1
    from = quote + 1
  }
}
