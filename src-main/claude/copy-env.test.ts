import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { environmentLines } from './copy-env.ts'
import { claudeEnv } from './env.ts'
import { quote } from './quote.ts'

const env = claudeEnv({ address: 'http://127.0.0.1:8787', token: "to'k en", roles: {}, trust: null }, {}).process
const hostile = [
  "it's",
  '$(touch x)',
  '`id`',
  'a"b',
  'back\\slash',
  'two\nlines',
  '!history',
  '~',
  '* ?',
  'ä€😀',
  '%PATH%',
  '',
]

/** What the shell holds after the lines were pasted into it. */
function paste(program: string, lines: string, name: string, inherited: Record<string, string> = {}): string {
  const run = spawnSync(program, ['-c', `${lines}printenv ${name}`], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...inherited },
    encoding: 'utf8',
  })
  if (run.error) throw run.error
  return run.stdout.replace(/\n$/, '')
}

it.each(hostile)('means exactly the same to sh: %j', (value) => {
  expect(paste('sh', environmentLines('posix', { X: value }), 'X')).toBe(value)
})

it('means exactly the same to sh, whatever the characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((value) => !/[\0\n\ud800-\udfff]/.test(value)),
      (value) => {
        expect(paste('sh', environmentLines('posix', { X: value }), 'X')).toBe(value)
      },
    ),
    { numRuns: 40 },
  )
})

it('adds to the exceptions the terminal already has', () => {
  const lines = environmentLines('posix', env)
  expect(paste('sh', lines, 'NO_PROXY', { NO_PROXY: '.corp' })).toBe('127.0.0.1,localhost,.corp')
  expect(paste('sh', lines, 'NO_PROXY')).toBe('127.0.0.1,localhost')
})

it("blanks the client's own key", () => {
  const lines = environmentLines('posix', env)
  expect(paste('sh', lines, 'ANTHROPIC_API_KEY', { ANTHROPIC_API_KEY: 'sk-own' })).toBe('')
  expect(paste('sh', lines, 'ANTHROPIC_AUTH_TOKEN')).toBe("to'k en")
})

// fish, PowerShell and cmd cannot be counted on where the tests run: their grammar is held by example.
it('writes fish, whose single quotes know two escapes', () => {
  expect(environmentLines('fish', { X: "a'b\\c$d", NO_PROXY: 'l' })).toBe(
    "set -gx X 'a\\'b\\\\c$d'\nset -gx NO_PROXY (string join , 'l' $NO_PROXY)\n",
  )
})

it('writes PowerShell, which takes curly quotes for straight ones', () => {
  expect(environmentLines('powershell', { X: "a'b’c$d`", NO_PROXY: 'l' })).toBe(
    "$env:X = 'a''b’’c$d`'\n$env:NO_PROXY = (@('l', $env:NO_PROXY) -ne $null) -join ','\n",
  )
})

it('writes cmd, with its line ends and one variable for both spellings', () => {
  expect(environmentLines('cmd', { X: 'a&b', NO_PROXY: 'l', no_proxy: 'l' })).toBe(
    'set "X=a&b"\r\nif defined NO_PROXY (set "NO_PROXY=l,%NO_PROXY%") else set "NO_PROXY=l"\r\n',
  )
})

it.each(['a"b', 'a\nb', 'a\rb'])('refuses to write %j into a batch file', (value) => {
  expect(() => quote.batch(value)).toThrow('batch file')
})

it('doubles percent signs in a batch file', () => expect(quote.batch('100%PATH%')).toBe('100%%PATH%%'))
