import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeIds } from '../node/ids.ts'
import { openClientToken, tokenOfFile } from './client-token.ts'

const folder = mkdtempSync(join(tmpdir(), 'client-token-'))
afterAll(() => rmSync(folder, { recursive: true }))

const redactor = { know() {} }
const own = () => openClientToken(join(folder, 'own'), nodeIds, redactor)
const ofFile = async (...tokens: string[]) => tokenOfFile(() => tokens, await own())

it('makes one of 32 bytes at the first run, for its owner alone, and finds it again', async () => {
  const path = join(folder, 'home', 'client-token')
  const first = await openClientToken(path, nodeIds, redactor)
  expect(Buffer.from(first.value().reveal(), 'base64url')).toHaveLength(32)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const second = await openClientToken(path, nodeIds, redactor)
  expect(second.is(first.value().reveal())).toBe(true)
})

it('refuses anything else, of any length and any characters, without throwing', async () => {
  const given = ['the-right-token']
  const token = tokenOfFile(() => given, await own())
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

it('does not print itself', async () => {
  const value = (await ofFile('the-right-token')).value()
  expect([String(value), JSON.stringify({ value }), inspect({ value }, { showHidden: true })].join()).not.toContain(
    'right',
  )
})

describe('a config file', () => {
  it('may set two, and either is taken', async () => {
    const token = await ofFile('the-first-one', 'the-second-one')
    expect([token.is('the-first-one'), token.is('the-second-one'), token.is('the-third-one')]).toEqual([
      true,
      true,
      false,
    ])
    expect(token.value().reveal()).toBe('the-first-one')
    expect([token.path, token.rotate]).toEqual([null, null])
  })

  it('may set another one later, and none at last', async () => {
    let tokens: readonly string[] = ['today-it-is-this']
    const mine = await own()
    const token = tokenOfFile(() => tokens, mine)
    tokens = ['tomorrow-this-one']
    expect([token.is('today-it-is-this'), token.is('tomorrow-this-one')]).toEqual([false, true])
    tokens = []
    expect(token.is('tomorrow-this-one')).toBe(false)
    expect(token.is(mine.value().reveal())).toBe(true)
    expect(token.path).toBe(mine.path)
  })
})
