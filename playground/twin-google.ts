import { generateKeyPairSync, verify } from 'node:crypto'
import type { Plan } from '../src-main/practice/plan.ts'
import { type Asked, serve } from '../src-main/practice/server.ts'
import { hex, said } from './plain.ts'
import { TokenDesk } from './token-desk.ts'

/** Google, "Using OAuth 2.0 for server to server applications": a token lives for an hour at most. */
const HOUR = 3600
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export interface GoogleTwin {
  readonly origin: string
  readonly desk: TokenDesk
  /** How long its tokens live, in seconds. */
  lifeSeconds: number
  /** What it answers next in place of a token. */
  refuseNext(status: number, body: object | string): void
  /** The file that the console hands out for a new key of a service account; `forged`: its key is another's. */
  serviceAccount(name: string, forged?: boolean): string
  /** The file that `gcloud auth application-default login` writes. */
  login(name: string): string
  /** Whether somebody's key or login is good no more. */
  forget(credential: string): void
  stop(): Promise<void>
}

interface Known {
  readonly kind: 'service_account' | 'authorized_user'
  readonly text: string
}

/** Google's token endpoint and, at the same address, the metadata server of a machine that runs there. */
export async function startGoogle(now: () => number = Date.now, port = 0): Promise<GoogleTwin> {
  const desk = new TokenDesk(now)
  const known = new Map<string, Known>()
  const refusals: Plan[] = []
  const answer = (asked: Asked): Plan => {
    if (asked.path.startsWith('/computeMetadata/')) return metadata(asked, it)
    if (asked.method !== 'POST' || asked.path !== '/token') return said({ status: 404, body: 'Not Found' })
    return refusals.shift() ?? token(asked, it, known, now)
  }
  const served = await serve(answer, () => said({ status: 413, body: '' }), port)
  const it: GoogleTwin = {
    origin: served.origin,
    desk,
    lifeSeconds: HOUR - 1,
    refuseNext: (status, body) => void refusals.push(said({ status, body })),
    serviceAccount(name, forged = false) {
      const email = `${name}@contract-project.iam.gserviceaccount.com`
      const text = JSON.stringify({
        type: 'service_account',
        project_id: 'contract-project',
        private_key_id: hex(20),
        private_key: forged ? newPair().privateKey : pair().privateKey,
        client_email: email,
        client_id: '100000000000000000001',
        token_uri: `${served.origin}/token`,
      })
      if (!forged) known.set(email, { kind: 'service_account', text })
      return text
    },
    login(name) {
      const refresh_token = `1//${hex(24)}`
      const text = JSON.stringify({
        type: 'authorized_user',
        account: name,
        client_id: '764086051850-contract.apps.googleusercontent.com',
        client_secret: 'd-contract-secret',
        refresh_token,
        quota_project_id: 'contract-project',
        token_uri: `${served.origin}/token`,
      })
      known.set(refresh_token, { kind: 'authorized_user', text })
      return text
    },
    forget(credential) {
      for (const [key, { text }] of known) if (text === credential) known.delete(key)
    },
    stop: served.stop,
  }
  return it
}

const newPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

let made: ReturnType<typeof newPair> | null = null
/** One pair for all accounts: making one takes its time. */
function pair(): ReturnType<typeof newPair> {
  made ??= newPair()
  return made
}

function token(asked: Asked, twin: GoogleTwin, known: ReadonlyMap<string, Known>, now: () => number): Plan {
  if (!/^application\/x-www-form-urlencoded/.test(String(asked.headers['content-type'])))
    return invalid('invalid_request', 'Bad Request')
  const form = new URLSearchParams(asked.body.toString())
  const grant = form.get('grant_type')
  if (grant === 'refresh_token') {
    const login = known.get(form.get('refresh_token') ?? '')
    const client = login && (JSON.parse(login.text) as { client_id: string; client_secret: string })
    if (!login || !client) return invalid('invalid_grant', 'Token has been expired or revoked.')
    if (form.get('client_id') !== client.client_id || form.get('client_secret') !== client.client_secret)
      return said({ status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } })
    return given(twin, login.text)
  }
  if (grant !== JWT_BEARER) return invalid('unsupported_grant_type', `Invalid grant_type: ${grant}`)
  const checked = check(form.get('assertion') ?? '', twin, known, now())
  return 'plan' in checked ? checked.plan : given(twin, checked.credential)
}

const given = (twin: GoogleTwin, credential: string): Plan =>
  said({
    status: 200,
    body: {
      access_token: twin.desk.issue('ya29.c.', credential, twin.lifeSeconds),
      expires_in: twin.lifeSeconds,
      token_type: 'Bearer',
    },
  })

const invalid = (error: string, error_description: string): Plan =>
  said({ status: 400, body: { error, error_description } })

type Claims = Readonly<Record<'iss' | 'scope' | 'aud', string> & Record<'iat' | 'exp', number>>

/** RFC 7519 and 7515 as Google asks for them: signed RS256 by the account's own key, for this very endpoint. */
function check(
  assertion: string,
  twin: GoogleTwin,
  known: ReadonlyMap<string, Known>,
  now: number,
): { credential: string } | { plan: Plan } {
  const [head = '', body = '', signature = '', ...more] = assertion.split('.')
  const header = decoded<{ alg?: string; typ?: string; kid?: string }>(head)
  const claims = decoded<Claims>(body)
  if (!header || !claims || more.length > 0) return { plan: invalid('invalid_request', 'Bad JWT') }
  const account = known.get(claims.iss)
  if (!account) return { plan: invalid('invalid_grant', 'Invalid grant: account not found') }
  const { private_key_id } = JSON.parse(account.text) as { private_key_id: string }
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    pair().publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (header.alg !== 'RS256' || header.typ !== 'JWT' || header.kid !== private_key_id || !isSigned)
    return { plan: invalid('invalid_grant', 'Invalid JWT Signature.') }
  if (claims.aud !== `${twin.origin}/token`)
    return {
      plan: invalid('invalid_grant', 'Invalid JWT: Failed audience check. The right audience is the token endpoint.'),
    }
  if (claims.scope !== SCOPE)
    return { plan: invalid('invalid_scope', 'Invalid OAuth scope or ID token audience provided.') }
  const seconds = now / 1000
  if (Math.abs(claims.iat - seconds) > 300 || claims.exp <= seconds || claims.exp - claims.iat > HOUR)
    return {
      plan: invalid(
        'invalid_grant',
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      ),
    }
  return { credential: account.text }
}

function decoded<T>(part: string): T | null {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as T
  } catch {
    return null
  }
}

/** Google, "About VM metadata": without its header a request is turned away. */
function metadata({ method, path, headers }: Asked, twin: GoogleTwin): Plan {
  const own = { 'metadata-flavor': 'Google' }
  if (headers['metadata-flavor'] !== 'Google')
    return said({ status: 403, body: 'Missing Metadata-Flavor:Google header.', headers: own })
  if (method !== 'GET' || path !== '/computeMetadata/v1/instance/service-accounts/default/token')
    return said({ status: 404, body: 'Not Found', headers: own })
  const access_token = twin.desk.issue('ya29.d.', METADATA, twin.lifeSeconds)
  return said({ status: 200, body: { access_token, expires_in: twin.lifeSeconds, token_type: 'Bearer' }, headers: own })
}

/** The credential of the machine itself. */
export const METADATA = 'metadata'
