import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { defaultConfig, KeyEntry, ProviderEntry } from '../../src-shared/config/schema.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import type { LiveConfig } from './source.ts'

export interface Exported {
  readonly yaml: string
  /** Variables that stand for keys. */
  readonly placeholders: readonly string[]
}

/**
 * Providers with their keys, routing and profiles as a config file that a relay can be started with; what is as by
 * default is left out. A key without a secret is written as a variable of the environment.
 */
export function exportYaml(config: LiveConfig, secrets: ReadonlyMap<KeyId, string>): Exported {
  const placeholders: string[] = []
  const names = new Set<string>()
  const providers = config.providers
    .filter(({ type }) => type !== 'practice')
    .map((provider) => {
      const usual = ProviderEntry.parse({ name: provider.name, type: provider.type, base_url: provider.base_url })
      const keys = provider.keys.map((entry) => {
        const { id, hint: _, key: __, ...rest } = entry
        const secret = id === undefined ? undefined : secrets.get(id)
        const mark = secret === undefined ? variableFor(`${provider.name} ${entry.label ?? ''}`, names) : null
        if (mark !== null && hasSecret(entry)) placeholders.push(mark)
        const key = mark === null ? { key: escaped(secret) } : hasSecret(entry) ? { key: `\${${mark}}` } : {}
        return { ...key, ...(escaped(unusual(rest, KeyEntry.parse({}))) as object) }
      })
      const { name, type, base_url, ...rest } = provider
      const own = { name, type, ...(base_url !== undefined && { base_url }), ...unusual({ ...rest, keys: [] }, usual) }
      return { ...(escaped(own) as object), ...(keys.length > 0 && { keys }) }
    })
  const { routing, health, profiles } = config
  const others = unusual({ routing, health, profiles }, defaultConfig())
  const body = stringify({ ...(escaped(others) as object), providers }, { lineWidth: 0 })
  const head = placeholders.length === 0 ? '' : text.config.exported(placeholders)
  return { yaml: `${head}${body}`, placeholders }
}

/** A provider that works without a key has an entry with nothing to keep. */
const hasSecret = ({ hint, key }: KeyEntry): boolean => key !== undefined || (hint !== undefined && hint !== '')

/** What is said otherwise than by default. */
const unusual = (value: object, usual: object): object =>
  Object.fromEntries(
    Object.entries(value).filter(([name, it]) => !isDeepStrictEqual(it, (usual as Record<string, unknown>)[name])),
  )

/** In a config file `$$` is a dollar sign. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$')
  if (Array.isArray(value)) return value.map(escaped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, escaped(it)]))
}

/** `ANTHROPIC_WORK_KEY`, and a number where that is taken. */
function variableFor(name: string, taken: Set<string>): string {
  const stem = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, '_')
  const wish = `${stem.slice(0, 60) || 'RELAY'}_KEY`
  let variable = wish
  for (let n = 2; taken.has(variable); n++) variable = `${wish}_${n}`
  taken.add(variable)
  return variable
}
