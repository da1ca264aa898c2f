import { z } from 'zod'
import { assertNever } from './result.ts'

const word = z.string().trim().min(1)

/** An access key of AWS; with a session token one that ends. `region`: for an address that names none. */
const AwsKeys = z.object({
  type: z.literal('aws_keys'),
  access_key_id: z
    .string()
    .trim()
    .regex(/^[A-Z0-9]{16,128}$/),
  secret_access_key: word.min(16),
  session_token: word.optional(),
  region: word.optional(),
})

/** A profile of the AWS command line: whatever it says there, single sign-on included. */
const AwsProfile = z.object({ type: z.literal('aws_profile'), profile: word, region: word.optional() })

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
  AwsKeys,
  AwsProfile,
  GoogleAccount,
  GoogleLogin,
  GoogleFile,
  EntraApp,
])
export type Credential = z.infer<typeof Credential>
export type CredentialKind = Credential['type']

/** Reads a credential out of what stands for a key; `null`: it is a key of one word, or nothing we know. */
export function readCredential(secret: string): Credential | null {
  if (!secret.trimStart().startsWith('{')) return null
  try {
    return Credential.safeParse(JSON.parse(secret)).data ?? null
  } catch {
    return null
  }
}

/** The part of it that names it and opens nothing; `null`: nothing of it may be shown. */
export function nameOf(credential: Credential): string | null {
  switch (credential.type) {
    case 'aws_keys':
      return credential.access_key_id
    case 'service_account':
      return credential.private_key_id ?? credential.client_email
    case 'entra_app':
      return credential.client_id
    case 'aws_profile':
    case 'authorized_user':
    case 'google_file':
      return null
    default:
      return assertNever(credential)
  }
}
