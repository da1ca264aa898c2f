import { expect, it } from 'vitest'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { providers } from '../providers/registry.ts'
import { loadFile } from './load-file.ts'

const BASE = `providers:
  - { name: work, type: anthropic, keys: [{ key: sk-ant-api03-one-0123456789 }] }
profiles:
`
const problems = (profiles: string): readonly string[] => {
  const loaded = loadFile(BASE + profiles, 'yaml', {
    env: {},
    needsKey: (type) => Object.values(providers).some((kind) => kind.type === type && kind.needsKey),
    idOf: () => KeyId.parse('id'),
    know() {},
    safe: (text) => text,
  })
  return loaded.ok ? [] : loaded.problems
}

it.each([
  ['two of one name', '  - name: a\n  - name: a\n', 'profiles[1].name: is also the name of profiles[0]'],
  ['a provider that is not there', '  - { name: a, provider: home }\n', 'names "home", which is no provider here'],
  [
    'a budget of nothing',
    '  - { name: a, budget: { daily_usd: 0 } }\n',
    'profiles[0].budget.daily_usd: must be 0.01 or more',
  ],
  [
    'a role that there is not',
    '  - { name: a, models: { fable: x } }\n',
    'profiles[0].models.fable: is not a known name',
  ],
  ['no name', '  - provider: work\n', 'profiles[0].name: is missing'],
])('tells of %s', (_name, profiles, said) => expect(problems(profiles).join('\n')).toContain(said))

it('takes a profile with as little as a name', () => expect(problems('  - name: a\n')).toEqual([]))
