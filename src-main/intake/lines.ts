import { text } from '../../src-shared/text/text.ts'
import { cleanName } from './clean.ts'
import { nothing, type Reading, skip, take, together } from './found.ts'
import { addressIn, keysIn } from './tokens.ts'
import { readVariables, type Variable } from './variables.ts'
import { whose } from './whose.ts'

const words = text.intake

interface Free {
  readonly line: string
  readonly at: number
}

/** Lines that stand together: an empty line or a heading ends them. */
interface Block {
  readonly title: string
  readonly variables: readonly Variable[]
  readonly free: readonly Free[]
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
    const variables = readVariables({ ...block, around })
    return together([
      variables,
      ...block.free.map((free) => freeLine(free, block.title, address.length === 1 ? (address[0] ?? null) : null)),
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
  let title = ''
  let variables: Variable[] = []
  let free: Free[] = []
  const close = () => {
    if (variables.length + free.length > 0) blocks.push({ title, variables, free })
    title = ''
    variables = []
    free = []
  }
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    if (line.length > MOST_LINE) {
      long.push(index + 1)
      continue
    }
    const heading = /^\[([^\]]+)\]$/.exec(line)?.[1]
    if (line === '') close()
    else if (COMMENT.test(line) && keysIn(line).length > 0) commented.push(index + 1)
    else if (COMMENT.test(line) || heading !== undefined) {
      close()
      title = cleanName(heading ?? line.replace(COMMENT, ''))
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
function freeLine({ line, at }: Free, title: string, around: string | null): Reading {
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
      const guess = whose({ secret, name: label || title, address: addressIn(line) ?? around })
      if (!guess.ok) return skip(label || words.line(at), guess.why)
      return take(secret, { ...guess, name: label || title, provider: '', models: [], mapping: {} })
    }),
  )
}
