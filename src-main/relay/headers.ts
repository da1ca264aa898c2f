import type { IncomingHttpHeaders } from 'node:http'

export type HeaderMap = Record<string, string | string[]>

/** RFC 9110, 7.6.1: these belong to one connection and are never passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * What a client may tell an upstream. Anthropic's names are an open list; everything else, above all
 * credentials, cookies and `x-forwarded-*`, stays here.
 */
const toldUpstream = /^(anthropic-.+|x-claude-code-.+|x-stainless-.+|x-app|user-agent|content-type|accept)$/

/** Request headers as they go on, without a credential; the provider puts its own in afterwards. */
export function toUpstream(headers: IncomingHttpHeaders): HeaderMap {
  const out = filtered(headers, isTold)
  // Usage and errors are read as the bytes pass, and a compressed stream comes in clumps.
  out['accept-encoding'] = 'identity'
  return out
}

/** Things of the provider's own that a client has no use for, or that name the account behind a key. */
const keptHere =
  /^(set-cookie|openai-.+|alt-svc|server-timing|server|via|strict-transport-security|content-security-policy|report-to|nel|access-control-.+|x-cc-relay-.+|cf-.+|anthropic-(organization|workspace)-id|anthropic-ratelimit-unified-.+|content-length|content-encoding|x-request-id)$/

/** Response headers as they come back; length and framing are set anew. */
export const toClient = (headers: HeaderMap): HeaderMap => filtered(headers, isPassedBack)

const isTold = (name: string): boolean => !hopByHop.has(name) && toldUpstream.test(name)
const isPassedBack = (name: string): boolean => usual.has(name) || (!hopByHop.has(name) && !keptHere.test(name))

/** What nearly every answer carries of that; all others are looked at one by one. */
const usual = new Set(
  ['content-type', 'cache-control', 'date', 'request-id', 'anthropic-version', 'retry-after'].concat(
    ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((of) =>
      ['limit', 'remaining', 'reset'].map((what) => `anthropic-ratelimit-${of}-${what}`),
    ),
  ),
)

function filtered(headers: IncomingHttpHeaders | HeaderMap, keep: (name: string) => boolean): HeaderMap {
  const named = namedBy(headers.connection)
  const out: HeaderMap = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined && keep(name) && !named?.has(name)) out[name] = value
  }
  return out
}

/** What belongs to this one connection, because its sender says so; `null` for the two words nearly all send. */
function namedBy(connection: string | string[] | undefined): ReadonlySet<string> | null {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return null
  return new Set([connection].flat().flatMap((value) => value.split(',').map((name) => name.trim().toLowerCase())))
}
