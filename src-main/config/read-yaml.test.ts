// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { readYaml } from './read-yaml.ts'

const problems = (source: string) => {
  const read = readYaml(source)
  return read.ok ? [] : read.problems
}

const unquoted = [
  'server:',
  '  auth: { api_key: ${RELAY_TOKEN} }',
  'providers:',
  '  - name: a',
  '    keys:',
  '      - key: 0123456789abcdef.CANARY',
].join('\n')

it('tells the first mistake only, as what follows it is noise', () => {
  expect(problems(unquoted)).toHaveLength(1)
})

it('says how to write a variable inside braces', () => {
  expect(problems(unquoted)[0]).toMatchObject({ where: text.config.line(2, 21), fix: text.config.fixes.quoteVariable })
})

it.each([unquoted, 'a: b\n"0123456789abcdef.CANARY"', 'a: {\n}}\nkey-CANARY: 1', 'a: *CANARY', 'a: &x [*CANARY]'])(
  'never quotes the file, which may hold a key: %j',
  (source) => {
    expect(problems(source)).toHaveLength(1)
    expect(JSON.stringify(problems(source))).not.toContain('CANARY')
  },
)
