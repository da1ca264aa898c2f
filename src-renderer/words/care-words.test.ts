import { expect, it } from 'vitest'
import { AT, key } from '../gallery/made-up.ts'
import { expiryNote, keptNote, numberIn, spentWords, tagsIn, tagsOf } from './care-words.ts'

it.each([
  ['2026-03-15', null],
  ['2026-02-10', 'expires in 26 days'],
  ['2026-01-20', 'expires in 5 days'],
  ['2026-01-16', 'expires tomorrow'],
  ['2026-01-15', 'expires today'],
  ['2026-01-14', 'expired'],
])('a key whose last day is %s: %s', (expiresOn, words) => {
  expect(expiryNote({ care: { expiresOn } }, AT)?.text ?? null).toBe(words)
})

it('says what is kept for its user', () => {
  expect(keptNote({ care: { reserve: 0.2 } })?.text).toBe('20% kept for you')
  expect(keptNote({ care: {} })).toBeNull()
})

it('says what a day has cost, and what is not in the sum', () => {
  expect(spentWords(0, 0)).toBeNull()
  expect(spentWords(3.2, 0)).toBe('$3.20 today')
  expect(spentWords(3.2, 2)).toBe('$3.20 today, without 2 requests of unknown price')
})

it('reads tags and figures as people write them', () => {
  expect(tagsIn(' eu, work,, eu ')).toEqual(['eu', 'work'])
  expect(numberIn('$ 2,50')).toBe(2.5)
  expect(numberIn('20 %')).toBe(20)
  expect(numberIn('much')).toBe(0)
})

it('lists every tag once', () => {
  const keys = [key('a', 'a', '1', { care: { tags: ['work', 'eu'] } }), key('b', 'b', '2', { care: { tags: ['eu'] } })]
  expect(tagsOf(keys)).toEqual(['eu', 'work'])
})
