import { text } from '../../src-shared/text/text.ts'
import { cleanName } from './clean.ts'
import { nothing, type Reading, skip, take, together } from './found.ts'
import { addressIn, keysIn } from './tokens.ts'
import { isKey, readVariables, toldIn, type Variable } from './variables.ts'
import { whose } from './whose.ts'

const words = text.intake

interface Free {
  readonly line: string
  readonly at: number
}

/** What stands over it; empty: nothing. */
interface Titled {
  readonly title: string
}

/** Lines that stand together: an empty line, a comment or a heading ends them. */
interface Block {
  readonly variables: readonly (Variable & Titled)[]
  readonly free: readonly (Free & Titled)[]
}

const ASSIGNED = /(?:^|[\s;&])(?:\$env:)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*("[^"]*"|'[^']*'|`[^`]*`|[^\s;"'`]+)/g
const SPOKEN = /^(?:set(?:\s+-{1,2}\w+)*|setx|setenv)\s+([A-Za-z_]\w*)\s+("[^"]*"|'[^']*'|\S+)/
const COLON = /^"?([A-Z][A-Z0-9_]{3,})"?\s*:\s*("[^"]*"|'[^']*'|\S+?),?$/
/** Longer than any line that a person keeps a key in. */
const MOST_LINE = 6_000

const COMMENT = /^\s*(?:#|\/\/|;|--|REM\s)\s*/i

/** Free text, one key or many: bare keys, `label: key`, a `.env`, exports of any shell. */
export function readLines(source: string): Reading {
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const { blocks, commented, long } = split(lines)
  const around = blocks.flatMap(({ variables }) => variables)
  const read = blocks.map((block) => {
    const address = block.free.map(({ line }) => addressIn(line)).filter((it) => it !== null)
    const beside = address.length === 1 ? (address[0] ?? null) : null
    return together([
      readVariables({ variables: block.variables, title: '', around }),
      ...block.free.map((free) => freeLine(free, beside, toldIn(around))),
    ])
  })
  return together([
    ...read,
    ...commented.map((at) => skip(words.line(at), words.commented)),
    ...long.map((at) => skip(words.line(at), words.longLine)),
  ])
}

function split(lines: readonly string[]): { blocks: Block[]; commented: number[]; long: number[] } {
  const blocks: Block[] = []
  const commented: number[] = []
  const long: number[] = []
  let heading = ''
  // Names what stands below it where that is one key; over several it is a heading of the file, and no key's name.
  let comment = ''
  let variables: Variable[] = []
  let free: Free[] = []
  const close = () => {
    const keys = variables.filter(isKey).length + free.reduce((sum, { line }) => sum + keysIn(line).length, 0)
    const title = (comment && keys === 1 ? comment : '') || heading
    const titled = <T>(all: readonly T[]) => all.map((it) => ({ ...it, title }))
    if (variables.length + free.length > 0) blocks.push({ variables: titled(variables), free: titled(free) })
    comment = ''
    variables = []
    free = []
  }
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    if (line.length > MOST_LINE) {
      long.push(index + 1)
      continue
    }
    const section = /^\[([^\]]+)\]$/.exec(line)?.[1]
    if (line === '' || section !== undefined) {
      close()
      heading = cleanName(section ?? '')
    } else if (COMMENT.test(line) && keysIn(line).length > 0) commented.push(index + 1)
    else if (COMMENT.test(line)) {
      close()
      comment = cleanName(line.replace(COMMENT, ''))
    } else {
      const found = variablesIn(line)
      variables.push(...found)
      if (found.length === 0) free.push({ line, at: index + 1 })
    }
  }
  close()
  return { blocks, commented, long }
}

function variablesIn(line: string): Variable[] {
  const spoken = SPOKEN.exec(line) ?? COLON.exec(line)
  if (spoken?.[1] !== undefined) return [{ name: spoken[1], value: unquoted(spoken[2] ?? '') }]
  return [...line.matchAll(ASSIGNED)].map(([, name = '', value = '']) => ({ name, value: unquoted(value) }))
}

const unquoted = (value: string) => (/^(["'`]).*\1$/s.test(value) ? value.slice(1, -1) : value).trim()

/** `label: key`, `label,key`, `key # label`; the address of its line, or the one of its block. */
function freeLine({ line, at, title }: Free & Titled, around: string | null, told: string | null): Reading {
  const keys = keysIn(line)
  if (keys.length === 0) return nothing
  const label = cleanName(
    keys
      .reduce((rest, key) => rest.replace(key, ' '), line.replace(/\bhttps?:\/\/\S+/gi, ' '))
      .slice(0, 200)
      .replace(/["'`,;:=|<>{}[\]()\t#*]+|\s[-–—]+\s|^[-–—\s]+|[-–—\s]+$/g, ' ')
      .replace(/\b(api ?key|key|token)\b/gi, ' '),
  )
  return together(
    keys.map((secret) => {
      const guess = whose({ secret, name: label || title, address: addressIn(line) ?? around, told })
      if (!guess.ok) return skip(label || words.line(at), guess.why)
      return take(secret, { ...guess, name: label || title, provider: '', models: [], mapping: {} })
    }),
  )
}
