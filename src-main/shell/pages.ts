import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { HOST } from './origin.ts'

/** Kinds of file a window may ask for. What is not here is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

/**
 * Request path → file, for every file of the folder at this moment. Nothing else can be asked for.
 * (Walked by hand: inside an asar archive a recursive `readdir` is not to be relied on.)
 */
export function filesIn(folder: string, path = ''): ReadonlyMap<string, string> {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const [file, at] = [join(folder, entry.name), `${path}/${entry.name}`]
    if (entry.isDirectory()) return [...filesIn(file, at)]
    return extname(entry.name) in TYPES ? [[at, file]] : []
  })
  return new Map(found)
}

/** Answers `app://` requests out of that table: a name that is not in it, in this very spelling, is not there. */
export function servePages(files: ReadonlyMap<string, string>): (request: Request) => Promise<Response> {
  return async (request) => {
    const { host, pathname } = new URL(request.url)
    const file = host === HOST ? files.get(pathname) : undefined
    if (request.method !== 'GET' || file === undefined) return new Response(null, { status: 404, headers: HEADERS })
    const type = TYPES[extname(file)] ?? ''
    return new Response(new Uint8Array(await readFile(file)), { headers: { ...HEADERS, 'content-type': type } })
  }
}
