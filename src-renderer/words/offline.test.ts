import { expect, it } from 'vitest'
import { anthropic, ollama } from '../gallery/made-up.ts'
import { leftOffline } from './offline.ts'

const here = (baseUrl: string) => ({ ...ollama, enabled: true, baseUrl })
const all = (...providers: (typeof anthropic)[]) => ({
  practice: false,
  providers: Object.fromEntries(providers.map((it) => [it.id, it])),
})

it('says nothing while there is a network', () => {
  expect(leftOffline(all(anthropic), true)).toBeNull()
})

it('says that nobody is left where all are elsewhere', () => {
  expect(leftOffline(all(anthropic), false)).toBe('none')
})

it.each(['http://localhost:11434', 'http://127.0.0.1:11434', 'http://[::1]:11434'])('says that %s is left', (url) => {
  expect(leftOffline(all(anthropic, here(url)), false)).toBe('local')
})

it('takes no other host for this computer', () => {
  expect(leftOffline(all(here('https://localhost.example.com')), false)).toBe('none')
  expect(leftOffline(all(here('http://192.168.1.4:11434')), false)).toBe('none')
})

it('says nothing where nothing is lost: no provider, only such as run here, those elsewhere off, practice', () => {
  const local = here('http://localhost:11434')
  expect(leftOffline(all(), false)).toBeNull()
  expect(leftOffline(all(local), false)).toBeNull()
  expect(leftOffline(all(local, { ...anthropic, enabled: false }), false)).toBeNull()
  expect(leftOffline({ ...all(anthropic), practice: true }, false)).toBeNull()
})
