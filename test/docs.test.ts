import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { keyIds } from '../src-main/config/key-ids.ts'
import { loadFile } from '../src-main/config/load-file.ts'
import { foldersIn } from '../src-main/files/folders.ts'
import { nodeIds } from '../src-main/node/ids.ts'
import { Config } from '../src-shared/config/schema.ts'
import { text } from '../src-shared/text/text.ts'

/** What the documents for strangers say, held to what is. */
const root = path.resolve(import.meta.dirname, '..')
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8')
const documents = ['README.md', ...fs.readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md') && fs.existsSync(path.join(root, name)),
)

const samples = documents.flatMap((name) =>
  [...read(name).matchAll(/^```(yaml|toml)\n([\s\S]*?)^```$/gm)].map(([, format, source], at) => ({
    title: `${name}, sample ${at + 1}`,
    format: format as 'yaml' | 'toml',
    source: source as string,
  })),
)

const load = (source: string, format: 'yaml' | 'toml') =>
  loadFile(source, format, {
    env: new Proxy({}, { get: (_, name) => `value-of-${String(name)}` }),
    needsKey: (type) => type !== 'ollama',
    idOf: keyIds(nodeIds),
    know() {},
    safe: (said) => said,
  })

/** Every name of the schema, as `providers[].keys[].label`. */
function namesOf(schema: z.core.$ZodType, at = ''): string[] {
  const { def } = schema._zod as { def: { innerType?: z.core.$ZodType } }
  if (def.innerType) return namesOf(def.innerType, at)
  if (schema instanceof z.ZodArray) return namesOf(schema.element as z.core.$ZodType, `${at}[]`)
  if (!(schema instanceof z.ZodObject)) return [at]
  return Object.entries(schema.shape).flatMap(([name, inner]) => namesOf(inner, at === '' ? name : `${at}.${name}`))
}
const withoutPlainLists = (names: string[]) => names.map((name) => name.replace(/\[\]$/, ''))

describe('docs/config.md', () => {
  it.each(samples.map((sample) => [sample.title, sample] as const))(
    '%s is a config that loads',
    (_, { source, format }) => {
      const loaded = load(source, format)
      expect(loaded.ok ? [] : loaded.problems).toEqual([])
    },
  )

  it('has samples', () => {
    expect(samples.length).toBeGreaterThan(2)
  })

  it('tells of every name there is, and of no other', () => {
    const rows = [...read('docs/config.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual(withoutPlainLists(namesOf(Config)).sort())
  })

  it('has an example of every name', () => {
    const everything = samples.find(({ source }) => source.includes('schema_version'))
    const missing = withoutPlainLists(namesOf(Config)).filter((name) => {
      const last = name.split('.').at(-1) as string
      return name !== 'server.api_key' && !new RegExp(`\\b${last}:`).test(everything?.source ?? '')
    })
    expect(missing).toEqual([])
  })

  it('says the defaults as they are', () => {
    const defaults = Config.parse({}) as Record<string, unknown>
    const rows = [...read('docs/config.md').matchAll(/^\| `([a-z_.]+)` \| `([^`]+)` \|/gm)]
    for (const [, name, said] of rows) {
      const value = (name as string)
        .split('.')
        .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], defaults)
      expect([name, typeof value === 'string' ? value : JSON.stringify(value)]).toEqual([name, said])
    }
  })
})

describe('docs/cli.md', () => {
  it('tells of every command', () => {
    for (const name of Object.keys(text.cli.helpOf)) expect(read('docs/cli.md')).toMatch(new RegExp(`\`${name}\\b`))
  })
})

it.each(['yaml', 'toml'] as const)('what config init writes as %s loads', (format) => {
  const loaded = load(text.cli.template[format], format)
  expect(loaded.ok ? [] : loaded.problems).toEqual([])
})

describe('docs/stored.md', () => {
  it('tells of every file that the relay keeps, and of no other', () => {
    const { home, ...files } = foldersIn('/home')
    const rows = [...read('docs/stored.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual(
      Object.values(files)
        .map((file) => path.relative(home, file).replaceAll('\\', '/'))
        .sort(),
    )
  })
})

describe('docs/cli.md on answers', () => {
  it('names every header that the relay adds, and no other', () => {
    const named = (...of: string[]) =>
      [
        ...new Set(
          of
            .map(read)
            .join('\n')
            .match(/(?<=['`])x-cc-relay-[a-z-]+(?=['`])/g),
        ),
      ].sort()
    expect(named('docs/cli.md')).toEqual(named('src-main/relay/answer.ts', 'src-main/relay/try-key.ts'))
    expect(named('docs/cli.md').length).toBeGreaterThan(4)
  })
})
