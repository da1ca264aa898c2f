const DEEPEST = 6

/** A value that fits a JSON schema, as far as clients ask for: objects, arrays, enums and the plain types. */
export function sampleJson(schema: unknown, words: string, depth = 0): unknown {
  if (typeof schema !== 'object' || schema === null || depth > DEEPEST) return null
  const it = schema as Record<string, unknown>
  if ('const' in it) return it.const
  if (Array.isArray(it.enum)) return it.enum[0] ?? null
  const options = [it.anyOf, it.oneOf].find(Array.isArray)
  if (options) return sampleJson(options[0], words, depth + 1)
  const type = Array.isArray(it.type) ? it.type[0] : (it.type ?? (it.properties ? 'object' : undefined))
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((it.properties ?? {}) as object).map(([name, inner]) => [
          name,
          sampleJson(inner, words, depth + 1),
        ]),
      )
    case 'array':
      return typeof it.minItems === 'number' && it.minItems > 0 ? [sampleJson(it.items, words, depth + 1)] : []
    case 'string':
      return words
    case 'number':
    case 'integer':
      return typeof it.minimum === 'number' ? it.minimum : 0
    case 'boolean':
      return false
    default:
      return null
  }
}
