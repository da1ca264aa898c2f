import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  elementsAt,
  members,
  membersAt,
  splice,
  stringAt,
  topString,
  without,
  withoutElements,
} from './json-members.ts'

/** JSON as other programs may print it: white space anywhere between tokens. */
const printed = (value: fc.Arbitrary<unknown>) =>
  fc.tuple(value, fc.constantFrom(undefined, 1, '\t', '\n \r')).map(([it, space]) => JSON.stringify(it, null, space))

const objects = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())

describe('members', () => {
  it('finds each member of any object where JSON.parse finds it', () => {
    fc.assert(
      fc.property(printed(objects), (json) => {
        const body = Buffer.from(json)
        const found = members(body)
        const parsed = JSON.parse(json) as Record<string, unknown>
        expect(new Set(found?.keys())).toEqual(new Set(Object.keys(parsed)))
        for (const [name, at] of found ?? []) {
          const value: unknown = JSON.parse(body.toString('utf8', at.valueStart, at.valueEnd))
          expect(value).toEqual(parsed[name])
          expect(body[at.keyStart]).toBe(0x22)
        }
      }),
    )
  })

  it('never throws, and reads whatever JSON.parse reads as an object', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      ' ',
      'a',
      '1',
      'null',
      '"a"',
      '"b":',
      '{"c":',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const json = parts.join('')
        const found = members(Buffer.from(json))
        let parsed: unknown = null
        try {
          parsed = JSON.parse(json)
        } catch {
          return
        }
        if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) expect(found).toBeNull()
        else if (found !== null) expect([...found.keys()]).toEqual(Object.keys(parsed))
      }),
    )
  })

  it.each([
    '',
    '  ',
    '[]',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,}',
    '{"a":1}x',
    '{a:1}',
    '{"a":"b}',
    '{"a":[1}',
    'null',
  ])('does not claim to know %j', (json) => {
    expect(members(Buffer.from(json))).toBeNull()
  })

  it('does not choose between two members of one name', () => {
    expect(members(Buffer.from('{"model":"a","mod\\u0065l":"b"}'))).toBeNull()
  })

  it('is not fooled by quotes and brackets inside strings', () => {
    const body = Buffer.from('{"text":"\\"}],{\\\\","model":"m"}')
    expect(topString(body, 'model')).toBe('m')
    expect(topString(body, 'text')).toBe('"}],{\\')
  })

  it('steps over ten thousand nested arrays', () => {
    const body = Buffer.from(`{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},"model":"m"}`)
    expect(topString(body, 'model')).toBe('m')
  })
})

describe('topString', () => {
  it('decodes escapes and leaves other kinds alone', () => {
    const body = Buffer.from('{"a":"\\u00e9\\n","b":1,"c":null,"d":"é"}')
    expect(topString(body, 'a')).toBe('é\n')
    expect(topString(body, 'b')).toBeNull()
    expect(topString(body, 'c')).toBeNull()
    expect(topString(body, 'd')).toBe('é')
    expect(topString(body, 'e')).toBeNull()
  })
})

describe('membersAt and elementsAt', () => {
  it('go down into arrays and objects', () => {
    const body = Buffer.from('{"system":[ {"type":"text","text":"one"} , "two", 3 ]}')
    const system = members(body)?.get('system')
    const elements = elementsAt(body, system?.valueStart ?? 0)
    expect(elements?.map((it) => body.toString('utf8', it.start, it.end))).toEqual([
      '{"type":"text","text":"one"}',
      '"two"',
      '3',
    ])
    const text = membersAt(body, elements?.[0]?.start ?? 0)?.get('text')
    expect(stringAt(body, text?.valueStart ?? 0, text?.valueEnd ?? 0)).toBe('one')
  })

  it('agree with JSON.parse on any array', () => {
    fc.assert(
      fc.property(printed(fc.array(fc.jsonValue())), (json) => {
        const body = Buffer.from(json)
        const values = elementsAt(body, 0)?.map((it) => JSON.parse(body.toString('utf8', it.start, it.end)) as unknown)
        expect(values).toEqual(JSON.parse(json))
      }),
    )
  })
})

describe('without', () => {
  it('leaves exactly the other members, whatever is taken out', () => {
    fc.assert(
      fc.property(printed(objects), fc.func(fc.boolean()), (json, drop) => {
        const body = Buffer.from(json)
        const parsed = JSON.parse(json) as Record<string, unknown>
        const names = new Set(Object.keys(parsed).filter((name) => drop(name)))
        const left: unknown = JSON.parse(splice(body, without(members(body) ?? new Map(), names)).toString())
        expect(left).toEqual(Object.fromEntries(Object.entries(parsed).filter(([name]) => !names.has(name))))
      }),
    )
  })
})

describe('withoutElements', () => {
  it('leaves exactly the other elements, whatever is taken out', () => {
    fc.assert(
      fc.property(printed(fc.array(fc.jsonValue())), fc.func(fc.boolean()), (json, drop) => {
        const body = Buffer.from(json)
        const all = elementsAt(body, 0) ?? []
        const gone = new Set(all.filter((_, i) => drop(i)))
        const left: unknown = JSON.parse(splice(body, withoutElements(all, gone)).toString())
        const parsed = JSON.parse(json) as unknown[]
        expect(left).toEqual(parsed.filter((_, i) => !drop(i)))
      }),
    )
  })
})

describe('splice', () => {
  it('changes the ranges and no other byte', () => {
    const body = Buffer.from('{"n":12345678901234567890,"model":"a" , "x":1.0}')
    const at = members(body)?.get('model')
    const next = splice(body, [{ start: at?.valueStart ?? 0, end: at?.valueEnd ?? 0, text: '"b"' }])
    expect(next.toString()).toBe('{"n":12345678901234567890,"model":"b" , "x":1.0}')
    expect(body.toString()).toContain('"a"')
  })

  it('returns the very same buffer where there is nothing to do', () => {
    const body = Buffer.from('{}')
    expect(splice(body, [])).toBe(body)
  })

  it('refuses edits that overlap', () => {
    const edit = { start: 0, end: 2, text: '' }
    expect(() => splice(Buffer.from('{}'), [edit, edit])).toThrow(RangeError)
  })
})
