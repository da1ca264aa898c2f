import { type Credential, isStructured, readCredential } from '../../src-shared/domain/credential.ts'
import { text } from '../../src-shared/text/text.ts'
import { passName } from '../providers/pass-name.ts'
import { NoPass, type Pass, type Passes } from '../providers/passes.ts'
import type { Outgoing, Provider } from '../providers/provider.ts'
import { regionIn } from './region.ts'
import { type AwsKeys, sign } from './sigv4.ts'

type Headers = Record<string, string>

/** Headers that are signed, beside the host: what means something there. The rest may change on its way unharmed. */
const COVERED = /^(content-type|anthropic-.+)$/

/**
 * How a service of AWS is asked: with an API key as it is (`apiKey`: the headers that carry one), or signed with an
 * access key, which may come from a profile.
 */
export function awsAuthorizer(service: string, apiKey: (secret: string) => Headers): Provider['authorize'] {
  return (secret, outgoing) => {
    if (secret === null) return {}
    if (!isStructured(secret)) return apiKey(secret)
    const credential = readCredential(secret)
    if (credential === null || !isAws(credential)) throw new NoPass(text.aws.incomplete, true)
    const named: Headers = 'workspace_id' in credential ? { 'anthropic-workspace-id': credential.workspace_id } : {}
    if (credential.type === 'aws_workspace_key') return { ...apiKey(credential.api_key), ...named }
    const region = regionIn(outgoing.baseUrl) ?? credential.region
    if (region === undefined) throw new NoPass(text.aws.noRegion(new URL(outgoing.baseUrl).host), true)
    const seal = (keys: AwsKeys) => signed(outgoing, named, keys, { service, region })
    const keys = keysOf(credential, secret, outgoing.passes)
    return keys instanceof Promise ? keys.then(seal) : seal(keys)
  }
}

type Aws = Extract<Credential, { type: `aws_${string}` }>
type Signing = Exclude<Aws, { type: 'aws_workspace_key' }>

const isAws = (credential: Credential): credential is Aws => credential.type.startsWith('aws_')

/** Only a profile's keys are had for a while. */
export function awsPass(secret: string | null): string | null {
  const credential = secret === null ? null : readCredential(secret)
  return credential && 'profile' in credential ? passName('aws', secret) : null
}

function keysOf(credential: Signing, secret: string, passes: Passes): AwsKeys | Promise<AwsKeys> {
  if ('profile' in credential) {
    return passes.of(passName('aws', secret), () => fromProfile(credential.profile, passes))
  }
  return {
    accessKeyId: credential.access_key_id,
    secretAccessKey: credential.secret_access_key,
    sessionToken: credential.session_token,
  }
}

/** AWS's own library reads the files and signs in; it is loaded here and nowhere else. */
async function fromProfile(profile: string, passes: Passes): Promise<Pass<AwsKeys>> {
  try {
    const { fromIni } = await import('@aws-sdk/credential-provider-ini')
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromIni({ profile, ignoreCache: true })()
    passes.hide(secretAccessKey)
    return { value: { accessKeyId, secretAccessKey, sessionToken }, until: expiration?.getTime() ?? null }
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : []
    throw new NoPass(text.aws.noCredentials(profile, reason))
  }
}

function signed(
  { method, baseUrl, path, headers, body, passes }: Outgoing,
  named: Headers,
  keys: AwsKeys,
  scope: { service: string; region: string },
): Headers {
  const { host, pathname } = new URL(baseUrl)
  const covered: Headers = { ...named, host }
  for (const [name, value] of Object.entries(headers)) if (COVERED.test(name)) covered[name] = [value].flat().join(',')
  const whole = pathname.replace(/\/+$/, '') + path
  return { ...named, ...sign({ method, path: whole, headers: covered, body }, keys, scope, passes.wall()) }
}
