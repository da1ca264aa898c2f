import { z } from 'zod'
import { assertNever } from './result.ts'

const word = z.string().trim().min(1)

/** An access key of AWS; with a session token one that ends. `region`: for an address that names none. */
const accessKey = {
  access_key_id: z
    .string()
    .trim()
    .regex(/^[A-Z0-9]{16,128}$/),
  secret_access_key: word.min(16),
  session_token: word.optional(),
  region: word.optional(),
}

/** A profile of the AWS command line: whatever it says there, single sign-on included. */
const profile = { profile: word, region: word.optional() }

/** Claude Platform on AWS books every request on a workspace of Anthropic's. */
const workspace = { workspace_id: word }

/** The key file of a service account, as Google's console hands it out. */
const GoogleAccount = z.object({
  type: z.literal('service_account'),
  client_email: word,
  private_key: word,
  private_key_id: word.optional(),
  token_uri: word.optional(),
})

/** What `gcloud auth application-default login` keeps. */
const GoogleLogin = z.object({
  type: z.literal('authorized_user'),
  client_id: word,
  client_secret: word,
  refresh_token: word,
  quota_project_id: word.optional(),
  token_uri: word.optional(),
})

/** Where such a file lies; it is read anew whenever a token is fetched. */
const GoogleFile = z.object({ type: z.literal('google_file'), path: word })

/** An app registration of Microsoft Entra ID with a secret. `authority`: where it signs in, if not in the public cloud. */
const EntraApp = z.object({
  type: z.literal('entra_app'),
  tenant_id: word,
  client_id: word,
  client_secret: word,
  authority: word.optional(),
})

/**
 * A credential that is more than one word. It is kept, lent and struck out as the one text that it is written as, so
 * everything that holds for a key holds for it.
 */
export const Credential = z.discriminatedUnion('type', [
  z.object({ type: z.literal('aws_keys'), ...accessKey }),
  z.object({ type: z.literal('aws_profile'), ...profile }),
  z.object({ type: z.literal('aws_workspace_key'), api_key: word.min(8), ...workspace }),
  z.object({ type: z.literal('aws_workspace_keys'), ...accessKey, ...workspace }),
  z.object({ type: z.literal('aws_workspace_profile'), ...profile, ...workspace }),
  GoogleAccount,
  GoogleLogin,
  GoogleFile,
  EntraApp,
])
export type Credential = z.infer<typeof Credential>
export type CredentialKind = Credential['type']

/** One thing to fill in. */
export interface CredentialField {
  readonly name: FieldName
  /** Hidden as it is typed. */
  readonly secret: boolean
  readonly optional: boolean
}
type FieldName =
  | 'access_key_id'
  | 'secret_access_key'
  | 'session_token'
  | 'profile'
  | 'api_key'
  | 'workspace_id'
  | 'key_file'
  | 'path'
  | 'tenant_id'
  | 'client_id'
  | 'client_secret'

const shown = (name: FieldName): CredentialField => ({ name, secret: false, optional: false })
const hidden = (name: FieldName, optional = false): CredentialField => ({ name, secret: true, optional })

const accessKeyFields = [shown('access_key_id'), hidden('secret_access_key'), hidden('session_token', true)]

/** What is asked for where somebody enters one, in order. A file of Google's is pasted whole. */
export const credentialFields: Readonly<Record<CredentialKind, readonly CredentialField[]>> = {
  aws_keys: accessKeyFields,
  aws_profile: [shown('profile')],
  aws_workspace_key: [hidden('api_key'), shown('workspace_id')],
  aws_workspace_keys: [...accessKeyFields, shown('workspace_id')],
  aws_workspace_profile: [shown('profile'), shown('workspace_id')],
  service_account: [hidden('key_file')],
  authorized_user: [hidden('key_file')],
  google_file: [shown('path')],
  entra_app: [shown('tenant_id'), shown('client_id'), hidden('client_secret')],
}

/** The one text that it goes by from here on; what is empty is left out. `null`: something is missing or wrong. */
export function writeCredential(type: CredentialKind, fields: Readonly<Record<string, string>>): string | null {
  if (fields.key_file !== undefined) return compact(fields.key_file)
  const filled = Object.entries(fields).filter(([, value]) => value.trim() !== '')
  const read = Credential.safeParse({ ...Object.fromEntries(filled), type })
  return read.success ? JSON.stringify(read.data) : null
}

/** A credential that was pasted, on one line and with all that stood in it; `null`: it is none. */
export const compact = (pasted: string): string | null =>
  readCredential(pasted) === null ? null : JSON.stringify(JSON.parse(pasted))

/** Reads a credential out of what stands for a key; `null`: it is a key of one word, or nothing we know. */
export function readCredential(secret: string): Credential | null {
  if (!isStructured(secret)) return null
  try {
    return Credential.safeParse(JSON.parse(secret)).data ?? null
  } catch {
    return null
  }
}

/** Parts that open something; the rest names it. */
const OPENS = /^(private_key|client_secret|refresh_token|secret_access_key|session_token|api_key)$/
/** Where a file lies that holds one. */
const PATH = /^(~?[/\\]|[A-Za-z]:[/\\])[^\n]*\.json$/i

/**
 * What of it may stand nowhere. Of a credential in several parts that is not all: its project and account are in the
 * address and in what its vendor says, where they tell what is wrong.
 */
export function secretsIn(secret: string): readonly string[] {
  const credential = readCredential(secret)
  if (credential === null) return PATH.test(secret.trim()) ? [] : [secret]
  return Object.entries(credential).flatMap(([name, value]) => (OPENS.test(name) && value ? [value] : []))
}

/** Whether it is meant to be one, whole or not. */
export const isStructured = (secret: string): boolean => secret.trimStart().startsWith('{')

/** The part of it that names it and opens nothing; `null`: nothing of it may be shown. */
export function nameOf(credential: Credential): string | null {
  switch (credential.type) {
    case 'aws_keys':
    case 'aws_workspace_keys':
      return credential.access_key_id
    case 'service_account':
      return credential.private_key_id ?? credential.client_email
    case 'entra_app':
      return credential.client_id
    case 'aws_workspace_key':
      return credential.workspace_id
    case 'aws_profile':
    case 'aws_workspace_profile':
    case 'authorized_user':
    case 'google_file':
      return null
    default:
      return assertNever(credential)
  }
}
