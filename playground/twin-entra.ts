import type { Plan } from '../src-main/practice/plan.ts'
import { type Asked, serve } from '../src-main/practice/server.ts'
import { hex, said } from './plain.ts'
import { TokenDesk } from './token-desk.ts'

/** learn.microsoft.com, "Microsoft identity platform and the OAuth 2.0 client credentials flow". */
const SCOPE = 'https://ai.azure.com/.default'

export interface EntraTwin {
  readonly origin: string
  readonly desk: TokenDesk
  lifeSeconds: number
  /** An app registration with a secret: tenant, client and secret as one text, as a key of ours holds them. */
  app(name: string): string
  /** Its secret has run out. */
  expire(credential: string): void
  stop(): Promise<void>
}

interface Registered {
  readonly tenant_id: string
  readonly client_id: string
  readonly client_secret: string
  readonly text: string
  expired: boolean
}

export async function startEntra(now: () => number = Date.now, port = 0): Promise<EntraTwin> {
  const desk = new TokenDesk(now)
  const apps: Registered[] = []
  const served = await serve(
    (asked) => token(asked, it, apps),
    () => said({ status: 413, body: '' }),
    port,
  )
  const it: EntraTwin = {
    origin: served.origin,
    desk,
    lifeSeconds: 3599,
    app(name) {
      const app = { tenant_id: uuid(), client_id: uuid(), client_secret: `${name}~${hex(16)}` }
      const text = JSON.stringify({ type: 'entra_app', ...app, authority: served.origin })
      apps.push({ ...app, text, expired: false })
      return text
    },
    expire(credential) {
      for (const app of apps) if (app.text === credential) app.expired = true
    },
    stop: served.stop,
  }
  return it
}

function token(asked: Asked, twin: EntraTwin, apps: readonly Registered[]): Plan {
  const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(asked.path)?.[1]
  if (asked.method !== 'POST' || tenant === undefined) return said({ status: 404, body: '' })
  const form = new URLSearchParams(asked.body.toString())
  if (form.get('grant_type') !== 'client_credentials')
    return refused(400, 'unsupported_grant_type', 70003, "The app requested an unsupported grant type ''.")
  if (!apps.some(({ tenant_id }) => tenant_id === tenant))
    return refused(
      400,
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
    )
  const app = apps.find(({ tenant_id, client_id }) => tenant_id === tenant && client_id === form.get('client_id'))
  if (!app)
    return refused(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${form.get('client_id')}' was not found in the directory.`,
    )
  if (form.get('client_secret') !== app.client_secret)
    return refused(
      401,
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.client_id}'.`,
    )
  if (app.expired)
    return refused(
      401,
      'invalid_client',
      7000222,
      `The provided client secret keys for app '${app.client_id}' are expired.`,
    )
  if (form.get('scope') !== SCOPE)
    return refused(
      400,
      'invalid_scope',
      70011,
      `The provided request must include a 'scope' input parameter. The scope ${form.get('scope')} is not valid.`,
    )
  const access_token = twin.desk.issue('eyJ0eXAiOiJKV1Qi.', app.text, twin.lifeSeconds)
  return said({
    status: 200,
    body: { token_type: 'Bearer', expires_in: twin.lifeSeconds, ext_expires_in: twin.lifeSeconds, access_token },
  })
}

const refused = (status: number, error: string, code: number, words: string): Plan => {
  const [trace, correlation] = [uuid(), uuid()]
  const description = `AADSTS${code}: ${words} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: 2026-11-24 12:00:00Z`
  return said({
    status,
    body: {
      error,
      error_description: description,
      error_codes: [code],
      timestamp: '2026-11-24 12:00:00Z',
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  })
}

const uuid = () => hex(16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
