import { createHash, createHmac } from 'node:crypto'

/** What proves to AWS who asks. */
export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Comes with keys that end. */
  readonly sessionToken?: string | undefined
}

/** For whom a signature is good. */
export interface Scope {
  readonly service: string
  readonly region: string
}

/** A request as it goes over the wire. */
export interface Signable {
  readonly method: string
  /** Path and query, encoded as they will be sent. */
  readonly path: string
  /** What is covered, `host` among it; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}

/**
 * Headers that sign a request for AWS (IAM user guide, "Create a signed AWS API request"); `at`: ms since the epoch,
 * within five minutes of AWS's clock. Everything but S3, whose paths are encoded once only. `asWritten`: dots and
 * doubled slashes stay in the path, as S3 would have it.
 */
export function sign(
  request: Signable,
  keys: AwsKeys,
  scope: Scope,
  at: number,
  { asWritten = false }: { asWritten?: boolean } = {},
): Record<string, string> {
  const time = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const own: Record<string, string> = {
    'x-amz-date': time,
    ...(keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken }),
  }
  const { text, signed } = canonical({ ...request, headers: { ...request.headers, ...own } }, asWritten)
  const day = time.slice(0, 8)
  const credential = [day, scope.region, scope.service, 'aws4_request']
  const toSign = ['AWS4-HMAC-SHA256', time, credential.join('/'), sha256(text)].join('\n')
  const key = credential.reduce<string | Buffer>((with_, part) => hmac(with_, part), `AWS4${keys.secretAccessKey}`)
  const signature = hmac(key, toSign).toString('hex')
  const scoped = `${keys.accessKeyId}/${credential.join('/')}`
  return {
    ...own,
    authorization: `AWS4-HMAC-SHA256 Credential=${scoped}, SignedHeaders=${signed}, Signature=${signature}`,
  }
}

/** The one text that stands for a request however it was written, and the names of the headers in it. */
export function canonical(
  { method, path, headers, body }: Signable,
  asWritten: boolean,
): { text: string; signed: string } {
  const [before = '/', query = ''] = split(path)
  const fields = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))
  const signed = fields.map(([name]) => name).join(';')
  const text = [
    method,
    pathOf(before, asWritten),
    queryOf(query),
    ...fields.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}`),
    '',
    signed,
    sha256(body ?? ''),
  ]
  return { text: text.join('\n'), signed }
}

function split(path: string): [string, string] {
  const at = path.indexOf('?')
  return at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}

function pathOf(path: string, asWritten: boolean): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (!asWritten && (part === '' || part === '.')) continue
    if (!asWritten && part === '..') parts.pop()
    else parts.push(encoded(part))
  }
  if (asWritten) return parts.join('/') || '/'
  const open = parts.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : ''
  return `/${parts.join('/')}${open}`
}

const queryOf = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return [encoded(decoded(name)), encoded(decoded(value))] as const
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** RFC 3986: everything but letters, digits and `-._~`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
