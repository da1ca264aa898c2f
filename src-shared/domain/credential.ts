import { z } from 'zod'

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

/**
 * A credential that is more than one word. It is kept, lent and struck out as the one text that it is written as, so
 * everything that holds for a key holds for it.
 */
export const Credential = z.discriminatedUnion('type', [AwsKeys, AwsProfile])
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
  return credential.type === 'aws_keys' ? credential.access_key_id : null
}
