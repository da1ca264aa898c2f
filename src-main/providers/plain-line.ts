const LONGEST = 300

/** Shapes of secrets: `sk-…`, bearer values, `id.secret` pairs and long runs of letters and digits. */
const SECRETS = /\b(?:sk|sess|key)-[\w-]{6,}|\bBearer\s+\S+|\b[0-9a-f]{32}\.\w+|[A-Za-z0-9_-]{32,}/gi

/**
 * Foreign text as one short line that may be shown and logged: control characters and line breaks gone, what
 * looks like a secret masked, 300 characters at most.
 */
export function plainLine(text: string): string {
  const line = text
    .slice(0, LONGEST * 20)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(SECRETS, '«…»')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
