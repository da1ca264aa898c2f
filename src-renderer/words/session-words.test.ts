import { expect, it } from 'vitest'
import { inOrder } from '../../src-shared/domain/session.ts'
import { costText, shortPath } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import { AT, inS } from '../gallery/made-up.ts'
import { bySession, someProfiles, someSessions } from '../gallery/sessions-cast.ts'
import { noteWords, sessionsLine, spentWords, stateWords } from './session-words.ts'

const words = text.window.sessions
const [api, , maps, , other, infra] = someSessions
const [careful, side] = someProfiles

it('puts terminals of one folder together, those started elsewhere after them, and what is over last', () => {
  const shuffled = bySession(someSessions.toReversed())
  expect(inOrder(shuffled).map(({ folder, kind }) => folder ?? kind)).toEqual([
    '/home/me/code/docs',
    '/home/me/code/api',
    '/home/me/code/api',
    '/home/me/side/maps',
    'other',
    '/home/me/code/infra',
  ])
})

it('keeps that order while they work, so that no row jumps', () => {
  const before = inOrder(bySession(someSessions)).map(({ id }) => id)
  const busy = someSessions.map((it, i) => ({ ...it, lastAt: inS(i), underWay: i }))
  expect(inOrder(bySession(busy)).map(({ id }) => id)).toEqual(before)
})

it('says how many are open and how many work', () => {
  expect(sessionsLine(bySession(someSessions))).toBe('5 sessions are open; one is working now.')
  expect(sessionsLine(bySession(someSessions.slice(0, 1)))).toBe('One session is open; it is working now.')
  expect(sessionsLine({})).toBe('No session is open.')
})

it.each([
  [api, 'GNOME Terminal, 1 h, 2 requests under way'],
  [maps, 'xterm, 3 h, quiet for 10 min'],
  [other, 'with the common token, 0b7c2f4e, 15 min'],
])('notes where it runs, for how long and what it does (%#)', (session, said) =>
  expect(noteWords(session as NonNullable<typeof session>, AT).text).toBe(said),
)

it('tells what is over from what is paused', () => {
  expect(infra && stateWords(infra)).toEqual({ glyph: 'disabled', text: words.state.ended })
  expect(maps && stateWords(maps)).toEqual({ glyph: 'paused', text: words.state.paused })
})

it('never calls a price that is not known nothing', () => {
  const none = { micros: 0, priced: 0, unpriced: 0, asOf: null }
  expect(costText(none).amount).toBe('')
  expect(costText({ ...none, unpriced: 3 }).amount).toBe(words.noPrice)
  expect(costText({ ...none, priced: 1 }).amount).toBe('$0.00')
  expect(costText({ micros: 880_000, priced: 31, unpriced: 4, asOf: '2026-09-23' })).toMatchObject({
    amount: 'at least $0.88',
    note: '4 without a price',
  })
  expect(costText({ micros: 880_000, priced: 31, unpriced: 0, asOf: '2026-09-23' }).note).toBe('prices of 2026-09-23')
})

it('turns amber near the end of a budget', () => {
  expect(side && spentWords(side, 'daily')).toEqual({ text: '$0.88 of $1.00', tone: 'warn' })
  expect(careful && spentWords(careful, 'daily').tone).toBe('plain')
  expect(careful && spentWords(careful, 'total')).toEqual({ text: '$61.20', tone: 'quiet' })
})

it.each([
  ['/home/me/code/api', 'code/api'],
  ['C:\\work\\api', 'work/api'],
  ['/', '/'],
])('shortens %s', (path, short) => expect(shortPath(path)).toBe(short))
