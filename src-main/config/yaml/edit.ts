import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import {
  afterColon,
  columnOf,
  dashOf,
  endOf,
  endOfPair,
  isEmpty,
  lineEnd,
  lineStart,
  NotByMachine,
  nextLine,
  pairOf,
  rangeOf,
  type Step,
} from './places.ts'
import { behindColon, entry, inline, nameOf } from './render.ts'

/** One change to a document; everything it does not name keeps its bytes. Paths are those of the document as it is. */
export type Change =
  /** Whatever stands there is replaced; blocks on the way that are missing are made. */
  | { kind: 'set'; path: readonly Step[]; value: unknown }
  | { kind: 'remove'; path: readonly Step[] }
  /** Into a list, before the entry `at`; past the end: at its end. `as`: its very text, from an earlier removal. */
  | { kind: 'insert'; path: readonly Step[]; at: number; value: unknown }

/** Makes one change in the text of a YAML file. Throws `NotByMachine` where the text is not made for it. */
export function edited(source: string, change: Change): string {
  const { contents } = parseDocument(source, { keepSourceTokens: true, lineCounter: new LineCounter() })
  const text: Text = { source, eol: source.includes('\r\n') ? '\r\n' : '\n' }
  if (change.path.length === 0) throw new NotByMachine('the whole file')
  if (contents === null || isEmpty(contents)) {
    if (change.kind === 'remove') return source
    const [name, ...rest] = change.path
    const gap = source === '' || source.endsWith('\n') ? '' : text.eol
    return `${source}${gap}${nameOf(String(name))}:${behindColon(made(rest, change), 2, text.eol)}${text.eol}`
  }
  return within(text, contents, change)
}

interface Text {
  readonly source: string
  readonly eol: string
}

function within(text: Text, root: unknown, change: Change): string {
  let node = root
  const { path } = change
  for (let at = 0; at < path.length; at++) {
    const step = path[at] as Step
    const isLast = at === path.length - 1
    const rest = path.slice(at + 1)
    if (isMap(node)) {
      const found = pairOf(node, String(step))
      if (!found) return change.kind === 'remove' ? text.source : addPair(text, node, String(step), made(rest, change))
      if (change.kind === 'remove' && isLast) return removePair(text, node, found.at)
      if (change.kind === 'set' && isLast) return replaceValue(text, found.pair, change.value)
      if (isEmpty(found.pair.value)) {
        return change.kind === 'remove' ? text.source : replaceValue(text, found.pair, made(rest, change))
      }
      if (change.kind === 'insert' && isLast && isSeq(found.pair.value) && found.pair.value.items.length === 0)
        return replaceValue(text, found.pair, [change.value])
      node = found.pair.value
    } else if (isSeq(node) && typeof step === 'number') {
      if (change.kind === 'remove' && isLast) return removeItem(text, node, step)
      if (change.kind === 'set' && isLast) throw new NotByMachine('an entry of a list')
      node = node.items[step]
    } else throw new NotByMachine('neither a block nor a list')
  }
  if (change.kind === 'insert' && isSeq(node)) return insertItem(text, node, change.at, change.value)
  throw new NotByMachine('no place for it')
}

const made = (rest: readonly Step[], change: Exclude<Change, { kind: 'remove' }>): unknown =>
  nest(rest, change.kind === 'set' ? change.value : [change.value])

/** A value inside blocks of these names. */
function nest(path: readonly Step[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => {
    if (typeof step === 'number') throw new NotByMachine('an entry that is not there')
    return { [step]: inner }
  }, value)
}

const splice = ({ source }: Text, start: number, end: number, put: string): string =>
  source.slice(0, start) + put + source.slice(end)

function replaceValue(text: Text, pair: Pair, value: unknown): string {
  const { source, eol } = text
  const old = pair.value
  const colon = afterColon(pair)
  if (isEmpty(old)) return putBehind(text, pair, colon, value)
  const [start] = rangeOf(old)
  const end = endOf(old, source)
  const oneLine = !source.slice(start, end).includes('\n')
  if ((isScalar(old) && oneLine) || (isCollection(old) && old.flow))
    return splice(text, start, end, inline(value, isScalar(old) ? (old.type as Scalar.Type | undefined) : undefined))
  if (isScalar(old)) return putBehind({ source: source.slice(0, colon) + source.slice(end), eol }, pair, colon, value)
  // A value on lines of its own goes with its lines; a comment behind the colon stays.
  const behind = lineEnd(source, colon)
  const without = { source: source.slice(0, behind) + source.slice(lineEnd(source, end)), eol }
  return putBehind(without, pair, colon, value)
}

function putBehind(text: Text, pair: Pair, colon: number, value: unknown): string {
  const { source, eol } = text
  const indent = columnOf(source, rangeOf(pair.key)[0]) + 2
  const put = behindColon(value, indent, eol)
  if (!put.startsWith(eol)) return splice(text, colon, colon, put)
  const end = lineEnd(source, colon)
  return splice(text, end, end, put)
}

function addPair(text: Text, map: YAMLMap, name: string, value: unknown): string {
  const { source, eol } = text
  const [start, end] = rangeOf(map)
  const last = map.items.at(-1)
  if (map.flow) {
    const pair = `${nameOf(name)}: ${inline(value)}`
    if (!last) return splice(text, start, end, `{ ${pair} }`)
    const after = endOfPair(last, source)
    return splice(text, after, after, `, ${pair}`)
  }
  if (!last) throw new NotByMachine('an empty block')
  const indent = columnOf(source, rangeOf(map.items[0]?.key)[0])
  const at = lineEnd(source, endOfPair(last, source))
  return splice(text, at, at, `${eol}${' '.repeat(indent)}${nameOf(name)}:${behindColon(value, indent + 2, eol)}`)
}

function removePair(text: Text, map: YAMLMap, at: number): string {
  const { source } = text
  const pair = map.items[at] as Pair
  const [start] = rangeOf(pair.key)
  const end = endOfPair(pair, source)
  if (map.flow)
    return removeFlow(
      text,
      map.items.map((one) => [rangeOf(one.key)[0], endOfPair(one, source)]),
      at,
    )
  if (/^\s*$/.test(source.slice(lineStart(source, start), start).replace(/^\uFEFF/, '')))
    return splice(text, lineStart(source, start), nextLine(source, end), '')
  // The first name of a list's entry shares its line with the dash.
  const next = map.items[at + 1]
  if (!next) throw new NotByMachine('the only name of an entry')
  return splice(text, start, rangeOf(next.key)[0], '')
}

function removeItem(text: Text, seq: YAMLSeq, at: number): string {
  const { source } = text
  if (seq.items[at] === undefined) throw new NotByMachine('no such entry')
  if (seq.flow)
    return removeFlow(
      text,
      seq.items.map((one) => [rangeOf(one)[0], endOf(one, source)]),
      at,
    )
  const start = lineStart(source, dashOf(seq, at))
  if (source.slice(start, dashOf(seq, at)).includes('-')) throw new NotByMachine('a list within a list')
  return splice(text, start, nextLine(source, endOf(seq.items[at], source)), '')
}

function removeFlow(text: Text, ranges: readonly (readonly [number, number])[], at: number): string {
  const [start, end] = ranges[at] as [number, number]
  const next = ranges[at + 1]
  const before = ranges[at - 1]
  if (next) return splice(text, start, next[0], '')
  return before ? splice(text, before[1], end, '') : splice(text, start, end, '')
}

function insertItem(text: Text, seq: YAMLSeq, at: number, value: unknown): string {
  const { source, eol } = text
  const [start, end] = rangeOf(seq)
  const next = seq.items[at]
  const last = seq.items.at(-1)
  if (seq.flow) {
    if (next) return splice(text, rangeOf(next)[0], rangeOf(next)[0], `${inline(value)}, `)
    if (!last) return splice(text, start, end, `[${inline(value)}]`)
    return splice(text, endOf(last, source), endOf(last, source), `, ${inline(value)}`)
  }
  const indent = columnOf(source, dashOf(seq, 0))
  const put = `${' '.repeat(indent)}${entry(value, indent, eol)}`
  if (next) return splice(text, lineStart(source, dashOf(seq, at)), lineStart(source, dashOf(seq, at)), `${put}${eol}`)
  const after = lineEnd(source, endOf(seq, source))
  return splice(text, after, after, `${eol}${put}`)
}
