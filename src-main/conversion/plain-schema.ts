import { type Fields, isFields } from './values.ts'

const without = (schema: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)))

/** Words that picky servers refuse anywhere in a schema; none of them changes what a valid input is for a model. */
export function plainSchema(schema: Fields): Fields {
  const kept = without(schema, '$schema', '$id', ...(schema.format === 'uri' ? ['format'] : []))
  const members = Object.entries(kept).map(([name, value]) => [name, plainValue(name, value)])
  return { ...(schema.type === 'object' && { properties: {} }), ...Object.fromEntries(members) }
}

/** Below these words names are the user's own, not the schema's. */
const NAMED: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions', 'patternProperties'])

function plainValue(name: string, value: unknown): unknown {
  if (name === 'enum' || name === 'const' || name === 'default' || name === 'examples') return value
  if (Array.isArray(value)) return value.map((it) => plainValue('', it))
  if (!isFields(value)) return value
  if (!NAMED.has(name)) return plainSchema(value)
  return Object.fromEntries(Object.entries(value).map(([own, schema]) => [own, plainValue('', schema)]))
}
