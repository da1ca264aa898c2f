import { afterEach, describe, expect, it } from 'vitest'
import { type EntraTwin, startEntra } from '../../playground/twin-entra.ts'
import { type Credential, readCredential } from '../../src-shared/domain/credential.ts'
import type { Here } from '../ports.ts'
import { appPass, azPass } from './entra-token.ts'

type App = Extract<Credential, { type: 'entra_app' }>

let twin: EntraTwin | null = null
afterEach(() => twin?.stop())
const start = async () => {
  twin = await startEntra()
  return twin
}
const read = (text: string) => readCredential(text) as App
const why = (pass: Promise<unknown>) =>
  pass.then(
    () => null,
    (error: unknown) => error,
  )

describe('an app registration', () => {
  it('gets a token that says when it ends', async () => {
    const it = await start()
    const text = it.app('relay')
    const pass = await appPass(read(text), () => 5_000)
    expect(it.desk.credentialOf(pass.value)).toBe(text)
    expect(pass.until).toBe(5_000 + 3_599_000)
  })

  it.each([
    ['another secret', { client_secret: 'wrong' }, 'Paste its value, not its ID'],
    ['another app', { client_id: '00000000-0000-0000-0000-000000000000' }, 'no such app'],
    ['another tenant', { tenant_id: 'nobody.example' }, 'no such tenant'],
  ])('with %s is refused for good, with what to do', async (_what, change, said) => {
    const it = await start()
    const error = await why(appPass({ ...read(it.app('relay')), ...change }, Date.now))
    expect(error).toMatchObject({ name: 'NoPass', refused: true })
    expect(String(error)).toContain(said)
    expect(String(error)).not.toMatch(/Trace ID|AADSTS/)
  })

  it('whose secret has run out says so', async () => {
    const it = await start()
    const text = it.app('relay')
    it.expire(text)
    expect(String(await why(appPass(read(text), Date.now)))).toContain('has expired')
  })

  it('is not given up where nobody answers', async () => {
    const it = await start()
    const app = read(it.app('relay'))
    await it.stop()
    expect(await why(appPass(app, Date.now))).toMatchObject({ name: 'NoPass', refused: false })
  })
})

describe('whoever signed in with az', () => {
  const here = (said: string | null): Here => ({
    ...{ platform: 'linux', env: {}, home: '/home/me', read: async () => null },
    ask: async (program, args) =>
      `${program} ${args.join(' ')}`.includes('--resource https://ai.azure.com') ? said : null,
  })

  it('gives a token and its end', async () => {
    const said = JSON.stringify({ accessToken: 'eyJ.az', expiresOn: '2026-11-24 16:00:00', expires_on: 1_795_500_000 })
    expect(await azPass(here(said))).toEqual({ value: 'eyJ.az', until: 1_795_500_000_000 })
    expect(await azPass(here('{"accessToken":"eyJ.old"}'))).toEqual({ value: 'eyJ.old', until: null })
  })

  it('is told how where nobody did', async () => {
    expect(String(await why(azPass(here(null))))).toContain('az login')
  })
})
