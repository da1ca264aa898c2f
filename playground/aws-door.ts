import { Sha256 } from '@aws-crypto/sha256-js'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Plan, Step } from '../src-main/practice/plan.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { TwinKey } from './dialect.ts'
import { bearerOf, type Said, xApiKeyOf } from './plain.ts'

/** What AWS keeps of an access key: it is told from an API key by being JSON. */
interface AccessKey {
  readonly access_key_id: string
  readonly secret_access_key: string
  readonly session_token?: string
  readonly workspace_id?: string
}

/** The region of a twin, which has no address that names one. */
export const REGION = 'us-east-1'

/** How far a clock may be off. */
const SKEW_MS = 5 * 60_000

/**
 * Whose request this is, by an API key or by its signature, which is made again with AWS's own signer and compared;
 * `null`: nobody's, or something of it was changed on its way.
 */
export const callerAt =
  (service: string, now: () => number = Date.now) =>
  async (asked: Asked, keys: readonly TwinKey[]): Promise<string | null> => {
    const word = bearerOf(asked) ?? xApiKeyOf(asked)
    if (word !== null) return keys.find(({ secret }) => secret === word || apiKeyIn(secret) === word)?.secret ?? null
    const { authorization = '' } = asked.headers
    const [, id, day, region, of, names] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), /.exec(
        authorization,
      ) ?? []
    const time = String(asked.headers['x-amz-date'] ?? '')
    if (names === undefined || of !== service || region !== REGION || !time.startsWith(day ?? '-')) return null
    const at = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    if (!(Math.abs(at - now()) < SKEW_MS) || !names.split(';').includes('host')) return null
    const known = keys.find(({ secret }) => accessKeyIn(secret)?.access_key_id === id)
    const key = known && accessKeyIn(known.secret)
    if (!key || key.session_token !== asked.headers['x-amz-security-token']) return null
    return (await signatureOf(asked, key, names.split(';'), service, at)) === authorization ? known.secret : null
  }

async function signatureOf(asked: Asked, key: AccessKey, names: readonly string[], service: string, at: number) {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, session_token: sessionToken } = key
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    region: REGION,
    service,
    sha256: Sha256,
    applyChecksum: false,
  })
  const headers = Object.fromEntries(names.map((name) => [name, String(asked.headers[name] ?? '')]))
  const { method, path, body } = asked
  const query = Object.fromEntries(new URLSearchParams(asked.query))
  const request = { method, protocol: 'http:', hostname: headers.host ?? '', path, query, headers, body }
  const signed = await signer.sign(request, { signingDate: new Date(at) })
  return signed.headers.authorization
}

function accessKeyIn(secret: string): AccessKey | null {
  const json = secret.startsWith('{') ? (JSON.parse(secret) as Partial<AccessKey>) : {}
  return json.access_key_id === undefined ? null : (json as AccessKey)
}

const apiKeyIn = (secret: string): string | null =>
  secret.startsWith('{') ? ((JSON.parse(secret) as { api_key?: string }).api_key ?? null) : null

/** An error as AWS's services word it: named in a header. */
export const awsError = (status: number, name: string, message: string): Said => ({
  status,
  body: { message },
  headers: {
    'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    'x-amzn-requestid': id(),
  },
})

const id = (): string => crypto.randomUUID()

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text),
)
const text = (value: string) => ({ type: 'string', value }) as const

/** A stream of events as AWS's frames, its padding of any length; an error as an exception, as which it comes there. */
export function inFrames(plan: Plan): Plan {
  if (!plan.headers['content-type']?.startsWith('text/event-stream')) return plan
  const headers = { ...plan.headers, 'content-type': 'application/vnd.amazon.eventstream' }
  return { ...plan, headers, steps: plan.steps.map(framed) }
}

function framed(step: Step): Step {
  if (step.kind !== 'write') return step
  const json = /^data: (.*)$/m.exec(step.text)?.[1]
  // Half an event stays half a frame.
  if (json === undefined) return { ...step, bytes: Buffer.from([0, 0, 1]) }
  if (step.event === 'error') {
    const { error } = JSON.parse(json) as { error: { type: string; message: string } }
    const name = error.type === 'overloaded_error' ? 'serviceUnavailableException' : 'internalServerException'
    const frame = { ':message-type': text('exception'), ':exception-type': text(name) }
    return { ...step, bytes: encoded(frame, JSON.stringify({ message: error.message })) }
  }
  const payload = { bytes: Buffer.from(json).toString('base64'), p: 'abcdefghijklmnop'.slice(0, json.length % 16) }
  const frame = {
    ':event-type': text('chunk'),
    ':content-type': text('application/json'),
    ':message-type': text('event'),
  }
  return { ...step, bytes: encoded(frame, JSON.stringify(payload)) }
}

const encoded = (headers: Parameters<typeof codec.encode>[0]['headers'], payload: string): Buffer =>
  Buffer.from(codec.encode({ headers, body: Buffer.from(payload) }))
