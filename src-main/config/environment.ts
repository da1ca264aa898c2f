import { text } from '../../src-shared/text/text.ts'
import { isBlock, type Path, type Problem } from './problems.ts'

export interface Expanded {
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Paths (as JSON) whose value came from the environment: text there that should be a number may become one. */
  readonly touched: ReadonlySet<string>
}

/** `$$`, `${NAME}`, or a `${` that is neither. */
const MARK = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g

/**
 * Puts the environment's `${NAME}` into text values, never into names or comments. `$$` is a dollar
 * sign; a lone `$` stays as it is. A variable that is not set is a problem, not an empty text.
 */
export function expand(raw: unknown, env: Readonly<Record<string, string | undefined>>): Expanded {
  const problems: Problem[] = []
  const touched = new Set<string>()

  const walk = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return fill(value, path)
    if (Array.isArray(value)) return value.map((entry, at) => walk(entry, [...path, at]))
    if (!isBlock(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, walk(entry, [...path, name])]))
  }

  const fill = (value: string, path: Path): string =>
    value.replace(MARK, (mark, name: string | undefined) => {
      if (mark === '$$') return '$'
      if (name === undefined) {
        problems.push({ path, reason: text.config.reasons.badVariable, fix: text.config.fixes.badVariable })
        return mark
      }
      const found = env[name]
      touched.add(JSON.stringify(path))
      if (found !== undefined && found !== '') return found
      problems.push({ path, reason: text.config.reasons.noVariable(name), fix: text.config.fixes.setVariable(name) })
      return mark
    })

  return { value: walk(raw, []), problems, touched }
}
