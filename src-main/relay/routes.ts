/** Everything that can be asked for. `open`: without the client token. */
export type Route =
  | { name: 'messages' | 'count_tokens' | 'models' | 'providers' | 'status'; open: false }
  | { name: 'model' | 'request'; id: string; open: false }
  | { name: 'hello' | 'health'; open: true }

export type Matched = { kind: 'route'; route: Route } | { kind: 'missing' } | { kind: 'method'; allow: string }

/** A closed table: a path that is not in it does not exist. */
const table: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/v1/messages': { POST: { name: 'messages', open: false } },
  '/v1/messages/count_tokens': { POST: { name: 'count_tokens', open: false } },
  '/v1/models': { GET: { name: 'models', open: false } },
  '/v1/providers': { GET: { name: 'providers', open: false } },
  '/': { HEAD: { name: 'hello', open: true } },
  '/api/hello': { HEAD: { name: 'hello', open: true } },
  '/health': { GET: { name: 'health', open: true } },
  '/status': { GET: { name: 'status', open: false } },
}

/** What there is to ask for, as a client would ask for it. */
export const everyRoute = (): readonly { method: string; path: string; open: boolean }[] => [
  ...Object.entries(table).flatMap(([path, row]) =>
    Object.entries(row).map(([method, { open }]) => ({ method, path, open })),
  ),
  ...Object.keys(ONE_OF).map((start) => ({ method: 'GET', path: `${start}one`, open: false })),
]

/** `url` without a prefix; its query plays no part. */
export function match(method: string, url: string): Matched {
  const path = pathOf(url)
  const row = Object.hasOwn(table, path) ? table[path] : rowOfOne(path)
  if (!row) return { kind: 'missing' }
  const route = row[method] ?? (method === 'HEAD' ? row.GET : undefined)
  return route ? { kind: 'route', route } : { kind: 'method', allow: Object.keys(row).join(', ') }
}

export const pathOf = (url: string): string => url.split('?', 1)[0] ?? url

/** Things that are asked for by what follows. */
const ONE_OF = { '/v1/models/': 'model', '/requests/': 'request' } as const

function rowOfOne(path: string): Readonly<Record<string, Route>> | undefined {
  for (const [start, name] of Object.entries(ONE_OF)) {
    if (!path.startsWith(start) || path.length === start.length) continue
    const id = decoded(path.slice(start.length))
    return id === null ? undefined : { GET: { name, id, open: false } }
  }
  return undefined
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
