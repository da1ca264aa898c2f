import { expect, it } from 'vitest'
import { readFlags } from './flags.ts'

it.each([
  [[], {}, null],
  [['--home', '/a b'], {}, '/a b'],
  [['--home=/c'], {}, '/c'],
  [['--home=rel'], {}, '/base/rel'],
  [[], { CC_RELAY_HOME: '/e' }, '/e'],
  [['--home=/c'], { CC_RELAY_HOME: '/e' }, '/c'],
  [['--home'], {}, null],
  [[], { CC_RELAY_HOME: '' }, null],
])('reads the home out of %j and %j', (argv, env, home) => expect(readFlags(argv, env, '/base').home).toBe(home))

it('knows its own switches among those of Chromium', () => {
  const flags = readFlags(['electron', '.', '--ozone-platform=x11', '--demo', '--hidden'], {}, '/')
  expect(flags).toEqual({ demo: true, hidden: true, home: null })
  expect(readFlags(['electron', '.', '--hidden-thing'], {}, '/')).toEqual({ demo: false, hidden: false, home: null })
})
