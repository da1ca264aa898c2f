import { expect, it } from 'vitest'
import type { Command } from './command.ts'
import { filterCommands, markParts } from './commands.ts'

const command = (verb: string, name: string): Command => ({
  id: `${verb} ${name}`,
  verb,
  name,
  note: '',
  glyph: null,
  keys: '',
  run: () => {},
})
const all = [command('Use model', 'Sonnet 5.5'), command('Go to key', 'side project'), command('Use provider', 'Z.AI')]
const found = (typed: string) => filterCommands(all, typed).map(({ name }) => name)

it.each([
  ['', ['Sonnet 5.5', 'side project', 'Z.AI']],
  ['z.a', ['Z.AI']],
  ['use', ['Sonnet 5.5', 'Z.AI']],
  ['use z', ['Z.AI']],
  ['nothing', []],
])('finds by %j', (typed, names) => expect(found(typed)).toEqual(names))

it('puts first what begins so', () => expect(found('s')).toEqual(['Sonnet 5.5', 'side project', 'Z.AI']))

it('marks where the words stand', () => {
  expect(markParts('side project', 'pro')).toEqual([
    { text: 'side ', hit: false },
    { text: 'pro', hit: true },
    { text: 'ject', hit: false },
  ])
  expect(markParts('side project', 'x')).toEqual([{ text: 'side project', hit: false }])
})
