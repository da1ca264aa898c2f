// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routingStrategies } from '../../src-shared/config/schema.ts'
import { ChosenType } from '../../src-shared/domain/provider.ts'
import { keyIds } from './key-ids.ts'
import { file, load, problems, WORKS } from './testing/load.ts'

describe('an address that others could reach', () => {
  it.each(['0.0.0.0:8787', '192.168.1.4:8787', '[::]:8787'])('%s is refused with where and what instead', (listen) => {
    expect(problems(`server: { listen: "${listen}" }${WORKS}`)).toEqual([
      expect.stringMatching(/^server\.listen: .*open to others.* For example 127\.0\.0\.1:8787\.$/),
    ])
  })
})

it('problems are told in the order of the file', () => {
  const found = problems(`
logging: { level: loud }
providers:
  - name: work
    type: anthropic
    keys: []
  - type: anthropik
    name: other
    keys: [{ key: "\${GONE}" }]
server: { timeout_ms: soon }
`)
  expect(found.map((line) => line.split(':')[0])).toEqual([
    'logging.level',
    'providers[work].keys',
    'providers[other].type',
    'providers[other].keys[0].key',
    'server.timeout_ms',
  ])
})

describe('a file that is right', () => {
  it('needs a provider and a key, and the rest is as if nobody had said anything', () => {
    expect(file(WORKS).config).toMatchObject({
      server: { listen: '127.0.0.1:8787' },
      routing: { strategy: 'failover' },
      providers: [{ name: 'work', enabled: true, pooling: { strategy: 'least_loaded' } }],
    })
  })

  it('needs no key for a local provider', () => {
    expect(problems('providers: [{ name: local, type: ollama }]')).toEqual([])
  })

  it('may be JSON', () => {
    expect(problems('{"providers":[{"name":"local","type":"ollama"}]}')).toEqual([])
  })
})

describe('secrets', () => {
  const source = `
server: { auth: { api_key: client-canary-1 } }
providers:
  - { name: work, type: anthropic, keys: [{ key: sk-ant-canary-22222222 }, { key: sk-ant-canary-33333333 }] }
`
  it('are taken out of the config', () => {
    const { config, secrets, clientTokens } = file(source)
    expect(JSON.stringify(config)).not.toContain('canary')
    expect(config.providers[0]?.keys.map((key) => key.hint)).toEqual(['2222', '3333'])
    expect(secrets).toEqual([
      { id: config.providers[0]?.keys[0]?.id, provider: 'work', secret: 'sk-ant-canary-22222222' },
      { id: config.providers[0]?.keys[1]?.id, provider: 'work', secret: 'sk-ant-canary-33333333' },
    ])
    expect(clientTokens).toEqual(['client-canary-1'])
  })

  it('are not repeated in any complaint', () => {
    const wrong = `
providers:
  - name: work
    type: anthropic
    keys:
      - { key: [sk-ant-canary-1] }
      - { key: 1234567890123 }
      - { key: canary-22222222222, rpm_limit: fast }
      - { key: canary-22222222222 }
server: { auth: { api_key: canary } }
`
    const said = problems(wrong).join('\n')
    expect(said).not.toMatch(/canary|1234567890123/)
    expect(problems(wrong)).toHaveLength(5)
    expect(problems('providers:\n - key: "sk-ant-canary\n').join()).not.toContain('canary')
    expect(problems('providers: [{ name: work, type: sk-ant-canary-1111 }]').join()).not.toContain('canary')
  })

  it('keep their ids when the file is read again, in any order', () => {
    let count = 0
    const idOf = keyIds({ next: (prefix) => `${prefix}_${count++}`, uuid: () => '', token: () => '' })
    const read = (...keys: string[]) => keys.map((key) => [key, idOf('work', key)] as const)
    const before = new Map(read('sk-one', 'sk-two', 'sk-three'))
    for (const [key, id] of read('sk-three', 'sk-new', 'sk-one')) {
      if (before.has(key)) expect(id).toBe(before.get(key))
      else expect([...before.values()]).not.toContain(id)
    }
    expect(idOf('home', 'sk-one')).not.toBe(before.get('sk-one'))
  })
})

describe('problems', () => {
  it('are told all at once, each with its place, its reason and the way out', () => {
    const source = `
server:
  listen: 8787
  timout_ms: 5
  max_concurrent: -1
routing: { strategy: fail_over, provider: gone }
providers:
  - name: work
    type: antropic
    keys: [{ key: sk-ant-1, priority: 7, rpm_limits: 50 }, { rpm_limit: 1.5, key: sk-ant-2 }]
  - { name: home, type: zai, enabled: "yes", keys: [] }
  - { name: home, type: ollama, models: glm, model_mapping: [a] }
  - { type: ollama, base_url: http://example.com }
logging: { level: loud }
listen: 127.0.0.1:1
`
    expect(problems(source)).toEqual([
      'server.listen: must be text, not 8787. For example 127.0.0.1:8787.',
      'server.timout_ms: is not a known name. Did you mean timeout_ms?',
      'server.max_concurrent: must be 0 or more. Write 0 or more.',
      `routing.strategy: must be one of ${routingStrategies.join(', ')}, not "fail_over". Did you mean failover?`,
      'routing.provider: names "gone", which is no provider here. Write one of: work, home, home.',
      `providers[work].type: must be one of ${ChosenType.options.join(', ')}, not "antropic". Did you mean anthropic?`,
      'providers[work].keys[0].priority: must be 2 or less. Write 2 (first), 1 (default) or 0 (last).',
      'providers[work].keys[0].rpm_limits: is not a known name. Did you mean rpm_limit?',
      'providers[work].keys[1].rpm_limit: must be a whole number, not 1.5. Write a whole number a minute, or 0 for no ceiling.',
      'providers[1].enabled: must be true or false, not "yes". Write true or false.',
      'providers[1].keys: has no key that is enabled. Add a key below keys, or set enabled: false for this provider.',
      'providers[2].name: is also the name of providers[1]. Give each its own name.',
      'providers[2].models: must be a list. Put each entry on its own line, begun with "- ".',
      'providers[2].model_mapping: must be a block of names and values. Write lines such as "opus: model-name" below it.',
      'providers[3].base_url: must begin with https:// (plain http is only for this computer: 127.0.0.1, ::1 or localhost). For example https://api.example.com, or leave it out for the address of the type.',
      'providers[3].name: is missing. Add name.',
      'logging.level: cannot be "loud". Write one of: debug, info, warn, error.',
      'listen: is not a known name. It belongs to server.',
    ])
  })

  it.each([
    ['', 'providers: has no provider that is enabled.'],
    ['providers:', 'providers: has no provider that is enabled.'],
    ['providers: [{ name: work, type: anthropic, enabled: false }]', 'providers: has no provider that is enabled.'],
    ['just words', 'the file: must hold names and values at its top.'],
    ['- a', 'the file: must hold names and values at its top.'],
    ['a: b: c', 'line 1, column 4: is not valid YAML'],
    ['providers:\n\t- name: a', 'line 2, column 1: is not valid YAML'],
    ['server: {}\nserver: {}', 'line 2, column 1: is not valid YAML'],
    ['server: *gone', 'the file: is not valid YAML'],
    ['providers: [{ name: a, type: anthropic, keys: [{ }] }]', 'providers[a].keys[0].key: is missing. Add key.'],
    ['providers: [{ name: a, type: anthropic, keys: [] }]', 'providers[a].keys: has no key that is enabled.'],
    ['__proto__: { x: 1 }\nproviders: [{ name: a, type: ollama }]', '__proto__: is not a known name.'],
    [
      'providers: [{ name: a, type: zai, keys: [{ key: same-same-same }, { key: same-same-same }] }]',
      'providers[a].keys[1].key: is the same key as keys[0]. Remove one of the two.',
    ],
    [
      'wellness: {}\nproviders: [{ name: a, type: ollama }]',
      'wellness: is not a known name. Remove it. Known here: schema_version, server,',
    ],
    [
      'routing: { strategy: model_based }\nproviders: [{ name: a, type: ollama }]',
      'routing.model_mapping: is missing, and the strategy model_based goes by it. Write lines such as "claude-:',
    ],
    [
      'routing: { model_mapping: { claude-: b } }\nproviders: [{ name: a, type: ollama }]',
      'routing.model_mapping.claude-: names "b", which is no provider here. Write one of: a.',
    ],
    [
      'routing: { default_provider: b }\nproviders: [{ name: a, type: ollama }]',
      'routing.default_provider: names "b", which is no provider here. Write one of: a.',
    ],
    ['providers: [{ name: a, type: ollama, priority: 3 }]', 'providers[a].priority: must be 2 or less.'],
    ['providers: [{ name: a, type: ollama, weight: 0 }]', 'providers[a].weight: must be 1 or more.'],
  ])('of %j begin with %j', (source, start) => {
    expect(problems(source)[0]?.slice(0, start.length)).toBe(start)
  })

  it('never make the loader throw, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (source) => {
          expect(load(source).ok).toBeTypeOf('boolean')
        },
      ),
    )
  })

  it('are found in a file that unfolds without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'.split('').map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefghij'[i]}`)}]`),
    ]
    expect(problems(bomb.join('\n'))[0]).toContain('is not valid YAML')
  })
})

describe('the environment', () => {
  const env = { KEY: 'sk-ant-from-the-environment', RPM: '50', ON: 'false', DIGITS: '12345678' }

  it('is put into values', () => {
    const { secrets } = file('providers: [{ name: a, type: zai, keys: [{ key: "${KEY}" }] }]', env)
    expect(secrets[0]?.secret).toBe('sk-ant-from-the-environment')
  })

  it('may be a part of a value', () => {
    const { config } = file('providers: [{ name: a, type: ollama, models: ["x-${RPM}-${DIGITS}"] }]', env)
    expect(config.providers[0]?.models).toEqual(['x-50-12345678'])
  })

  it('may give a number or a switch, and a key of digits stays text', () => {
    const source = `providers: [{ name: a, type: zai, keys: [{ key: "\${DIGITS}", rpm_limit: "\${RPM}", enabled: true }] },
      { name: b, type: ollama, enabled: "\${ON}" }]`
    const { config, secrets } = file(source, env)
    expect(config.providers[0]?.keys[0]?.rpm_limit).toBe(50)
    expect(config.providers[1]?.enabled).toBe(false)
    expect(secrets[0]?.secret).toBe('12345678')
  })

  it('is not read for names or comments', () => {
    const source = '# ${NOT_SET}\nproviders: [{ name: a, type: ollama, model_mapping: { "${KEY}": x } }]'
    expect(file(source, env).config.providers[0]?.model_mapping).toEqual({ '${KEY}': 'x' })
  })

  it('is told by name where it lacks something, once for each place', () => {
    const source =
      'server: { listen: "${LISTEN}" }\nproviders: [{ name: a, type: zai, keys: [{ key: "${GONE}", rpm_limit: "${GONE}" }] }]'
    expect(problems(source, { GONE: '' })).toEqual([
      'server.listen: uses ${LISTEN}, which is not set. Set LISTEN in the environment before starting, or write $${LISTEN} for the words themselves.',
      'providers[a].keys[0].key: uses ${GONE}, which is not set. Set GONE in the environment before starting, or write $${GONE} for the words themselves.',
      'providers[a].keys[0].rpm_limit: uses ${GONE}, which is not set. Set GONE in the environment before starting, or write $${GONE} for the words themselves.',
    ])
  })

  it('can be left out of it with a second dollar sign', () => {
    const { config } = file('providers: [{ name: a, type: ollama, models: ["$${KEY}", "$KEY", "5$", "$$"] }]', env)
    expect(config.providers[0]?.models).toEqual(['${KEY}', '$KEY', '5$', '$'])
  })

  it('has no defaults or other tricks, and says so', () => {
    expect(problems('providers: [{ name: a, type: ollama, models: ["${KEY:-x}"] }]', env)).toEqual([
      'providers[a].models[0]: has a ${ that does not begin a variable name. Write ${NAME}, or $${ for the two characters themselves.',
    ])
  })
})
