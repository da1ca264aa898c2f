import { Document, Scalar, visit } from 'yaml'

/** A text as it already stood in a file: its dollar signs are left alone. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/**
 * A value as YAML on one line, fit to stand in brackets too. `quotes`: those of the text it replaces, which are
 * kept where they can hold it.
 */
export function inline(value: unknown, quotes?: Scalar.Type): string {
  return onOneLine(written(value), quotes)
}

/** A name before a colon; there a dollar sign means nothing. */
export const nameOf = (name: string): string => onOneLine(name)

function onOneLine(value: unknown, quotes?: Scalar.Type): string {
  const isText = typeof value === 'string' && (quotes === Scalar.QUOTE_DOUBLE || quotes === Scalar.QUOTE_SINGLE)
  const scalar = new Scalar(value)
  if (quotes !== undefined) scalar.type = quotes
  const document = new Document([isText ? scalar : value])
  const flow = (_: unknown, node: { flow?: boolean }) => {
    node.flow = true
  }
  visit(document, { Collection: flow })
  // Within brackets, so that what would end an entry there is quoted.
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd().slice(1, -1).trim()
}

/**
 * A value as it stands behind `name:` in a block: on the same line, or on lines of its own, `indent` spaces in.
 */
export function behindColon(value: unknown, indent: number, eol: string): string {
  return isLeaf(written(value)) ? ` ${inline(value)}` : eol + block(value, indent, eol)
}

/** A block of lines, each `indent` spaces in, without a line break at the end. */
function block(value: unknown, indent: number, eol: string): string {
  const text = new Document(written(value)).toString({ lineWidth: 0 }).trimEnd()
  const pad = ' '.repeat(indent)
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : pad + line))
    .join(eol)
}

/** An entry of a list: `- name: x`, the rest of it aligned; the first line without its indent. */
export const entry = (value: unknown, indent: number, eol: string): string =>
  isLeaf(written(value)) ? `- ${inline(value)}` : `- ${block(value, indent + 2, eol).slice(indent + 2)}`

const isLeaf = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0

/** In a value of a config file `${` and `$$` mean something; a dollar sign said twice is a dollar sign. */
function written(value: unknown): unknown {
  if (value instanceof Raw) return value.text
  if (typeof value === 'string') return /\$[${]/.test(value) ? value.replaceAll('$', '$$$$') : value
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, written(inner)]))
}
