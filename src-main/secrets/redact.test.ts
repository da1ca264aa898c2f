import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor, isSensitive, STRUCK } from './redact.ts'

const redact = (text: string, ...known: string[]) => {
  const redactor = createRedactor()
  for (const secret of known) redactor.know(secret)
  return redactor.text(text)
}

const secret = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+='),
  minLength: 16,
  maxLength: 120,
})
const around = fc.string({ unit: 'grapheme', maxLength: 40 })
const encodings: [string, (secret: string) => string][] = [
  ['as it is', (s) => s],
  ['in base64', (s) => Buffer.from(s).toString('base64')],
  ['in base64url', (s) => Buffer.from(s).toString('base64url')],
  ['in base64 after other bytes', (s) => Buffer.from(`user:${s}`).toString('base64')],
  ['in hex', (s) => Buffer.from(s).toString('hex')],
  ['percent-encoded', encodeURIComponent],
  ['in JSON', (s) => JSON.stringify({ s })],
]

describe('a known secret', () => {
  it.each(encodings)('is struck out %s, and no 12 characters of it stay', (_how, encode) => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const safe = redact(`${before} ${encode(value)} ${after}`, value)
        for (let at = 0; at + 12 <= value.length; at++) {
          const part = value.slice(at, at + 12)
          if (!before.includes(part) && !after.includes(part)) expect(safe).not.toContain(part)
        }
        expect(safe).not.toContain(encode(value))
      }),
    )
  })

  it('is struck out in any part of 12 characters', () => {
    fc.assert(
      fc.property(secret, fc.nat(), (value, at) => {
        const start = at % (value.length - 11)
        expect(redact(`…${value.slice(start, start + 12)}…`, value)).not.toContain(value.slice(start, start + 12))
      }),
    )
  })

  it('leaves its four last characters readable, they are the hint', () => {
    expect(redact('key …Zq7w was refused', 'a-secret-of-some-length-Zq7w')).toBe('key …Zq7w was refused')
  })

  const KEY = 'Zebra/Quilt+Maple?Otter'
  const bytes = (skipped: number) => Buffer.from(`${'~'.repeat(skipped)}${KEY}`)

  it.each([
    ['as it is', KEY],
    ['in hex', bytes(0).toString('hex')],
    ['in upper-case hex', bytes(0).toString('hex').toUpperCase()],
    ['percent-encoded', encodeURIComponent(KEY)],
  ])('is struck out whole and alone %s', (_how, form) => {
    expect(redact(`before ${form} after`, KEY)).toBe('before «redacted» after')
    expect(redact(form, KEY)).toBe('«redacted»')
  })

  it.each([0, 1, 2])(
    'is struck out in base64 but for the characters it shares, %s bytes after its start',
    (skipped) => {
      for (const encoding of ['base64', 'base64url'] as const) {
        const [head = '', tail] = redact(bytes(skipped).toString(encoding), KEY).split(STRUCK)
        expect(head.length).toBe([0, 2, 3][skipped])
        expect(tail?.replace(/=+$/, '')).toHaveLength(1)
      }
    },
  )

  it('of 12 characters is struck out where nothing else is said', () => {
    expect(redact('Zebra/Quilt+', 'Zebra/Quilt+')).toBe('«redacted»')
  })

  it('of 8 characters is struck out, of 7 it is left to the shapes', () => {
    expect(redact('a Zebra/Qu', 'Zebra/Qu')).toBe('a «redacted»')
    expect(redact('Zebra/Qu', 'Zebra/Qu')).toBe('«redacted»')
    expect(redact('a Zebra/Q b', 'Zebra/Q')).toBe('a Zebra/Q b')
  })

  it('may be short', () => expect(redact('with hunter2222 inside', 'hunter2222')).toBe(`with ${STRUCK} inside`))
})

describe('by its shape', () => {
  it.each([
    'sk-ant-api03-abcdefghij',
    'sk-or-v1-0123456789',
    'gsk_abcdefgh12345',
    'xai-abcdefgh12345',
    'AIzaSyA-abcdefgh12345',
    'AKIAABCDEFGHIJKLMNOP',
    'ghp_abcdefgh12345',
    'github_pat_11ABC_def456',
    'ASIAABCDEFGHIJKLMNOP',
    'pk-abcdefgh12345',
    'rk-abcdefgh12345',
    'ya29.abcdefgh12345',
    'gho_abcdefgh12345',
    'glpat-abcdefgh12345',
    'xoxb-abcdefgh12345',
    'hf_abcdefgh12345',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----',
  ])('strikes %s', (value) => {
    expect(redact(`it said ${value} there`)).toBe(`it said ${STRUCK} there`)
  })

  it('strikes what follows an authentication scheme', () => {
    expect(redact('authorization: Bearer abc.def')).toBe(`authorization: Bearer ${STRUCK}`)
    expect(redact('sent Basic dXNlcjpwdw==, refused')).toBe(`sent Basic ${STRUCK}, refused`)
    expect(redact('sent BEARER abcdef, refused')).toBe(`sent BEARER ${STRUCK}, refused`)
  })
})

describe('by its name', () => {
  it.each([
    ['x-api-key: whatever', `x-api-key: ${STRUCK}`],
    ['X-API-Key=whatever', `X-API-Key=${STRUCK}`],
    ['{"api_key":"whatever","n":1}', `{"api_key":"${STRUCK}","n":1}`],
    ['{"said":"{\\"client_secret\\":\\"whatever\\"}"}', `{"said":"{\\"client_secret\\":\\"${STRUCK}\\"}"}`],
    ['ANTHROPIC_AUTH_TOKEN=whatever', `ANTHROPIC_AUTH_TOKEN=${STRUCK}`],
    ['password: hunter2', `password: ${STRUCK}`],
    ['Cookie: a=b', `Cookie: ${STRUCK}`],
  ])('strikes the value in %s', (text, safe) => expect(redact(text)).toBe(safe))

  it.each(['"input_tokens":412', 'max_tokens: 64000', 'tokens=null', 'keyId: key_abc', 'the token is missing'])(
    'leaves %s alone',
    (text) => expect(redact(text)).toBe(text),
  )

  it('knows which fields may not be written at all', () => {
    const names = ['apiKey', 'X-Api-Key', 'authorization', 'clientToken', 'set-cookie', 'password', 'client_secret']
    expect(names.filter((name) => !isSensitive(name))).toEqual([])
    expect(['key', 'keyId', 'key_id', 'inputTokens', 'provider', 'keys', 'msg'].filter(isSensitive)).toEqual([])
  })
})

describe('in an address', () => {
  it('drops the user', () => expect(redact('https://me:pw@host.example/a')).toBe('https://host.example/a'))
  it('drops the query', () =>
    expect(redact('GET https://host.example/a?key=1&b=2 failed')).toBe('GET https://host.example/a failed'))
})

it.each(encodings)('a part of a credential of several is struck out %s', (_how, encode) => {
  const part = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const whole = JSON.stringify({ type: 'aws_keys', access_key_id: 'AKIAAAAAAAAAAAAAAAAA', secret_access_key: part })
  expect(redact(`it was ${encode(part)}, they said`, whole)).not.toContain(encode(part).slice(4, 24))
})

it('keeps a line of JSON a line of JSON', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('msg', 'token', 'authorization', 'x-api-key', 'url', 'said'),
        fc.string({ unit: 'grapheme' }),
      ),
      fc.constantFrom('Bearer ', 'sk-ant-', '-----BEGIN KEY-----', 'api_key: ', 'https://a/?', '{"secret":"'),
      secret,
      (fields, lead, value) => {
        const line = JSON.stringify({ ...fields, extra: `${lead}${value}`, nested: JSON.stringify(fields) })
        expect(() => JSON.parse(redact(line, value))).not.toThrow()
      },
    ),
  )
})

it('changes nothing where there is nothing to hide', () => {
  const line = '{"level":"info","requestId":"0b1c","keyId":"key_2b3c","status":200,"msg":"answered in 1.2 s"}'
  expect(redact(line, 'some-other-secret-value')).toBe(line)
})
