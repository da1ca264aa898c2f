import { expect, it } from 'vitest'
import type { Examined } from '../../src-shared/domain/claude-code.ts'
import { text } from '../../src-shared/text/text.ts'
import { helpOf, reasonsOf, wayWords } from './doctor-words.ts'

const words = text.window.sheets.doctor
const verdict = (said: Partial<Examined['verdict']>): Examined['verdict'] => ({
  ...{ way: 'here', by: 'user', url: 'http://127.0.0.1:8787', over: null, token: 'good', tokenBy: 'user' },
  ...said,
})
const layers: Examined['layers'] = [
  { name: 'project', path: '/code/.claude/settings.json', sets: ['ANTHROPIC_BASE_URL'], isBroken: false },
]

it('has nothing to mend where it goes here and is let in', () => {
  expect(helpOf({ verdict: verdict({}), layers })).toBeNull()
})

it('names the file that is in the way', () => {
  const shadowed = verdict({ way: 'shadowed', by: 'project', url: 'https://a.example', over: 'user' })
  expect([wayWords(shadowed), ...reasonsOf(shadowed), helpOf({ verdict: shadowed, layers })]).toEqual([
    words.ways.shadowed('https://a.example'),
    words.by(words.layer.project),
    words.over(words.layer.user),
    words.help.edit('/code/.claude/settings.json'),
  ])
})

it('says why the relay would turn it away', () => {
  expect(reasonsOf(verdict({ token: 'other' }))).toContain(words.token.other(words.layer.user))
})
