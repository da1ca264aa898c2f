const QUOTES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '[': ']' }
const CONSTRAINT = /^(PRIMARY|UNIQUE|CHECK|FOREIGN|CONSTRAINT)\b/i

/** The names of a table's columns, out of the statement that made it. */
export function columnsOf(sql: string): string[] {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
  return partsOf(body)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !CONSTRAINT.test(part))
    .map(nameOf)
}

/** Cut at the commas that stand in no brackets, quotes or comments. */
function partsOf(body: string): string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (let at = 0; at < body.length; at++) {
    const char = body.charAt(at)
    const close = QUOTES[char]
    if (body.startsWith('--', at)) {
      const end = body.indexOf('\n', at)
      at = end < 0 ? body.length : end
      part += ' '
    } else if (close !== undefined) {
      const end = body.indexOf(close, at + 1)
      const until = end < 0 ? body.length - 1 : end
      part += body.slice(at, until + 1)
      at = until
    } else if (char === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else {
      depth += char === '(' ? 1 : char === ')' ? -1 : 0
      part += char
    }
  }
  return [...parts, part]
}

function nameOf(part: string): string {
  const close = QUOTES[part.charAt(0)]
  return close === undefined ? (/^[^\s(]+/.exec(part)?.[0] ?? '') : part.slice(1, part.indexOf(close, 1))
}
