import { afterEach, describe, expect, it } from 'vitest'
import { type GoogleTwin, METADATA, startGoogle } from '../../playground/twin-google.ts'
import type { Here } from '../ports.ts'
import { googlePass } from './google-login.ts'

let twin: GoogleTwin | null = null
afterEach(() => twin?.stop())
const start = async () => {
  twin = await startGoogle()
  return twin
}

const FILE = '/home/me/.config/gcloud/application_default_credentials.json'

/** A computer with these files, and programs that print this. */
function computer(files: Record<string, string> = {}, more: Partial<Here> = {}): Here & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    platform: 'linux',
    env: { GCE_METADATA_HOST: '127.0.0.1:9' },
    home: '/home/me',
    read: async (path) => files[path] ?? null,
    ask: async (program, args) => {
      asked.push([program, ...args].join(' '))
      return null
    },
    ...more,
  }
}

const tokenOf = async (secret: string | null, here: Here) =>
  (await googlePass(secret, here, Date.now)).value.authorization?.replace('Bearer ', '') ?? ''
const why = (secret: string | null, here: Here) =>
  googlePass(secret, here, Date.now).then(
    () => null,
    (error: unknown) => error,
  )

describe('this computer’s own login', () => {
  it('is the file that the environment names, before gcloud’s own', async () => {
    const it = await start()
    const [named, usual] = [it.serviceAccount('named'), it.login('me')]
    const env = { GOOGLE_APPLICATION_CREDENTIALS: '/keys/named.json' }
    const here = computer({ '/keys/named.json': named, [FILE]: usual }, { env })
    expect(it.desk.credentialOf(await tokenOf(null, here))).toBe(named)
  })

  it('is gcloud’s file for applications, wherever its settings are', async () => {
    const it = await start()
    const usual = it.login('me')
    expect(it.desk.credentialOf(await tokenOf(null, computer({ [FILE]: usual })))).toBe(usual)
    const moved = { '/conf/application_default_credentials.json': usual }
    expect(it.desk.credentialOf(await tokenOf(null, computer(moved, { env: { CLOUDSDK_CONFIG: '/conf' } })))).toBe(
      usual,
    )
  })

  it('is gcloud’s own, with the time that it says it lasts', async () => {
    const credential = { access_token: 'ya29.gcloud', token_expiry: '2026-11-24T15:00:00Z' }
    const here = computer({}, { ask: async () => JSON.stringify({ configuration: {}, credential }) })
    const pass = await googlePass(null, here, Date.now)
    expect(pass).toEqual({ value: { authorization: 'Bearer ya29.gcloud' }, until: Date.UTC(2026, 10, 24, 15) })
  })

  it('is the machine’s, where it runs in Google’s cloud', async () => {
    const it = await start()
    const here = computer({}, { env: { GCE_METADATA_HOST: it.origin.replace('http://', '') } })
    expect(it.desk.credentialOf(await tokenOf(null, here))).toBe(METADATA)
  })

  it('that is nowhere says how to get one', async () => {
    expect(await why(null, computer())).toMatchObject({ refused: false, message: expect.stringMatching(/gcloud auth/) })
  })

  it('of a kind that only gcloud speaks is had through it', async () => {
    const federated = JSON.stringify({ type: 'external_account', audience: '//iam.googleapis.com/x' })
    const here = computer({ [FILE]: federated }, { ask: async () => 'ya29.federated\n' })
    expect(await googlePass(null, here, Date.now)).toEqual({
      value: { authorization: 'Bearer ya29.federated' },
      until: null,
    })
    expect(String(await why(null, computer({ [FILE]: federated })))).toContain('external_account')
  })

  it('that has ended is not given up for good: whoever signs in writes the file anew', async () => {
    const it = await start()
    const usual = it.login('me')
    it.forget(usual)
    expect(await why(null, computer({ [FILE]: usual }))).toMatchObject({ refused: false })
  })
})

describe('what stands as a key', () => {
  it('may be the file itself, or where it lies', async () => {
    const it = await start()
    const key = it.serviceAccount('one')
    const here = computer({ '/home/me/keys/one.json': key })
    for (const secret of [
      key,
      '/home/me/keys/one.json',
      '~/keys/one.json',
      JSON.stringify({ type: 'google_file', path: '~/keys/one.json' }),
    ])
      expect(it.desk.credentialOf(await tokenOf(secret, here))).toBe(key)
  })

  it.each([
    ['a word', 'AIzaSomethingElse', true],
    ['another cloud’s credential', '{"type":"aws_profile","profile":"work"}', true],
    ['a file that is not there', '/nowhere.json', false],
    ['a file of something else', '/home/me/notes.json', false],
  ])('that is %s is said to be none', async (_what, secret, refused) => {
    const here = computer({ '/home/me/notes.json': 'buy milk' })
    expect(await why(secret, here)).toMatchObject({ name: 'NoPass', refused })
  })
})
