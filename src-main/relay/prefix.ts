export interface Unprefixed {
  /** What was asked for, as it would be asked without the prefix. */
  readonly url: string
  /** The client token in front of it; `null`: none. */
  readonly token: string | null
}

/**
 * `/relay/<client token>/v1/messages`: a base URL may carry the token where the client needs its headers for a
 * login of its own. From here on nothing sees the prefix, so that the token gets into no log and no message.
 */
export function unprefixed(url: string): Unprefixed {
  const [, name, rest = ''] = /^\/relay\/([^/?]+)(.*)$/s.exec(url) ?? []
  if (name === undefined) return { url, token: null }
  return { url: rest.startsWith('/') ? rest : `/${rest}`, token: decoded(name) }
}

/** The base of the addresses that begin so. */
export const prefixFor = (token: string): string => `/relay/${encodeURIComponent(token)}`

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
