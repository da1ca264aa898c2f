import { expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
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
  expect(flags).toEqual({ demo: true, hidden: true, home: null, listen: null, config: null, wrong: null })
})

it.each(['--listen=127.0.0.1:9201', '--listen 127.0.0.1:9201'])('listens where %s says', (said) => {
  expect(readFlags(['.', ...said.split(' ')], {}, '/')).toMatchObject({ listen: '127.0.0.1:9201', wrong: null })
})

it.each([
  ['--listen', text.cli.needsValue('--listen')],
  ['--listen=', text.cli.needsValue('--listen')],
  ['--listen=nowhere', text.cli.badListen('nowhere')],
  ['--lisen=127.0.0.1:9201', text.tray.unknownFlag('--lisen')],
  ['--demos', text.tray.unknownFlag('--demos')],
  ['--dev', text.tray.unknownFlag('--dev')],
  ['--config', text.cli.needsValue('--config')],
  ['--config=x.ini', text.cli.unknownFormat('x.ini')],
  ['--confg=x.yaml', text.tray.unknownFlag('--confg')],
])('refuses %s in words', (said, words) => expect(readFlags(['.', said], {}, '/').wrong).toBe(words))

it.each(['--config=x.yaml', '--config x.yaml'])('starts with a file where %s says so', (said) => {
  expect(readFlags(['.', ...said.split(' ')], {}, '/base')).toMatchObject({ config: '/base/x.yaml', wrong: null })
})

it.each([
  '--hidden-thing',
  '--inspect=0',
  '--remote-debugging-port=0',
  '--no-sandbox',
  '--type=renderer',
  '--host=a',
  '-r',
])('leaves %s to Chromium', (said) => expect(readFlags(['.', said], {}, '/').wrong).toBeNull())
