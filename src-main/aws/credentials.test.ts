import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NoPass } from '../providers/passes.ts'
import type { Outgoing } from '../providers/provider.ts'
import { passesHere } from '../providers/testing/here.ts'
import { awsAuthorizer } from './credentials.ts'

const authorize = awsAuthorizer('bedrock', (key) => ({ authorization: `Bearer ${key}` }))
const out = (over: Partial<Outgoing> = {}): Outgoing => ({
  method: 'POST',
  baseUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com',
  path: '/model/m/invoke',
  headers: { 'content-type': 'application/json', 'user-agent': 'x' },
  body: Buffer.from('{}'),
  passes: passesHere(),
  ...over,
})
const keys = { type: 'aws_keys', access_key_id: 'AKIAAAAAAAAAAAAAAAAA', secret_access_key: 'not+much/of/a+secret' }
const elsewhere = 'https://bedrock.house.example'

describe('AWS is asked', () => {
  it('with an API key as it is', () => {
    expect(authorize('an-api-key-of-bedrock', out())).toEqual({ authorization: 'Bearer an-api-key-of-bedrock' })
  })

  it('with a signature for the region that the address names, over what matters', () => {
    const { authorization } = authorize(JSON.stringify({ ...keys, region: 'us-east-1' }), out()) as Record<
      string,
      string
    >
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAAAAAAAAAAAAAAAAA\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date, /,
    )
  })

  it('for the region of the key where the address names none, and else not at all', () => {
    const asked = out({ baseUrl: elsewhere })
    const known = authorize(JSON.stringify({ ...keys, region: 'us-east-1' }), asked) as Record<string, string>
    expect(known.authorization).toContain('/us-east-1/bedrock/')
    expect(() => authorize(JSON.stringify(keys), asked)).toThrow(/bedrock\.house\.example names no region/)
  })

  it('never with half a credential, nor with another vendor’s', () => {
    for (const secret of ['{"type":"aws_keys"}', '{"type":"service_account","private_key":"x"}', '{'])
      expect(() => authorize(secret, out())).toThrow(NoPass)
  })
})

describe('a profile', () => {
  let folder = ''
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'aws-profile-'))
    const file = path.join(folder, 'credentials')
    fs.writeFileSync(
      file,
      '[work]\naws_access_key_id = AKIABBBBBBBBBBBBBBBB\naws_secret_access_key = a+secret/in+a/file00\n',
    )
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file)
    vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'config'))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    fs.rmSync(folder, { recursive: true })
  })

  it('is read by AWS’s own library, once', async () => {
    const passes = passesHere()
    const secret = JSON.stringify({ type: 'aws_profile', profile: 'work' })
    const first = authorize(secret, out({ passes }))
    expect(first).toBeInstanceOf(Promise)
    expect((await first).authorization).toContain('Credential=AKIABBBBBBBBBBBBBBBB/')
    expect(authorize(secret, out({ passes }))).not.toBeInstanceOf(Promise)
    passes.stop()
  })

  it('that gives nothing says so, and what to do', async () => {
    const secret = JSON.stringify({ type: 'aws_profile', profile: 'home' })
    await expect(authorize(secret, out())).rejects.toThrow(/“home” gives no credentials.*aws sso login --profile home/)
  })
})
