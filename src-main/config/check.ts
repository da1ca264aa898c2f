import type { z } from 'zod'
import { Config } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { namesAt, nearest, placesOf } from './known-names.ts'
import { isBlock, type Path, type Problem } from './problems.ts'

const { reasons, fixes, fixFor } = text.config

/** Where a value is a secret, a complaint must not repeat it. */
const SECRET_NAMES = new Set(['key', 'api_key', 'bearer_secret'])

export type Checked = { ok: true; config: Config } | { ok: false; problems: readonly Problem[] }

/** Holds a raw document against the schema; all problems at once. `touched`: see `expand`. */
export function check(raw: unknown, touched: ReadonlySet<string> = new Set()): Checked {
  if (!isBlock(raw)) return { ok: false, problems: [{ path: [], reason: reasons.notObject, fix: fixes.top }] }
  const first = Config.safeParse(raw, { reportInput: true })
  if (first.success) return { ok: true, config: first.data }
  const again = asTyped(raw, first.error.issues, touched)
  const parsed = again === null ? first : Config.safeParse(again, { reportInput: true })
  if (parsed.success) return { ok: true, config: parsed.data }
  return { ok: false, problems: parsed.error.issues.flatMap(problemsOf) }
}

/** The environment holds text only: where the schema wants a number or a switch, such a text becomes one. */
function asTyped(raw: object, issues: readonly z.core.$ZodIssue[], touched: ReadonlySet<string>): unknown {
  const wrong = issues.filter((issue) => issue.code === 'invalid_type' && touched.has(JSON.stringify(issue.path)))
  if (wrong.length === 0) return null
  const copy = structuredClone(raw)
  for (const { path, input } of wrong) {
    const typed = input === 'true' ? true : input === 'false' ? false : Number(input)
    if (Number.isNaN(typed)) continue
    const parent = path.slice(0, -1).reduce((at: unknown, step) => (at as never)[step], copy) as Record<
      PropertyKey,
      unknown
    >
    parent[path.at(-1) as PropertyKey] = typed
  }
  return copy
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownName(path, name))
  if (issue.code === 'invalid_key') return [{ path, reason: reasons.notEmpty, fix: fixes.write }]
  const [reason, general] = said(issue, path)
  const name = path.findLast((step): step is string => typeof step === 'string') ?? ''
  const fix = issue.code === 'invalid_type' && issue.input === undefined ? general : (fixFor[name] ?? general)
  return [{ path, reason, fix }]
}

function unknownName(path: Path, name: string): Problem {
  const known = namesAt(Config, path)
  const meant = nearest(name, known)
  const places = placesOf(Config, name).filter((place) => place !== '')
  const fix = meant ? fixes.meant(meant) : places[0] ? fixes.belongs(places[0]) : fixes.unknown(known)
  return { path: [...path, name], reason: reasons.unknown, fix }
}

/** The reason and the general fix. Sentences of the schema's own (`must be host:port …`) are kept. */
function said(issue: z.core.$ZodIssue, path: Path): [string, string] {
  const got = SECRET_NAMES.has(String(path.at(-1))) ? '…' : issue.input
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? [reasons.missing, fixes.missing(String(path.at(-1)))] : wrongType(issue, got)
    case 'invalid_value': {
      const names = issue.values.map(String)
      const meant = typeof issue.input === 'string' ? nearest(issue.input, names) : null
      return meant ? [reasons.oneOf(names, got), fixes.meant(meant)] : [reasons.notKnown(got), fixes.oneOf(names)]
    }
    case 'too_small':
      if (issue.origin !== 'string') return [reasons.least(Number(issue.minimum)), fixes.least(Number(issue.minimum))]
      return issue.input === '' ? [reasons.notEmpty, fixes.write] : [issue.message, fixes.lengthen]
    case 'too_big':
      if (issue.origin === 'string') return [reasons.longest(Number(issue.maximum)), fixes.shorten]
      return [reasons.most(Number(issue.maximum)), fixes.range(0, Number(issue.maximum))]
    case 'invalid_format':
    case 'custom':
      return [issue.message, fixes.write]
    default:
      return [reasons.wrong, fixes.write]
  }
}

function wrongType(issue: z.core.$ZodIssueInvalidType, got: unknown): [string, string] {
  if (issue.input === null) return [reasons.empty, fixes.write]
  switch (issue.expected) {
    case 'string':
      return [reasons.text(got), fixes.quotes]
    case 'boolean':
      return [reasons.boolean(got), fixes.boolean]
    case 'array':
      return [reasons.list, fixes.list]
    case 'object':
    case 'record':
      return [reasons.block, fixes.block]
    default:
      return [typeof issue.input === 'number' ? reasons.whole(got) : reasons.number(got), fixes.number]
  }
}
