import {
  type CST,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

/** This file is written in a way that a splice cannot follow: anchors, merged blocks, keys that are blocks. */
export class NotByMachine extends Error {}

export type Step = string | number

/** The pair of a map with this name, and where it stands. */
export function pairOf(map: YAMLMap, name: string): { pair: Pair; at: number } | null {
  const at = map.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === name)
  const pair = map.items[at]
  return pair ? { pair, at } : null
}

/** `key:` with nothing behind it. */
export const isEmpty = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1])

/** The offset after a pair's colon. */
export function afterColon(pair: Pair): number {
  const colon = (pair.srcToken as CST.CollectionItem | undefined)?.sep?.find(({ type }) => type === 'map-value-ind')
  if (!colon) throw new NotByMachine('no colon')
  return colon.offset + 1
}

/** The offset of the dash of a list's entry. */
export function dashOf(seq: YAMLSeq, at: number): number {
  const items = (seq.srcToken as CST.BlockSequence | undefined)?.items
  const dash = items?.[at]?.start.find(({ type }) => type === 'seq-item-ind')
  if (!dash) throw new NotByMachine('no dash')
  return dash.offset
}

/** Where the last thing said by a node ends: without the comments, blank lines and line breaks that follow it. */
export function endOf(node: unknown, source: string): number {
  if (isCollection(node) && node.flow !== true) {
    if (isSeq(node)) {
      const last = node.items.length - 1
      return isEmpty(node.items[last]) ? dashOf(node, last) + 1 : endOf(node.items[last], source)
    }
    if (isMap(node)) return endOfPair(node.items.at(-1) as Pair, source)
  }
  const end = rangeOf(node)[1]
  const isText = isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL)
  return isText ? end - (/\r?\n$/.exec(source.slice(0, end))?.[0].length ?? 0) : end
}

export const endOfPair = (pair: Pair, source: string): number =>
  isEmpty(pair.value) ? afterColon(pair) : endOf(pair.value, source)

/** Start and end of what a node says. */
export function rangeOf(node: unknown): [number, number] {
  const range = (node as Node | null)?.range
  if (!range || isAlias(node)) throw new NotByMachine('an alias')
  return [range[0], range[1]]
}

export const lineStart = (source: string, at: number): number => source.lastIndexOf('\n', at - 1) + 1

/** Before the line break, or the end of the file. */
export function lineEnd(source: string, at: number): number {
  const feed = source.indexOf('\n', at)
  if (feed < 0) return source.length
  return source[feed - 1] === '\r' ? feed - 1 : feed
}

/** After the line break, or the end of the file. */
export function nextLine(source: string, at: number): number {
  const feed = source.indexOf('\n', at)
  return feed < 0 ? source.length : feed + 1
}

/** How far in something begins; only what is left of it may be spaces and dashes. */
export function columnOf(source: string, at: number): number {
  const start = lineStart(source, at)
  if (!/^[ -]*$/.test(source.slice(start, at).replace(/^\uFEFF/, '')))
    throw new NotByMachine('not at the start of a line')
  return at - start - (source[start] === '\uFEFF' ? 1 : 0)
}
