import { parse, TomlError } from 'smol-toml'
import { text } from '../../src-shared/text/text.ts'
import type { Problem } from './problems.ts'

/** TOML to plain values; a date becomes the text it was written as. */
export function readToml(source: string): { ok: true; raw: unknown } | { ok: false; problems: readonly Problem[] } {
  try {
    return { ok: true, raw: plain(parse(source.replace(/^\uFEFF/, ''))) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // What follows the first line quotes the file, and the file may hold a key.
    const said = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? ''
    const where = text.config.line(error.line, error.column)
    return {
      ok: false,
      problems: [{ path: [], where, reason: text.config.reasons.notToml(said), fix: text.config.fixes.toml }],
    }
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]))
}
