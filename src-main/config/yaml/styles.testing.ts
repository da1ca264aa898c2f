export type Tree = { [name: string]: string | number | boolean | string[] | Tree | Tree[] }

/** What `written` puts in as comments, in order. */
export const commentsIn = (text: string): string[] => text.match(/# c\d+/g) ?? []

/**
 * A document as somebody might have written it: brackets here, lines there, quotes, comments and blank lines
 * anywhere. `next` decides, with numbers from 0 to 7.
 */
export function written(root: Tree, next: () => number): string {
  let comments = 0
  const eol = next() === 0 ? '\r\n' : '\n'
  const word = (value: unknown) =>
    typeof value === 'string' && (next() > 4 || !/^[a-z]+$/.test(value) || value === 'yes')
      ? JSON.stringify(value)
      : String(value)
  const flow = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(flow).join(next() > 3 ? ',' : ' , ')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}: ${flow(v)}`)
      .join(', ')}}`
  }
  const aside = () => (next() > 5 ? `   # c${comments++}` : '')
  const gap = (pad: string) => (next() > 5 ? `${eol}${pad}# c${comments++}${eol}` : '')
  const isFlat = (value: unknown) => typeof value !== 'object' || value === null || Object.keys(value).length === 0
  const lines = (map: object, pad: string, first: string): string =>
    Object.entries(map)
      .map(([k, v], at) => `${at === 0 ? first : gap(pad) + pad}${k}:${behind(v, pad)}`)
      .join('')
  const behind = (value: unknown, pad: string): string => {
    const space = next() > 5 ? '   ' : ' '
    if (isFlat(value)) return `${space}${typeof value === 'object' ? flow(value) : word(value)}${aside()}${eol}`
    if (next() > 5) return `${space}${flow(value)}${aside()}${eol}`
    const deeper = pad + (next() > 4 ? '    ' : '  ')
    if (!Array.isArray(value)) return `${aside()}${eol}${lines(value as object, deeper, deeper)}`
    const dash = next() > 3 ? pad : deeper
    return `${aside()}${eol}${value.map((one) => `${gap(dash)}${dash}- ${isFlat(one) ? `${flow(one)}${eol}` : lines(one, `${dash}  `, '')}`).join('')}`
  }
  const text = lines(root, '', '')
  return next() > 3 ? text : text.replace(/(\r?\n)+$/, '')
}
