import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, type Signable, sign } from './sigv4.ts'
import vectors from './vectors/aws-sig-v4.json' with { type: 'json' }

/** A request as the vectors write it: not quite HTTP, with spaces in its path and headers over several lines. */
function parsed(written: string): Signable {
  const text = written.replace(/^\n/, '')
  const [head = '', ...rest] = text.split('\n\n')
  const [first = '', ...lines] = head.split('\n')
  const { method = '', path = '' } = /^(?<method>[A-Z]+) (?<path>.*) HTTP\/1.1$/.exec(first)?.groups ?? {}
  const headers: Record<string, string> = {}
  let last = ''
  for (const line of lines) {
    const [, name, value] = /^([^\s:]+):(.*)$/.exec(line) ?? []
    if (name === undefined) headers[last] += ` ${line}`
    else {
      last = name.toLowerCase()
      headers[last] = headers[last] === undefined ? (value ?? '') : `${headers[last]},${value?.trim()}`
    }
  }
  return { method, path, headers, body: rest.length === 0 ? null : Buffer.from(rest.join('\n\n')) }
}

describe('AWS’s own test vectors', () => {
  it.each(vectors)('$name', ({ request: written, context, canonical: text, signature }) => {
    const { credentials, region, service, timestamp, normalize, sign_body } = context
    const request = parsed(written)
    const digest = text.slice(text.lastIndexOf('\n') + 1)
    const headers = { ...request.headers, ...(sign_body && { 'x-amz-content-sha256': digest }) }
    const keys = {
      accessKeyId: credentials.access_key_id,
      secretAccessKey: credentials.secret_access_key,
      // The one case in which it is added to a request that is signed already.
      sessionToken: context.omit_session_token ? undefined : credentials.token,
    }
    const whole = { ...request, headers }
    const signed = sign(whole, keys, { region, service }, Date.parse(timestamp), { asWritten: !normalize })
    const { authorization, ...own } = signed
    expect(canonical({ ...whole, headers: { ...headers, ...own } }, !normalize).text).toBe(text)
    expect(authorization).toMatch(new RegExp(`Signature=${signature}$`))
  })
})

const name = fc.stringMatching(/^x-[a-z0-9]{1,12}$/)
const value = fc.string({ maxLength: 30, unit: fc.constantFrom(...'abcXYZ 019 ,;=/"-_.~%') })
const part = fc.string({ maxLength: 12, unit: fc.constantFrom(...'abcXYZ019-_.~:@!$ü界') })
const request = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  parts: fc.array(
    part.filter((it) => !/^\.{0,2}$/.test(it)),
    { maxLength: 5 },
  ),
  query: fc.dictionary(
    part.filter((it) => it !== ''),
    part,
    { maxKeys: 4 },
  ),
  headers: fc.dictionary(name, value, { maxKeys: 5 }),
  body: fc.uint8Array({ maxLength: 200 }),
  token: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{20,60}$/), { nil: undefined }),
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
  service: fc.constantFrom('bedrock', 'bedrock-mantle', 'aws-external-anthropic'),
  region: fc.constantFrom('us-east-1', 'eu-central-1', 'ap-southeast-2'),
})

it('agrees with AWS’s own signer on any request', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ method, parts, query, headers, body, token, at, service, region }) => {
      const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret of the tests' }
      const official = new SignatureV4({
        credentials: { ...credentials, ...(token !== undefined && { sessionToken: token }) },
        region,
        service,
        sha256: Sha256,
        applyChecksum: false,
      })
      const path = `/${parts.map(encodeURIComponent).join('/')}`
      const covered = { ...headers, host: 'example.amazonaws.com' }
      const theirs = await official.sign(
        {
          method,
          protocol: 'https:',
          hostname: 'example.amazonaws.com',
          path,
          query,
          headers: covered,
          body: Buffer.from(body),
        },
        { signingDate: at },
      )
      const asked = new URLSearchParams(query).toString().replaceAll('+', '%20')
      const whole = {
        method,
        path: asked === '' ? path : `${path}?${asked}`,
        headers: covered,
        body: Buffer.from(body),
      }
      const ours = sign(whole, { ...credentials, sessionToken: token }, { region, service }, at.getTime())
      expect(ours).toEqual({
        'x-amz-date': theirs.headers['x-amz-date'],
        authorization: theirs.headers.authorization,
        ...(token !== undefined && { 'x-amz-security-token': token }),
      })
    }),
    { numRuns: 1000 },
  )
})
