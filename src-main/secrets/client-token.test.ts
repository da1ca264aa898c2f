import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { nodeIds } from '../node/ids.ts'
import { fixedClientToken, openClientToken } from './client-token.ts'

const folder = mkdtempSync(join(tmpdir(), 'client-token-'))
afterAll(() => rmSync(folder, { recursive: true }))

const redactor = { know() {} }

it('makes one of 32 bytes at the first run, for its owner alone, and finds it again', async () => {
  const path = join(folder, 'home', 'client-token')
  const first = await openClientToken(path, nodeIds, redactor)
  expect(Buffer.from(first.value().reveal(), 'base64url')).toHaveLength(32)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const second = await openClientToken(path, nodeIds, redactor)
  expect(second.is(first.value().reveal())).toBe(true)
})

it('refuses anything else, of any length and any characters, without throwing', () => {
  const token = fixedClientToken('the-right-token', redactor)
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constant('x'.repeat(20_000))),
      (candidate) => {
        expect(token.is(candidate)).toBe(candidate === 'the-right-token')
      },
    ),
  )
  expect(token.is('the-right-token')).toBe(true)
  expect(token.is('')).toBe(false)
})

it('takes the old one no more after it was rotated', async () => {
  const path = join(folder, 'rotated')
  const token = await openClientToken(path, nodeIds, redactor)
  const old = token.value().reveal()
  await token.rotate?.()
  expect(token.is(old)).toBe(false)
  expect(token.is(readFileSync(path, 'utf8').trim())).toBe(true)
})

it('makes a new one in place of one that was cut short', async () => {
  const path = join(folder, 'short')
  writeFileSync(path, 'abc')
  expect((await openClientToken(path, nodeIds, redactor)).is('abc')).toBe(false)
})

it('closes a file that others could read', async () => {
  const path = join(folder, 'open')
  writeFileSync(path, 'x'.repeat(43))
  chmodSync(path, 0o644)
  await openClientToken(path, nodeIds, redactor)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('does not print itself', () => {
  const value = fixedClientToken('the-right-token', redactor).value()
  expect([String(value), JSON.stringify({ value }), inspect({ value }, { showHidden: true })].join()).not.toContain(
    'right',
  )
})
