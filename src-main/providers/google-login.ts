import { join } from 'node:path'
import { type Credential, readCredential } from '../../src-shared/domain/credential.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Here } from '../ports.ts'
import { objectOf } from './account-fields.ts'
import { objectIn } from './ask.ts'
import { accountPass, type Bearing, given, loginPass } from './google-token.ts'
import { NoPass, type Pass } from './passes.ts'
import { askForToken, type TokenAnswer, wordOf } from './token-endpoint.ts'

const words = text.clouds.google

/** A machine that has no metadata server has nobody at its address, who would never answer. */
const PATIENCE_MS = 1_000

/** A token for what stands as a key: a key file's text, where such a file lies, or (`null`) this computer's own login. */
export async function googlePass(secret: string | null, here: Here, wall: () => number): Promise<Pass<Bearing>> {
  if (secret === null) return ownPass(here, wall)
  const credential = readCredential(secret)
  if (credential) return passFor(credential, here, wall)
  if (!isPath(secret)) throw new NoPass(words.notOne, true)
  return filePass(secret.trim(), here, wall)
}

const isPath = (secret: string): boolean => /^(~?[/\\]|[A-Za-z]:[/\\])[^\n]+$/.test(secret.trim())

async function passFor(credential: Credential, here: Here, wall: () => number): Promise<Pass<Bearing>> {
  switch (credential.type) {
    case 'service_account':
      return accountPass(credential, wall)
    case 'authorized_user':
      return loginPass(credential, wall)
    case 'google_file':
      return filePass(credential.path, here, wall)
    default:
      throw new NoPass(words.notOne, true)
  }
}

async function filePass(path: string, here: Here, wall: () => number): Promise<Pass<Bearing>> {
  const whole = await here.read(path.replace(/^~(?=[/\\])/, here.home))
  if (whole === null) throw new NoPass(words.noFile(path))
  return writtenPass(path, whole, here, wall)
}

async function writtenPass(path: string, whole: string, here: Here, wall: () => number): Promise<Pass<Bearing>> {
  const credential = readCredential(whole)
  if (credential?.type === 'service_account' || credential?.type === 'authorized_user')
    return passFor(credential, here, wall).catch(mayChange)
  const type = typeIn(whole)
  if (type === null) throw new NoPass(words.notAFile(path))
  const token = (await here.ask('gcloud', ['auth', 'application-default', 'print-access-token']))?.trim()
  if (!token) throw new NoPass(words.throughGcloud(type))
  return { value: { authorization: `Bearer ${token}` }, until: null }
}

/** What is in a file is written anew by whoever signs in again; nothing is final there. */
function mayChange(error: unknown): never {
  throw error instanceof NoPass ? new NoPass(error.message) : error
}

/**
 * Google's "application default credentials" in its own order: the file that the environment names, the file of
 * gcloud, the machine itself where it runs in Google's cloud; and before that machine is asked, gcloud's own login.
 */
async function ownPass(here: Here, wall: () => number): Promise<Pass<Bearing>> {
  const named = here.env.GOOGLE_APPLICATION_CREDENTIALS
  if (named) return filePass(named, here, wall)
  const path = wellKnown(here)
  const whole = await here.read(path)
  if (whole !== null) return writtenPass(path, whole, here, wall)
  return (await gcloudPass(here)) ?? (await machinePass(here, wall))
}

function wellKnown({ platform, env, home }: Here): string {
  const file = 'application_default_credentials.json'
  if (env.CLOUDSDK_CONFIG) return join(env.CLOUDSDK_CONFIG, file)
  return platform === 'win32' ? join(env.APPDATA ?? home, 'gcloud', file) : join(home, '.config', 'gcloud', file)
}

/** `gcloud config config-helper` prints its token and when that ends. */
async function gcloudPass(here: Here): Promise<Pass<Bearing> | null> {
  const said = await here.ask('gcloud', ['config', 'config-helper', '--format=json'])
  const credential = credentialIn(said ?? '')
  const token = wordOf(credential.access_token)
  const until = Date.parse(wordOf(credential.token_expiry) ?? '')
  if (token === null) return null
  return { value: { authorization: `Bearer ${token}` }, until: Number.isNaN(until) ? null : until }
}

async function machinePass(here: Here, wall: () => number): Promise<Pass<Bearing>> {
  const host = here.env.GCE_METADATA_HOST || '169.254.169.254'
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`
  const asking = { headers: { 'metadata-flavor': 'Google' }, patienceMs: PATIENCE_MS }
  const answer = await askForToken(words.machine, url, asking).catch((): TokenAnswer | null => null)
  if (answer?.status !== 200) throw new NoPass(words.none)
  return given(answer, wall(), () => words.none)
}

const credentialIn = (said: string) => objectOf(objectIn(said)?.credential)

const typeIn = (whole: string): string | null => wordOf(objectIn(whole)?.type)
