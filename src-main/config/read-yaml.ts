import { type Document, LineCounter, parseDocument } from 'yaml'
import { text } from '../../src-shared/text/text.ts'
import { isBlock, type Problem } from './problems.ts'

const { reasons, fixes } = text.config

const FIXES: Record<string, string> = { TAB_AS_INDENT: fixes.tabs, DUPLICATE_KEY: fixes.once }

export type Read = { ok: true; raw: unknown; document: Document } | { ok: false; problems: readonly Problem[] }

/** YAML 1.2 to plain values; the document keeps comments and layout for writing back. */
export function readYaml(source: string): Read {
  const lines = new LineCounter()
  // Pretty errors quote the line, and the line may hold a key.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ code, message, pos: [at] }): Problem => {
      const { line, col } = lines.linePos(at)
      const where = text.config.line(line, col)
      return { path: [], where, reason: reasons.notYaml(message), fix: FIXES[code] ?? fixes.yaml }
    })
    return { ok: false, problems }
  }
  try {
    return { ok: true, raw: withoutNulls(document.toJS() ?? {}), document }
  } catch (error) {
    // An alias to nothing, or one that would unfold without end.
    const said = error instanceof Error ? error.message : String(error)
    return { ok: false, problems: [{ path: [], reason: reasons.notYaml(said), fix: fixes.yaml }] }
  }
}

/** A name with nothing behind it (`models:`) is as good as a name left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isBlock(value)) return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(entries.map(([name, entry]) => [name, withoutNulls(entry)]))
}
