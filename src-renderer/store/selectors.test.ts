import { describe, expect, it } from 'vitest'
import { anthropic, key, keyId, ollama, snapshot, zai } from '../gallery/made-up.ts'
import {
  bracketOf,
  choosableModels,
  choosableProviders,
  keptByProfiles,
  keyCounts,
  rowsOf,
  splitListen,
} from './selectors.ts'

const ids = ['a', 'b', 'c'].map(keyId)
const gone = (id: string, after: string | null) => ({
  id: keyId(id),
  label: id,
  after: after === null ? null : keyId(after),
  until: 0,
})
const names = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) => (row.kind === 'key' ? row.id : `-${row.removed.id}`))

describe('rows', () => {
  it.each([
    [gone('x', 'a'), ['a', '-x', 'b', 'c']],
    [gone('x', null), ['-x', 'a', 'b', 'c']],
    [gone('x', 'c'), ['a', 'b', 'c', '-x']],
    [gone('x', 'no longer there'), ['a', 'b', 'c', '-x']],
  ])('a removed key leaves its place open', (removed, rows) => expect(names(rowsOf(ids, [removed]))).toEqual(rows))

  it('a key that is back is not told as removed', () =>
    expect(names(rowsOf(ids, [gone('b', 'a')]))).toEqual(['a', 'b', 'c']))
})

describe('brackets', () => {
  const shared = (id: string, ...others: string[]) => key(id, id, '', { sharedWith: others.map(keyId) })
  const whole = snapshot([shared('a', 'b', 'c'), shared('b', 'a', 'c'), shared('c', 'a', 'b'), key('d', 'd', '')])

  it.each([
    ['a', 'first'],
    ['b', 'middle'],
    ['c', 'last'],
    ['d', 'none'],
  ])('%s is %s', (id, place) => expect(bracketOf(whole, keyId(id))).toBe(place))

  it('none, where the other key stands elsewhere', () => {
    const apart = snapshot([shared('a', 'c'), key('b', 'b', ''), shared('c', 'a')])
    expect(bracketOf(apart, keyId('a'))).toBe('none')
  })
})

describe('choices', () => {
  const whole = snapshot([], { providers: { [anthropic.id]: anthropic, [zai.id]: zai, [ollama.id]: ollama } })

  it('offer the providers that are in use', () =>
    expect(choosableProviders(whole).map(({ id }) => id)).toEqual(['anthropic', 'zai']))

  it('offer everybody’s models, or the chosen provider’s', () => {
    expect(choosableModels(whole)).toHaveLength(5)
    expect(choosableModels({ ...whole, choice: { provider: zai.id, model: null } })).toEqual(zai.models)
  })
})

it('counts keys by provider', () =>
  expect(keyCounts(snapshot([key('a', 'a', ''), key('b', 'b', '', { providerId: zai.id })]).keys)).toEqual({
    anthropic: 1,
    zai: 1,
  }))

it.each([
  ['127.0.0.1:8787', { host: '127.0.0.1', port: 8787 }],
  ['[::1]:80', { host: '[::1]', port: 80 }],
])('splits %s at its last colon', (listen, parts) => expect(splitListen(listen)).toEqual(parts))

it('counts the sessions that go where their profile sends them, whatever is chosen', () => {
  const profile = (name: string, provider: string | null) => ({ name, provider })
  const session = (profile: string | null, endedAt: number | null = null) => ({ profile, endedAt })
  const now = {
    profiles: [profile('led', 'zai'), profile('free', null)],
    sessions: { a: session('led'), b: session('led', 1), c: session('free'), d: session(null), e: session('gone') },
  } as unknown as Parameters<typeof keptByProfiles>[0]
  expect(keptByProfiles(now)).toBe(1)
})
