// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { describe, expect, it } from 'vitest'
import { Config, defaultConfig } from '../../src-shared/config/schema.ts'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { readText } from '../intake/read-text.ts'
import { exportYaml } from './export.ts'
import { loadFile } from './load-file.ts'

const id = (name: string) => KeyId.parse(name)
const config = Config.parse({
  routing: { strategy: 'round_robin' },
  providers: [
    {
      name: 'anthropic',
      type: 'anthropic',
      keys: [
        { id: 'k1', label: 'work', hint: '1111', rpm_limit: 50, tags: ['ci'] },
        { id: 'k2', label: 'work', hint: '2222', enabled: false },
      ],
    },
    {
      name: 'my $gate',
      type: 'anthropic',
      base_url: 'https://gate.example/claude',
      models: ['a'],
      model_mapping: { opus: 'a' },
      keys: [{ id: 'k3', label: '${odd} label', hint: '3333' }],
    },
    { name: 'local', type: 'ollama', keys: [{ id: 'k4', label: 'local', hint: '' }] },
  ],
})
const secrets = new Map([
  [id('k1'), 'sk-ant-api03-export-000001-1111'],
  [id('k2'), 'sk-ant-api03-export-000002-2222'],
  [id('k3'), 'gate-key-with-$-and-${X}-3333'],
])
const load = (yaml: string, env: Record<string, string> = {}) =>
  loadFile(yaml, 'yaml', {
    ...{
      env,
      needsKey: (type: string) => type !== 'ollama',
      idOf: (_: string, secret: string) => id(secret.slice(0, 60) || 'none'),
    },
    know() {},
    safe: (it) => it,
  })

describe('an export', () => {
  it('without keys names a variable for each, and is a config file once they are set', () => {
    const { yaml, placeholders } = exportYaml(config, new Map())
    expect(placeholders).toEqual(['ANTHROPIC_WORK_KEY', 'ANTHROPIC_WORK_KEY_2', 'MY_GATE_ODD_LABEL_KEY'])
    expect(yaml).not.toMatch(/1111|sk-ant/)
    const env = Object.fromEntries(placeholders.map((name, n) => [name, `a-key-of-somebody-${n}`]))
    const loaded = load(yaml, env)
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
    const { routing, providers } = loaded.file.config
    expect(routing.strategy).toBe('round_robin')
    expect(providers.map(({ name }) => name)).toEqual(['anthropic', 'my $gate', 'local'])
    expect(providers[0]?.keys).toMatchObject([
      { label: 'work', rpm_limit: 50, tags: ['ci'] },
      { label: 'work', enabled: false },
    ])
    expect(providers[1]?.keys[0]?.label).toBe('${odd} label')
    expect(loaded.file.secrets.map(({ secret }) => secret)).toEqual(Object.values(env))
  })

  it('with keys holds them as they are, whatever characters they have', () => {
    const loaded = load(exportYaml(config, secrets).yaml)
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
    expect(loaded.file.secrets.map(({ secret }) => secret)).toEqual([...secrets.values()])
  })

  it('with keys is read again as the same keys at the same providers', () => {
    const { found, skipped } = readText(exportYaml(config, secrets).yaml)
    expect(skipped).toEqual([])
    expect(found.map(({ name, type, baseUrl, secret }) => [name, type, baseUrl, secret?.reveal() ?? null])).toEqual([
      ['work', 'anthropic', null, secrets.get(id('k1'))],
      ['work', 'anthropic', null, secrets.get(id('k2'))],
      ['${odd} label', 'anthropic', 'https://gate.example/claude', secrets.get(id('k3'))],
      ['local', 'ollama', null, null],
    ])
    expect(found[2]?.mapping).toEqual({ opus: 'a' })
    expect(found[0]?.own).toEqual({ rpm_limit: 50, tags: ['ci'] })
  })

  it('of nothing is an empty list', () => {
    expect(exportYaml(defaultConfig(), new Map()).yaml).toBe('providers: []\n')
  })
})
