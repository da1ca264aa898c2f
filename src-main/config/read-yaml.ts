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
  // After the first mistake the reader has lost its place: what it says of the rest is noise.
  const [first] = document.errors
  if (first) {
    const { line, col } = lines.linePos(first.pos[0])
    const fix = source.startsWith('${', first.pos[0] - 1) ? fixes.quoteVariable : (FIXES[first.code] ?? fixes.yaml)
    return {
      ok: false,
      problems: [
        { path: [], where: text.config.line(line, col), reason: reasons.notYaml(unquoted(first.message)), fix },
      ],
    }
  }
  try {
    return { ok: true, raw: withoutNulls(document.toJS() ?? {}), document }
  } catch (error) {
    // An alias to nothing, or one that would unfold without end.
    const said = error instanceof Error ? error.message : String(error)
    return { ok: false, problems: [{ path: [], reason: reasons.notYaml(unquoted(said)), fix: fixes.yaml }] }
  }
}

/** Without what the reader quotes of the file: it may be a key. */
const unquoted = (said: string) => said.replace(/(:\s|["'`]).*$/s, '').trim()

/** A name with nothing behind it (`models:`) is as good as a name left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isBlock(value)) return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(entries.map(([name, entry]) => [name, withoutNulls(entry)]))
}
