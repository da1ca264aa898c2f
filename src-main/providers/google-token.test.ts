import { createPrivateKey } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { type GoogleTwin, startGoogle } from '../../playground/twin-google.ts'
import { readCredential } from '../../src-shared/domain/credential.ts'
import { type Account, accountPass, type Login, loginPass, signed } from './google-token.ts'
import { NoPass } from './passes.ts'

let twin: GoogleTwin | null = null
afterEach(() => twin?.stop())

const start = async (now?: () => number) => {
  twin = await startGoogle(now)
  return twin
}
const account = (it: GoogleTwin, forged = false) => readCredential(it.serviceAccount('one', forged)) as Account
const login = (it: GoogleTwin, text = it.login('me')) => readCredential(text) as Login
const token = (value: Readonly<Record<string, string>>) => value.authorization?.replace(/^Bearer /, '') ?? null
const why = (pass: Promise<unknown>) =>
  pass.then(
    () => null,
    (error: unknown) => error,
  )

/** RFC 7515, appendix A.2.1. */
const RFC = {
  e: 'AQAB',
  n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
  d: 'Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ',
  p: '4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc',
  q: 'uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc',
  dp: 'BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0',
  dq: 'h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU',
  qi: 'IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U',
}
const INPUT =
  'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
const SIGNATURE =
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw'

it('signs as the RFC’s example is signed', () => {
  const key = createPrivateKey({ key: { kty: 'RSA', ...RFC }, format: 'jwk' })
  const private_key = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(signed({ client_email: 'joe', private_key }, INPUT)).toBe(`${INPUT}.${SIGNATURE}`)
})

describe('a service account', () => {
  it('gets a token that says when it ends', async () => {
    const it = await start()
    const pass = await accountPass(account(it), () => 1_000)
    expect(it.desk.credentialOf(token(pass.value))).not.toBeNull()
    expect(pass.until).toBe(1_000 + 3_599_000)
  })

  it('gets it also where this computer’s clock is wrong', async () => {
    const it = await start()
    const pass = await accountPass(account(it), () => Date.now() - 86_400_000)
    expect(it.desk.credentialOf(token(pass.value))).not.toBeNull()
  })

  it('whose key is another’s is refused for good, with what to do', async () => {
    const it = await start()
    account(it)
    const error = await why(accountPass(account(it, true), Date.now))
    expect(error).toMatchObject({ name: 'NoPass', refused: true })
    expect(String(error)).toMatch(/one@contract-project.* Invalid JWT Signature\. Make a new key/)
  })

  it('that is gone is told so', async () => {
    const it = await start()
    const text = it.serviceAccount('one')
    it.forget(text)
    expect(String(await why(accountPass(readCredential(text) as Account, Date.now)))).toContain('account not found')
  })

  it('with a key that cannot be read is not asked about', async () => {
    const it = await start()
    const broken = { ...account(it), private_key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' }
    expect(await why(accountPass(broken, Date.now))).toMatchObject({ refused: true })
    expect(it.desk.issued).toEqual([])
  })

  it('is sent nowhere but to Google, whatever its file says', async () => {
    const it = await start()
    for (const token_uri of ['https://evil.example/token', 'http://10.0.0.1/token', 'nonsense'])
      expect(await why(accountPass({ ...account(it), token_uri, private_key: 'x' }, Date.now))).toBeInstanceOf(NoPass)
  })
})

describe('a login', () => {
  it('gets a token, and names the project that is billed for it', async () => {
    const it = await start()
    const pass = await loginPass(login(it), Date.now)
    expect(it.desk.credentialOf(token(pass.value))).not.toBeNull()
    expect(pass.value['x-goog-user-project']).toBe('contract-project')
  })

  it('that has ended says how to sign in again', async () => {
    const it = await start()
    const text = it.login('me')
    it.forget(text)
    const error = await why(loginPass(login(it, text), Date.now))
    expect(error).toMatchObject({ refused: true })
    expect(String(error)).toContain('gcloud auth application-default login')
  })
})

it.each([
  ['is busy', 503, 'busy', 'answered 503'],
  ['answers with a page', 200, '<html></html>', 'answered 200'],
  ['limits how often it is asked', 429, { error: 'rate_limit_exceeded' }, 'answered 429'],
])('an endpoint that %s says nothing of the key', async (_what, status, body, said) => {
  const it = await start()
  it.refuseNext(status, body)
  const error = await why(accountPass(account(it), Date.now))
  expect(error).toMatchObject({ name: 'NoPass', refused: false })
  expect(String(error)).toContain(said)
})

it('an endpoint that cannot be reached says nothing of the key', async () => {
  const it = await start()
  const one = account(it)
  await it.stop()
  expect(await why(accountPass(one, Date.now))).toMatchObject({ name: 'NoPass', refused: false })
})
