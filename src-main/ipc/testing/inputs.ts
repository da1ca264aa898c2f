import fc from 'fast-check'
import { z } from 'zod'
import { type RequestName, requests } from '../../../src-shared/ipc/contract.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** Texts that mean something to the app at hand, by the name of the field; under '' for all the others. */
export type Vocabulary = Readonly<Record<string, readonly unknown[]>>

/** What a window that somebody else took over may send in a row: mostly of the right shape, often not. */
export function inputOf(name: RequestName, words: Vocabulary): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(requests[name].input, { io: 'input', unrepresentable: 'any' })
  return fc.oneof(
    { weight: 4, arbitrary: shaped(schema, '', words) },
    { weight: 1, arbitrary: fc.anything({ maxDepth: 2, withNullPrototype: true }) },
  )
}

function shaped(schema: Schema, name: string, words: Vocabulary): fc.Arbitrary<unknown> {
  const known = name === '' ? undefined : words[name]
  if (known) return fc.constantFrom(...known)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const ways = schema.anyOf ?? schema.oneOf
  if (ways) return fc.oneof(...ways.map((way) => shaped(way as Schema, name, words)))
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([inner, of]) => [inner, shaped(of as Schema, inner, words)]),
        ),
        { requiredKeys: (schema.required ?? []).filter((inner) => inner in (schema.properties ?? {})) },
      )
    case 'array':
      return fc.array(shaped((schema.items ?? {}) as Schema, name, words), { maxLength: 3 })
    case 'boolean':
      return fc.boolean()
    case 'number':
    case 'integer':
      return fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double())
    case 'string':
      return fc.oneof(fc.constantFrom(...(words[''] ?? ['x'])), fc.string({ maxLength: 12 }))
    case 'null':
      return fc.constant(null)
    default:
      return fc.constant(undefined)
  }
}
