// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Change, edited } from './edit.ts'
import { NotByMachine } from './places.ts'
import { commentsIn, type Tree, written } from './styles.testing.ts'

const set = (path: Change['path'], value: unknown): Change => ({ kind: 'set', path, value })
const remove = (...path: Change['path']): Change => ({ kind: 'remove', path })
const insert = (path: Change['path'], at: number, value: unknown): Change => ({ kind: 'insert', path, at, value })

const FILE = `# Mine.
server: {listen: "127.0.0.1:8787" , auth: {}}   # here
routing:

    strategy:   failover     # slow and steady
    # more to come
providers:
  # the first
  - name: work   # w
    type: anthropic
    models:   # none yet
    keys:
    - key: "\${A}"
      label: >
        folded
        text
    -   key: 'b'     # second

  # the second
  - name: two
    type: zai
# end`

describe('a change leaves every other byte, and', () => {
  it.each<[string, Change, string, string]>([
    ['replaces a value', set(['routing', 'strategy'], 'cost'), 'strategy:   failover     #', 'strategy:   cost     #'],
    ['keeps quotes', set(['server', 'listen'], '[::1]:1'), '"127.0.0.1:8787"', '"[::1]:1"'],
    ['adds to brackets', set(['server', 'timeout_ms'], 5), 'auth: {}}', 'auth: {}, timeout_ms: 5}'],
    ['adds to empty brackets', set(['server', 'auth', 'x'], 'a, b'), 'auth: {}', 'auth: { x: "a, b" }'],
    ['takes out of brackets', remove('server', 'listen'), 'listen: "127.0.0.1:8787" , ', ''],
    ['takes the last out of brackets', remove('server', 'auth'), '" , auth: {}', '"'],
    ['adds to a block', set(['routing', 'model'], 'm'), 'steady\n', 'steady\n    model: m\n'],
    ['adds a block', set(['logging', 'level'], 'debug'), 'type: zai\n', 'type: zai\nlogging:\n  level: debug\n'],
    ['fills an empty name', set(['providers', 0, 'models'], ['x']), 'none yet\n', 'none yet\n      - x\n'],
    ['takes out a line', remove('providers', 0, 'type'), '    type: anthropic\n', ''],
    ['takes out the name beside a dash', remove('providers', 1, 'name'), '- name: two\n    type', '- type'],
    ['takes out an entry', remove('providers', 1), '  - name: two\n    type: zai\n', ''],
    ['takes out a longer entry', remove('providers', 0, 'keys', 1), "    -   key: 'b'     # second\n", ''],
    ['adds an entry', insert(['providers'], 9, { name: 'c' }), 'type: zai\n', 'type: zai\n  - name: c\n'],
    [
      'adds one first',
      insert(['providers', 0, 'keys'], 0, { key: 'k', label: 'l' }),
      '    - key: "',
      '    - key: k\n      label: l\n    - key: "',
    ],
    [
      'begins a list',
      insert(['providers', 1, 'keys'], 0, { key: 'k' }),
      'type: zai\n',
      'type: zai\n    keys:\n      - key: k\n',
    ],
    ['fills an empty list', insert(['providers', 0, 'models'], 0, 'x'), 'none yet\n', 'none yet\n      - x\n'],
    [
      'replaces folded text',
      set(['providers', 0, 'keys', 0, 'label'], 'short'),
      ' >\n        folded\n        text',
      ' short',
    ],
    [
      'says a dollar sign twice where one would mean something',
      set(['routing', 'strategy'], '${X}'),
      'failover ',
      '"$${X}" ',
    ],
  ])('%s', (_, change, before, after) => {
    expect(edited(FILE, change)).toBe(FILE.replace(before, () => after))
    const windows = FILE.replaceAll('\n', '\r\n')
    expect(edited(windows, change)).toBe(FILE.replace(before, () => after).replaceAll('\n', '\r\n'))
  })

  it.each<[string, Change, string]>([
    ['', set(['a', 'b'], 1), 'a:\n  b: 1\n'],
    ['# only words', set(['a'], [1]), '# only words\na:\n  - 1\n'],
    ['{}', set(['a', 'b'], 1), '{ a: { b: 1 } }'],
    ['{"a":{"b":[1,2]}}', set(['a', 'c'], 'x'), '{"a":{"b":[1,2], c: x}}'],
    ['a: [1, 2, 3]', remove('a', 1), 'a: [1, 3]'],
    ['a: [1, 2, 3]', remove('a', 2), 'a: [1, 2]'],
    ['a: []', insert(['a'], 0, { b: 1 }), 'a: [ { b: 1 } ]'],
    ['a: [1]', insert(['a'], 0, 0), 'a: [0, 1]'],
    ['a:\n- 1', insert(['a'], 1, 2), 'a:\n- 1\n- 2'],
    ['a: # why\n- 1\n- 2\nb: 1\n', set(['a'], []), 'a: [] # why\nb: 1\n'],
    ['a:\n- b: 1\n', remove('a', 0), 'a:\n'],
    ['\uFEFFa: 1\nb: 2\n', remove('a'), 'b: 2\n'],
  ])('%j becomes what was asked for', (source, change, result) => {
    expect(edited(source, change)).toBe(result)
  })

  it.each<[string, Change]>([
    ['base: &b { x: 1 }\na: *b', set(['a', 'x'], 2)],
    ['? [a]\n: 1\nb: 1', set(['b', 'c'], 2)],
    ['- a', set(['b'], 1)],
    ['a:\n  - b: 1\n', remove('a', 0, 'b')],
  ])('%j is left to its owner', (source, change) => {
    expect(() => edited(source, change)).toThrow(NotByMachine)
  })
})

/** A document in a style of its own: brackets here, lines there, comments and blank lines anywhere. */
const style = fc.infiniteStream(fc.nat(7))
const leaf = fc.oneof(
  fc.constantFrom('plain', 'with space', '# no comment', "it's", 'a: b', '', 'yes', '12', '-'),
  fc.nat(99),
  fc.boolean(),
)
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const { tree } = fc.letrec<{ tree: Tree; value: Tree[string] }>((tie) => ({
  tree: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.array(fc.constantFrom('x', 'y, z', 'w'), { maxLength: 3 }),
    tie('tree'),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
  ),
}))

/** The same change made to plain values. */
function changed(root: Tree, change: Change): Tree {
  const copy = structuredClone(root) as Record<string, unknown>
  const last = change.path.at(-1) as string
  let at: Record<string, unknown> = copy
  for (const step of change.path.slice(0, -1)) {
    at[step] ??= {}
    at = at[step] as never
  }
  if (change.kind === 'set') at[last] = change.value
  else if (change.kind === 'insert') at[last] = ((at[last] as unknown[]) ?? []).toSpliced(change.at, 0, change.value)
  else if (Array.isArray(at)) at.splice(Number(last), 1)
  else delete at[last]
  return copy as Tree
}

/** Every place in a document, and whether it is an entry of a list. */
function places(value: unknown, path: (string | number)[] = []): { path: (string | number)[]; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return []
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([step, inner]) => [
    { path: [...path, step], value: inner },
    ...places(inner, [...path, step]),
  ])
}

/** A name with nothing behind it says no more than a name left out. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => said(one) ?? null)
  if (typeof value !== 'object') return value
  const entries = Object.entries(value ?? {}).map(([step, inner]) => [step, said(inner)] as const)
  const kept = entries.filter(([, inner]) => inner !== undefined)
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

const anyChange = (root: Tree) => {
  const all = places(root)
  const named = all.filter(({ path }) => typeof path.at(-1) === 'string')
  const lists = all.filter(({ value }) => Array.isArray(value))
  const fresh = fc.oneof(leaf, fc.constant({ k: 'v', l: 1 }), fc.constant(['m', 'n']))
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...named, { path: ['new'], value: null }), fresh)
      .map(([{ path }, value]) => set(path, value)),
    fc
      .tuple(fc.constantFrom(...named, { path: ['new'], value: null }), name, fresh)
      .map(([{ path, value }, more, v]) =>
        set(
          typeof value === 'object' && value !== null && !Array.isArray(value) ? [...path, `n${more}`] : ['new', more],
          v,
        ),
      ),
    ...(all.length === 0 ? [] : [fc.constantFrom(...all).map(({ path }) => remove(...path))]),
    ...(lists.length === 0
      ? []
      : [
          fc
            .tuple(fc.constantFrom(...lists), fc.nat(4))
            .map(([{ path }, at]) => insert(path, at, { k: 'v', l: ['m'] })),
        ]),
  )
}

const scene = tree.chain((root) =>
  fc.tuple(style, anyChange(root)).map(([stream, change]) => {
    const numbers = stream[Symbol.iterator]()
    return { root, change, source: written(root, () => numbers.next().value as number) }
  }),
)

describe('whatever a file looks like', () => {
  it('says what was asked for, and nothing else has changed', () => {
    fc.assert(
      fc.property(scene, ({ root, change, source }) => {
        expect(parse(source) ?? {}).toEqual(root)
        let result: string
        try {
          result = edited(source, change)
        } catch (error) {
          if (error instanceof NotByMachine) return
          throw error
        }
        expect(said(parse(result))).toEqual(said(changed(root, change)))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps every comment and every line outside of what was changed', () => {
    fc.assert(
      fc.property(scene, ({ root, change, source }) => {
        let result: string
        try {
          result = edited(source, change)
        } catch (error) {
          if (error instanceof NotByMachine) return
          throw error
        }
        let start = 0
        while (start < source.length && source[start] === result[start]) start++
        let end = source.length
        while (end > start && source[end - 1] === result[end - 1 + result.length - source.length]) end--
        const touched = source.slice(source.lastIndexOf('\n', start - 1) + 1, `${source}\n`.indexOf('\n', end))
        const old = places(root).find(({ path }) => JSON.stringify(path) === JSON.stringify(change.path))?.value
        const replacesOne = change.kind === 'set' && typeof old !== 'object'
        const mayGo: string[] = change.kind === 'insert' || replacesOne ? [] : commentsIn(touched)
        const kept = commentsIn(source).filter((one) => !mayGo.includes(one))
        expect(commentsIn(result).filter((one) => kept.includes(one))).toEqual(kept)
      }),
      { numRuns: 1000 },
    )
  })
})
