import { createPrivateKey, sign } from 'node:crypto'
import { isLoopback } from '../../src-shared/config/schema.ts'
import type { Credential } from '../../src-shared/domain/credential.ts'
import { text } from '../../src-shared/text/text.ts'
import { NoPass, type Pass } from './passes.ts'
import { plainLine } from './plain-line.ts'
import { askForToken, endOf, type TokenAnswer, wordOf } from './token-endpoint.ts'

const words = text.clouds.google

const ENDPOINT = 'https://oauth2.googleapis.com/token'
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const LIFE_S = 3600

export type Account = Extract<Credential, { type: 'service_account' }>
export type Login = Extract<Credential, { type: 'authorized_user' }>

/** Headers that let one in. */
export type Bearing = { readonly authorization: string } & Readonly<Record<string, string>>

/**
 * A token for a service account: an assertion signed with its key, changed for one at the token endpoint (Google,
 * "Using OAuth 2.0 for server to server applications"). A clock that is wrong is set by the server's.
 */
export async function accountPass(account: Account, wall: () => number): Promise<Pass<Bearing>> {
  const url = endpointOf(account)
  const exchange = (at: number) =>
    askForToken(words.name, url, {
      form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(account, url, at) },
    })
  const answer = await exchange(wall())
  const off = answer.at !== null && /reasonable timeframe/.test(saidIn(answer))
  return given(off ? await exchange(answer.at ?? wall()) : answer, wall(), (said) =>
    words.account(account.client_email, said),
  )
}

/** A token for somebody's login. */
export async function loginPass(login: Login, wall: () => number): Promise<Pass<Bearing>> {
  const { client_id, client_secret, refresh_token, quota_project_id } = login
  const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token }
  const answer = await askForToken(words.name, endpointOf(login), { form })
  const pass = given(answer, wall(), words.login)
  if (quota_project_id === undefined) return pass
  return { ...pass, value: { ...pass.value, 'x-goog-user-project': quota_project_id } }
}

/** The signed assertion; `at`: now, ms since the epoch. */
function assertion(account: Account, audience: string, at: number): string {
  const iat = Math.floor(at / 1000)
  const head = { alg: 'RS256', typ: 'JWT', ...(account.private_key_id && { kid: account.private_key_id }) }
  const claims = { iss: account.client_email, scope: SCOPE, aud: audience, iat, exp: iat + LIFE_S }
  return signed(account, `${part(head)}.${part(claims)}`)
}

/** RFC 7515, appendix A.2: RS256. */
export function signed(
  { client_email, private_key }: Pick<Account, 'client_email' | 'private_key'>,
  input: string,
): string {
  try {
    const key = createPrivateKey(private_key)
    return `${input}.${sign('RSA-SHA256', Buffer.from(input), key).toString('base64url')}`
  } catch {
    throw new NoPass(words.badKey(client_email), true)
  }
}

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')

/** What a token endpoint answered, as headers; `refused`: how a clear no is told. */
export function given(answer: TokenAnswer, wall: number, refused: (said: string) => string): Pass<Bearing> {
  const { status, json } = answer
  const token = wordOf(json.access_token)
  if (status === 200 && token !== null)
    return { value: { authorization: `Bearer ${token}` }, until: endOf(json.expires_in, wall) }
  if (status >= 400 && status < 500 && status !== 429 && wordOf(json.error) !== null)
    throw new NoPass(refused(saidIn(answer)), true)
  throw new NoPass(text.clouds.answered(words.name, status))
}

const saidIn = ({ json }: TokenAnswer): string => {
  const said = plainLine(wordOf(json.error_description) ?? wordOf(json.error) ?? '')
  return /[.!?]$/.test(said) ? said : `${said}.`
}

/** A file names its endpoint; only Google's own, or a test's on this machine, gets to see what is in it. */
function endpointOf({ token_uri }: { token_uri?: string | undefined }): string {
  if (token_uri === undefined || !URL.canParse(token_uri)) return ENDPOINT
  const { protocol, hostname } = new URL(token_uri)
  const isGoogles = protocol === 'https:' && /(^|\.)googleapis\.com$/.test(hostname)
  return isGoogles || (protocol === 'http:' && isLoopback(hostname)) ? token_uri : ENDPOINT
}
