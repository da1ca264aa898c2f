import { BaseUrl } from '../../src-shared/config/schema.ts'
import type { Credential } from '../../src-shared/domain/credential.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Here } from '../ports.ts'
import { objectIn } from './ask.ts'
import { NoPass, type Pass } from './passes.ts'
import { plainLine } from './plain-line.ts'
import { askForToken, endOf, wordOf } from './token-endpoint.ts'

const words = text.clouds.entra

const AUTHORITY = 'https://login.microsoftonline.com'
const RESOURCE = 'https://ai.azure.com'

type App = Extract<Credential, { type: 'entra_app' }>

/** learn.microsoft.com, "Microsoft Entra authentication error codes": those whose way out is known. */
const KNOWN: Readonly<Record<number, string>> = {
  90002: words.noTenant,
  900023: words.noTenant,
  700016: words.noApp,
  7000215: words.wrongSecret,
  7000222: words.expired,
}

/** A token for an app registration, by the OAuth 2.0 client credentials flow. */
export async function appPass(app: App, wall: () => number): Promise<Pass<string>> {
  const { tenant_id, client_id, client_secret, authority = AUTHORITY } = app
  const at = BaseUrl.safeParse(authority).success ? authority.replace(/\/+$/, '') : AUTHORITY
  const url = `${at}/${encodeURIComponent(tenant_id)}/oauth2/v2.0/token`
  const form = { grant_type: 'client_credentials', client_id, client_secret, scope: `${RESOURCE}/.default` }
  const { status, json } = await askForToken(words.name, url, { form })
  const token = wordOf(json.access_token)
  if (status === 200 && token !== null) return { value: token, until: endOf(json.expires_in, wall()) }
  if (status < 400 || status >= 500 || status === 429 || wordOf(json.error) === null)
    throw new NoPass(text.clouds.answered(words.name, status))
  const codes = Array.isArray(json.error_codes) ? json.error_codes : []
  const known = codes.map((code) => KNOWN[Number(code)]).find((it) => it !== undefined)
  throw new NoPass(words.app(known ?? firstWords(json.error_description ?? json.error)), true)
}

/** Its descriptions end with trace ids and times. */
const firstWords = (said: unknown): string => plainLine(String(said).replace(/\s*Trace ID:[\s\S]*/, ''))

/** A token for whoever signed in with `az login` on this computer. */
export async function azPass(here: Here): Promise<Pass<string>> {
  const said = await here.ask('az', ['account', 'get-access-token', '--resource', RESOURCE, '--output', 'json'])
  const json = objectIn(said ?? '')
  const token = wordOf(json?.accessToken)
  if (token === null) throw new NoPass(words.none)
  const seconds = Number(json?.expires_on)
  return { value: token, until: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null }
}
