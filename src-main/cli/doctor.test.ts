import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { LayerName } from '../../src-shared/domain/claude-code.ts'
import { text } from '../../src-shared/text/text.ts'
import { diagnosed, type Known } from '../claude/diagnose.ts'
import { type Layer, layersOf } from '../claude/layers.ts'

const words = text.cli.claude.doctor
const HERE = 'http://127.0.0.1:8787'
const known: Known = { address: HERE, answers: true, token: 'ours', guarded: false }
const layer = (name: LayerName, values: Layer['values'], more: Partial<Layer> = {}): Layer => ({
  ...{ name, values, apiKeyHelper: false, isBroken: false },
  path: name === 'environment' ? null : `/settings/${name}.json`,
  ...more,
})
const url = (value: string) => ({ ANTHROPIC_BASE_URL: value })
const ours = { ANTHROPIC_BASE_URL: HERE, ANTHROPIC_AUTH_TOKEN: 'ours' }

describe('where Claude Code goes', () => {
  it.each<[string, Layer[], Known, ReturnType<typeof diagnosed>['way'], string]>([
    ['nothing says anything', [layer('environment', {})], known, 'straight', words.verdicts.straight],
    ['the user’s settings say here', [layer('user', ours)], known, 'here', words.verdicts.here('user')],
    [
      'another name of this computer',
      [layer('user', { ...ours, ...url('http://localhost:8787/') })],
      known,
      'here',
      words.verdicts.here('user'),
    ],
    ['settings say elsewhere', [layer('user', url('https://api.z.ai/x'))], known, 'elsewhere', 'https://api.z.ai'],
    [
      'over http, where only https is answered',
      [layer('user', ours)],
      { ...known, address: 'https://127.0.0.1:8787', guarded: true },
      'here',
      words.verdicts.plain,
    ],
    [
      'over http, where both are answered',
      [layer('user', ours)],
      { ...known, address: 'https://127.0.0.1:8787' },
      'here',
      words.verdicts.here('user'),
    ],
    [
      'settings beat the environment',
      [layer('user', url('https://api.z.ai')), layer('environment', ours)],
      known,
      'shadowed',
      words.verdicts.shadowed('user', 'environment'),
    ],
    [
      'a project shadows the user',
      [layer('project', url('https://a.example')), layer('user', ours)],
      known,
      'shadowed',
      words.verdicts.shadowed('project', 'user'),
    ],
    [
      'managed settings are above all',
      [layer('managed', url('https://a.example')), layer('user', ours)],
      known,
      'shadowed',
      words.advice.managed,
    ],
    [
      'an empty text takes away',
      [layer('local', url('')), layer('user', ours)],
      known,
      'straight',
      words.verdicts.straight,
    ],
    [
      'another token',
      [layer('user', { ...ours, ANTHROPIC_AUTH_TOKEN: 'theirs' })],
      known,
      'here',
      words.verdicts.token('user'),
    ],
    ['no token', [layer('user', url(HERE))], known, 'here', words.verdicts.noToken],
    ['a relay that is off', [layer('user', ours)], { ...known, address: null }, 'elsewhere', words.advice.start],
    [
      'a file that is broken',
      [layer('user', {}, { isBroken: true })],
      known,
      'straight',
      words.unreadable('/settings/user.json'),
    ],
    ['a helper for keys', [layer('user', ours, { apiKeyHelper: true })], known, 'here', 'apiKeyHelper'],
  ])('%s', (_, layers, relay, way, said) => {
    const found = diagnosed(layers, relay)
    expect(found.way).toBe(way)
    expect([...found.lines, ...found.advice].join('\n')).toContain(said)
  })

  it('shows no token and no more of an address than where it leads', () => {
    const layers = [
      layer('user', { ANTHROPIC_BASE_URL: 'https://me:pw@a.example/p?key=1', ANTHROPIC_AUTH_TOKEN: 'secret' }),
    ]
    expect(JSON.stringify(diagnosed(layers, known))).not.toMatch(/pw|key=1|secret/)
  })
})

describe('the layers', () => {
  const home = mkdtempSync(join(tmpdir(), 'layers-'))
  afterAll(() => rmSync(home, { recursive: true }))
  const spawner = { start: async () => 1, ask: async () => null }
  const machine = { platform: 'linux' as const, home, shell: '', spawner, env: { ANTHROPIC_API_KEY: 'x', OTHER: 'y' } }
  const put = (path: string, content: unknown) => {
    const whole = join(home, path)
    mkdirSync(dirname(whole), { recursive: true })
    writeFileSync(whole, typeof content === 'string' ? content : JSON.stringify(content))
    return whole
  }

  it('are read in the order in which they count', () => {
    const managed = put('managed.json', { env: url('https://m.example') })
    put('.claude/settings.json', { env: { ...url(HERE), OTHER: 'z', ANTHROPIC_API_KEY: 5 } })
    put('project/.claude/settings.json', { apiKeyHelper: 'print-key' })
    put('project/.claude/settings.local.json', '{ broken')
    const layers = layersOf(machine, join(home, 'project'), [managed, join(home, 'none.json')])
    expect(layers.map(({ name, values, apiKeyHelper, isBroken }) => [name, values, apiKeyHelper, isBroken])).toEqual([
      ['managed', url('https://m.example'), false, false],
      ['local', {}, false, true],
      ['project', {}, true, false],
      ['user', url(HERE), false, false],
      ['environment', { ANTHROPIC_API_KEY: 'x' }, false, false],
    ])
  })

  it('count the user’s own settings once, in the home folder too', () => {
    expect(layersOf(machine, home, []).map(({ name }) => name)).toEqual(['user', 'environment'])
  })
})
