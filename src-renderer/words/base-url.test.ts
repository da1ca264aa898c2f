import { expect, it } from 'vitest'
import { baseUrl } from './base-url.ts'

const settings = (plain_http: boolean) => ({ listen: '127.0.0.1:8787', plain_http }) as never
const relay = (over?: 'https' | 'both') =>
  ({ kind: 'listening', host: '127.0.0.1', port: 1234, ...(over && { over }) }) as never

it.each([
  ['with its certificate', relay('https'), 'https://127.0.0.1:1234'],
  ['with both', relay('both'), 'https://127.0.0.1:1234'],
  ['plain', relay(), 'http://127.0.0.1:1234'],
])('a relay that listens is named as it does: %s', (_, now, address) =>
  expect(baseUrl({ relay: now, settings: settings(true) })).toBe(address),
)

it.each([
  [false, 'https://127.0.0.1:8787'],
  [true, 'http://127.0.0.1:8787'],
])('one that is not there is named as it is set to listen, plain: %s', (plain, address) =>
  expect(baseUrl({ relay: { kind: 'stopped' } as never, settings: settings(plain) })).toBe(address),
)
