import { describe, expect, it } from 'vitest'
import { compact, credentialFields, nameOf, readCredential, secretsIn, writeCredential } from './credential.ts'

const account = {
  type: 'service_account',
  client_email: 'a@b.c',
  private_key: 'x',
  private_key_id: 'k1',
  extra: 'kept',
}

describe('a credential of several parts', () => {
  it('is written as one text, and read back', () => {
    const parts = { tenant_id: ' t ', client_id: 'c', client_secret: 's' }
    const written = writeCredential('entra_app', parts)
    expect(written && readCredential(written)).toEqual({
      type: 'entra_app',
      tenant_id: 't',
      client_id: 'c',
      client_secret: 's',
    })
  })

  it.each(Object.keys(credentialFields) as (keyof typeof credentialFields)[])(
    'is none while a part is missing: %s',
    (type) => {
      const names = credentialFields[type].filter(({ optional }) => !optional).map(({ name }) => name)
      expect(names.length).toBeGreaterThan(0)
      expect(writeCredential(type, Object.fromEntries(names.map((name) => [name, ' '])))).toBeNull()
    },
  )

  it('that was pasted over many lines becomes one, and nothing of it is lost', () => {
    const pasted = `\n${JSON.stringify(account, null, 2)}\n`
    expect(compact(pasted)).toBe(JSON.stringify(account))
    expect(writeCredential('service_account', { key_file: pasted })).toBe(JSON.stringify(account))
  })

  it.each(['', 'sk-one-word', '{"type":"service_account"', '{"type":"something"}', '[]'])('is not %s', (pasted) => {
    expect([compact(pasted), readCredential(pasted)]).toEqual([null, null])
  })

  it('is called by the part that opens nothing', () => {
    const name = (text: string) => {
      const read = readCredential(text)
      return read && nameOf(read)
    }
    expect(name(JSON.stringify(account))).toBe('k1')
    expect(name('{"type":"entra_app","tenant_id":"t","client_id":"c","client_secret":"s"}')).toBe('c')
    expect(name('{"type":"google_file","path":"/a.json"}')).toBeNull()
  })
})

describe('what may stand nowhere', () => {
  it('is all of a key, and of several parts what opens something', () => {
    expect(secretsIn('sk-one-word')).toEqual(['sk-one-word'])
    expect(secretsIn(JSON.stringify(account))).toEqual(['x'])
    expect(secretsIn('{"type":"entra_app","tenant_id":"t","client_id":"c","client_secret":"s"}')).toEqual(['s'])
  })

  it('is all of what only looks like a credential, and nothing of where a file lies', () => {
    expect(secretsIn('{"type":"service_account"')).toEqual(['{"type":"service_account"'])
    expect(secretsIn('/keys/relay.json')).toEqual([])
    expect(secretsIn('/9j4AAQSkZJRg+looks+like+a+path')).toHaveLength(1)
  })
})
