import { text } from '../../src-shared/text/text.ts'
import { type Authored, LASTING } from './errors.ts'
import type { Holder } from './parts.ts'
import { unprefixed } from './prefix.ts'
import { match, pathOf, type Route } from './routes.ts'

/** A request as it stands at the door: nothing of its body has been read. */
export interface Knock {
  readonly method: string
  readonly url: string
  /** Address of the other end of the socket; never taken from a header. */
  readonly peer: string | undefined
  /** Name, value, name, value, as they came. */
  readonly rawHeaders: readonly string[]
}

export type Gate =
  /**
   * `url`: path and query without the prefix that may hold the client token. `login`: the client brought a Claude
   * login of its own, and our token beside it. `holder`: whose token it is; what is open to anybody is asked for by anybody.
   */
  { ok: true; route: Route; url: string; login: boolean; holder: Holder } | { ok: false; refusal: Authored }

export const MOST_HEADERS = 100

/**
 * Lets in programs of this computer that were given the client token, and no web page: browsers send
 * `Origin`, `Referer` or `Sec-Fetch-Site` on some requests and none of them on others (a page that rebound
 * its name to 127.0.0.1 sends only a foreign `Host`), so each is refused for itself.
 *
 * @param hosts the values of `Host` this listener is reached by, lower case.
 */
export function gate(knock: Knock, hosts: ReadonlySet<string>, holderOf: (token: string) => Holder | null): Gate {
  const no = (status: number, type: Authored['type'], message: string, headers?: Authored['headers']): Gate => ({
    ok: false,
    refusal: { status, type, message, ...(headers && { headers }) },
  })
  const header = headersOf(knock.rawHeaders)

  if (!isLoopback(knock.peer)) return no(403, 'permission_error', words.peer)
  if (knock.rawHeaders.length / 2 > MOST_HEADERS)
    return no(431, 'invalid_request_error', words.headers(MOST_HEADERS), { connection: 'close' })
  // RFC 9113, 8.3.1: in HTTP/2 `:authority` takes the place of Host; where both are sent they say the same.
  const authority = header(':authority')
  const host = authority.length > 0 ? [...new Set([...authority, ...header('host')])] : header('host')
  if (host.length !== 1) return no(400, 'invalid_request_error', words.host)
  if (!hosts.has(host[0]?.toLowerCase() ?? '')) return no(403, 'permission_error', words.host)
  const { url, token } = unprefixed(knock.url)
  if (!url.startsWith('/') || url.startsWith('//')) return no(400, 'invalid_request_error', words.url)
  if (BROWSER.some((name) => header(name).length > 0)) return no(403, 'permission_error', words.browser)

  const matched = match(knock.method, url)
  const path = shown(pathOf(url))
  if (matched.kind === 'missing') return no(404, 'not_found_error', words.missing(path))
  if (matched.kind === 'method')
    return no(405, 'invalid_request_error', words.method(knock.method, path), { allow: matched.allow })

  const { route } = matched
  if (route.open) return { ok: true, route, url, login: false, holder: { kind: 'install' } }
  const bearers = header('authorization').flatMap((value) => /^Bearer +(\S+) *$/i.exec(value)?.[1] ?? [])
  // Claude Code may send the user's own key in one header beside our token in the other, so one that is valid suffices.
  const aside = [token ?? [], header(TOKEN_HEADER)].flat()
  const inPlace = [...bearers, ...header('x-api-key').filter((value) => value !== '')]
  const beside = firstOf(aside, holderOf)
  const holder = beside ?? firstOf(inPlace, holderOf)
  // Its user ended it here, and reads why: Claude Code makes "Please run /login" of any 401.
  if (holder?.kind === 'launch' && holder.access === 'ended')
    return no(400, 'invalid_request_error', words.sessionEnded, LASTING)
  if (holder !== null) {
    const login = beside !== null && bearers.length === 1 && bearers.every(isLogin)
    return { ok: true, route, url, login, holder }
  }
  const none = aside.length === 0 && inPlace.length === 0
  return no(401, 'authentication_error', none ? words.noToken : words.token, LASTING)
}

function firstOf(tokens: readonly string[], holderOf: (token: string) => Holder | null): Holder | null {
  for (const token of tokens) {
    const holder = holderOf(token)
    if (holder !== null) return holder
  }
  return null
}

/** For ANTHROPIC_CUSTOM_HEADERS; it goes no further than this. */
const TOKEN_HEADER = 'x-cc-relay-token'

/** What Claude Code sends once somebody has signed in to it. */
const isLogin = (bearer: string): boolean => bearer.startsWith('sk-ant-oat')

const words = text.errors.gate
const BROWSER = ['origin', 'referer', 'sec-fetch-site']

/** A path that is none of ours may hold a token in the wrong place. */
const shown = (path: string): string => (/^\/(v1|api)\//.test(path) ? path.slice(0, 200) : words.elsewhere)

function headersOf(raw: readonly string[]): (name: string) => string[] {
  return (name) => {
    const found: string[] = []
    for (let i = 0; i + 1 < raw.length; i += 2) if (raw[i]?.toLowerCase() === name) found.push(raw[i + 1] ?? '')
    return found
  }
}

function isLoopback(peer: string | undefined): boolean {
  if (peer === undefined) return false
  return peer === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(peer)
}
