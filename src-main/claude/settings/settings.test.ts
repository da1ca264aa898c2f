import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY, type Journal, planInit, planRemove } from './journal.ts'
import { readSettings, type Settings } from './patch.ts'

type Json = { [name: string]: unknown }

const OURS = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787', ANTHROPIC_AUTH_TOKEN: 'the-token-of-the-relay' }
const PATH = '/home/me/.claude/settings.json'

const good = (bytes: Buffer): Settings & { kind: 'ok' } => {
  const settings = readSettings(bytes)
  if (settings.kind !== 'ok') throw new Error(settings.kind)
  return settings
}
const init = (bytes: Buffer | null, wanted: Record<string, string> = OURS, was: Journal | null = null) =>
  planInit({ path: PATH, bytes, at: '2026-01-31T10:20:30.000Z', was, crashes: 0 }, good(bytes ?? EMPTY), wanted)
const remove = (journal: Journal, bytes: Buffer) => planRemove(journal, bytes, good(bytes))
const read = (bytes: Buffer | null): Json => JSON.parse(String(bytes).replace(/^\uFEFF/, ''))
const text = (...lines: string[]) => Buffer.from(lines.join('\n'))

describe('sending Claude Code through the relay', () => {
  it.each<[string, string, string]>([
    [
      'a file in lines',
      '{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  }\n}\n',
      '{\n  "model": "opus",\n  "env": {\n    "A": "1",\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:8787",\n    "ANTHROPIC_AUTH_TOKEN": "the-token-of-the-relay"\n  }\n}\n',
    ],
    [
      'a file without env',
      '{\n\t"model": "opus"\n}',
      '{\n\t"model": "opus",\n\t"env": {\n\t\t"ANTHROPIC_BASE_URL": "http://127.0.0.1:8787",\n\t\t"ANTHROPIC_AUTH_TOKEN": "the-token-of-the-relay"\n\t}\n}',
    ],
    [
      'a file on one line',
      '{"env":{"A":"1"}}',
      '{"env":{"A":"1", "ANTHROPIC_BASE_URL": "http://127.0.0.1:8787", "ANTHROPIC_AUTH_TOKEN": "the-token-of-the-relay"}}',
    ],
    [
      'an empty file of ours',
      '{}\n',
      '{\n  "env": {\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:8787",\n    "ANTHROPIC_AUTH_TOKEN": "the-token-of-the-relay"\n  }\n}\n',
    ],
    [
      'values that are there',
      '{ "env": { "ANTHROPIC_AUTH_TOKEN": "mine", "ANTHROPIC_BASE_URL": "https://api.z.ai" }, "x": 1.0 }',
      '{ "env": { "ANTHROPIC_AUTH_TOKEN": "the-token-of-the-relay", "ANTHROPIC_BASE_URL": "http://127.0.0.1:8787" }, "x": 1.0 }',
    ],
  ])('changes %s in its own manner', (_, before, after) => {
    expect(String(init(Buffer.from(before)).bytes)).toBe(after)
  })

  it.each([
    ['{"env":', 'no_json'],
    ['', 'no_json'],
    ['{ "a": 1, } // mine', 'no_json'],
    ['null', 'no_object'],
    ['[]', 'no_object'],
    ['{"env":"x"}', 'no_object'],
    ['{"env":null}', 'no_object'],
    ['{"env":{"A":"1","A":"2"}}', 'twice'],
    ['{"a":1,"a":2}', 'twice'],
  ])('leaves %j alone', (source, kind) => {
    expect(readSettings(Buffer.from(source)).kind).toBe(kind)
  })

  it('writes down the token only where it goes', () => {
    expect(JSON.stringify(init(text('{}')).journal)).not.toContain('the-token-of-the-relay')
  })
})

describe('taking it back', () => {
  it('leaves what somebody changed since, and says so', () => {
    const { journal, bytes } = init(text('{ "env": { "ANTHROPIC_BASE_URL": "https://api.z.ai" } }'))
    const changed = Buffer.from(String(bytes).replace('the-token-of-the-relay', 'another'))
    const taken = remove(journal, changed)
    expect(taken.kept).toEqual(['ANTHROPIC_AUTH_TOKEN'])
    expect(read(taken.bytes)).toEqual({
      env: { ANTHROPIC_BASE_URL: 'https://api.z.ai', ANTHROPIC_AUTH_TOKEN: 'another' },
    })
  })

  it('removes a file that was made for it, unless something was added', () => {
    const { journal, bytes } = init(null)
    expect(remove(journal, bytes).bytes).toBeNull()
    const spaced = Buffer.from(JSON.stringify(read(bytes)))
    expect(remove(journal, spaced).bytes).toBeNull()
    const more = Buffer.from(JSON.stringify({ ...read(bytes), model: 'opus' }))
    expect(read(remove(journal, more).bytes)).toEqual({ model: 'opus' })
  })

  it('after a second time goes back to before the first', () => {
    const original = text('{ "env": { "ANTHROPIC_AUTH_TOKEN": "mine" } }')
    const first = init(original)
    const second = init(first.bytes, { ...OURS, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9999' }, first.journal)
    expect(remove(second.journal, second.bytes)).toEqual({ bytes: original, kept: [] })
  })

  it('takes back the first address too where a kill came before the second one was written', () => {
    const original = text('{ "env": { "A": "1" } }')
    const first = init(original)
    const second = init(first.bytes, { ...OURS, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9999' }, first.journal)
    expect(read(remove(second.journal, first.bytes).bytes)).toEqual(read(original))
    expect(remove(second.journal, first.bytes).kept).toEqual([])
  })

  it('after a second time over somebody else’s change goes back to that change', () => {
    const first = init(text('{ "env": { "ANTHROPIC_BASE_URL": "https://one.example" } }'))
    const theirs = Buffer.from(String(first.bytes).replace('http://127.0.0.1:8787', 'https://two.example'))
    const second = init(theirs, OURS, first.journal)
    expect(read(remove(second.journal, second.bytes).bytes)).toEqual({
      env: { ANTHROPIC_BASE_URL: 'https://two.example' },
    })
  })
})

const names = fc.constantFrom('ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'PATH_X', 'a b', 'ü', '__proto__')
const value = fc.oneof(fc.string(), fc.constantFrom('http://127.0.0.1:8787', 'the-token-of-the-relay', 'mine'))
const file: fc.Arbitrary<Json> = fc.record(
  {
    env: fc.dictionary(names, value),
    model: fc.string(),
    permissions: fc.jsonValue() as fc.Arbitrary<unknown>,
    big: fc.constant(1e21),
  },
  { requiredKeys: [] },
)
/** As an editor may write it: in lines or not, with a mark at its start, with a line break at its end. */
const bytesOf = (json: Json) =>
  fc
    .tuple(
      fc.constantFrom(undefined, 2, 4, '\t'),
      fc.constantFrom('', '\n', '\r\n', ' \n\n'),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([indent, end, bom, windows]) => {
      const written = JSON.stringify(json, null, indent) + end
      return Buffer.from((bom ? '\uFEFF' : '') + (windows ? written.replace(/\r?\n/g, '\r\n') : written))
    })
const written = file.chain((json) => bytesOf(json))

describe('whatever the file', () => {
  it('is as it was to the byte when nothing happened in between', () => {
    fc.assert(
      fc.property(written, (bytes) => {
        const planned = init(bytes)
        expect(remove(planned.journal, planned.bytes)).toEqual({ bytes, kept: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('says what it said, and ours besides; no byte of it is lost', () => {
    fc.assert(
      fc.property(written, (bytes) => {
        const before = read(bytes)
        const after = init(bytes).bytes
        expect(read(after)).toEqual({ ...before, env: { ...((before.env as Json) ?? {}), ...OURS } })
        const settings = good(bytes)
        for (const [name, { keyStart, valueEnd }] of settings.top)
          if (name !== 'env') expect(after.includes(settings.body.subarray(keyStart, valueEnd))).toBe(true)
        expect(after.subarray(0, 3).equals(Buffer.from('\uFEFF'))).toBe(settings.bom.length === 3)
      }),
      { numRuns: 500 },
    )
  })

  it('goes back by three ways: ours goes, what was changed since stays, what was there before returns', () => {
    const edit = fc.tuple(names, fc.option(value))
    fc.assert(
      fc.property(
        written,
        fc.array(edit, { maxLength: 5 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (bytes, edits, more, seeds) => {
          const planned = init(bytes)
          const theirs = read(planned.bytes) as { env: Json }
          for (const [name, to] of edits) {
            if (to === null) delete theirs.env[name]
            else
              Object.defineProperty(theirs.env, name, {
                value: to,
                enumerable: true,
                writable: true,
                configurable: true,
              })
          }
          if (more) Object.assign(theirs, { hooks: { Stop: [] } })
          const [seed] = seeds
          const now = fc.sample(bytesOf(theirs), { numRuns: 1, seed: seed ?? 0 })[0] as Buffer
          const taken = remove(planned.journal, now)

          const before = (read(bytes).env ?? {}) as Json
          const expected: Json = {}
          for (const [name, is] of Object.entries(theirs.env)) {
            const isOurs = (OURS as Json)[name] === is && Object.hasOwn(OURS, name)
            if (!isOurs)
              Object.defineProperty(expected, name, { value: is, enumerable: true, writable: true, configurable: true })
            else if (Object.hasOwn(before, name)) expected[name] = before[name]
          }
          const result = taken.bytes === null ? {} : read(taken.bytes)
          expect(result.env ?? {}).toEqual(expected)
          expect({ ...result, env: null }).toEqual({ ...theirs, env: null })
        },
      ),
      { numRuns: 500 },
    )
  })
})
