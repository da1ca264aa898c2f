import {
  type Edit,
  type Member,
  type Members,
  members,
  membersAt,
  splice,
  stringAt,
  without,
} from '../../bytes/json-members.ts'

/** Names in `env` of a settings file, and the JSON text each is to have; `null`: it is to be gone. */
export type Wanted = Readonly<Record<string, string | null>>

export type Settings =
  | { kind: 'ok'; body: Buffer; bom: Buffer; top: Members; env: Members | null }
  /** `no_json`: it does not parse; `twice`: a name is there twice; `no_object`: `what` is no block. */
  | { kind: 'no_json' | 'twice' }
  | { kind: 'no_object'; what: string }

const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** Looks into a settings file without changing a byte of it. */
export function readSettings(bytes: Buffer): Settings {
  const bom = bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(0, 3) : bytes.subarray(0, 0)
  const body = bytes.subarray(bom.length)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return { kind: 'no_json' }
  }
  if (!isObject(value)) return { kind: 'no_object', what: '' }
  const top = members(body)
  if (top === null) return { kind: 'twice' }
  const found = top.get('env')
  if (!found) return { kind: 'ok', body, bom, top, env: null }
  if (!isObject(value.env)) return { kind: 'no_object', what: 'env' }
  const env = membersAt(body, found.valueStart)
  return env === null ? { kind: 'twice' } : { kind: 'ok', body, bom, top, env }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The JSON text of a name in `env`; `null`: it is not there. */
export function jsonOf({ body, env }: Settings & { kind: 'ok' }, name: string): string | null {
  const found = env?.get(name)
  return found ? body.toString('utf8', found.valueStart, found.valueEnd) : null
}

/** What that text says, where it is a string. */
export const textOf = (json: string | null): string | null =>
  json === null ? null : stringAt(Buffer.from(json), 0, Buffer.byteLength(json))

/**
 * The file with these names so; every other byte as it was. `env` is made where it is missing, and taken out again
 * where it would be left empty and `dropEmpty` says so.
 */
export function patched(settings: Settings & { kind: 'ok' }, wanted: Wanted, { dropEmpty = false } = {}): Buffer {
  const { body, bom, top, env } = settings
  const set = Object.entries(wanted).flatMap(([name, json]): [string, string][] =>
    json === null ? [] : [[name, json]],
  )
  const gone = new Set(Object.keys(wanted).filter((name) => wanted[name] === null && env?.has(name)))
  if (env === null) {
    if (set.length === 0) return Buffer.concat([bom, body])
    const style = styleOf(body, top)
    const inner = set.map(([name, json]) => `${style.indent}${style.indent}${JSON.stringify(name)}: ${json}`)
    const text =
      style.eol === ''
        ? `{${set.map(([n, j]) => `${JSON.stringify(n)}: ${j}`).join(', ')}}`
        : `{${style.eol}${inner.join(`,${style.eol}`)}${style.eol}${style.indent}}`
    return Buffer.concat([bom, splice(body, [added(body, top, openOf(body), [['env', text]])])])
  }
  const place = top.get('env') as Member
  if (dropEmpty && set.length === 0 && gone.size === env.size)
    return Buffer.concat([bom, splice(body, removed(body, top, openOf(body), new Set(['env'])))])
  const edits: Edit[] = set.flatMap(([name, json]) => {
    const found = env.get(name)
    return found ? [{ start: found.valueStart, end: found.valueEnd, text: json }] : []
  })
  const fresh = set.filter(([name]) => !env.has(name))
  if (gone.size > 0) {
    const before = splice(body, removed(body, env, place.valueStart, gone))
    const left = readSettings(Buffer.concat([bom, before]))
    return left.kind === 'ok' ? patched(left, Object.fromEntries(set)) : Buffer.concat([bom, before])
  }
  if (fresh.length > 0) edits.push(added(body, env, place.valueStart, fresh))
  return Buffer.concat([bom, splice(body, edits)])
}

/** Where the document's own object opens. */
const openOf = (body: Buffer): number => body.indexOf('{')

/** Members behind the last one, in the manner of those before. */
function added(body: Buffer, there: Members, open: number, fresh: readonly (readonly [string, string])[]): Edit {
  const texts = fresh.map(([name, json]) => `${JSON.stringify(name)}: ${json}`)
  const all = [...there.values()]
  const last = all.at(-1)
  if (last) {
    const gap = spaceBefore(body, last.keyStart)
    return { start: last.valueEnd, end: last.valueEnd, text: texts.map((text) => `,${gap || ' '}${text}`).join('') }
  }
  const close = body.indexOf('}', open)
  const line = lineOf(body, open)
  if (line === null) return { start: open + 1, end: close, text: texts.join(', ') }
  const { eol, indent } = line
  const inner = texts.map((text) => `${eol}${indent}  ${text}`).join(',')
  return { start: open + 1, end: close, text: `${inner}${eol}${indent}` }
}

/** Members out, each with its comma; the last one with the space that set it apart, so that nothing of it is left. */
function removed(body: Buffer, there: Members, open: number, names: ReadonlySet<string>): Edit[] {
  if (names.size < there.size) return without(there, names)
  const close = [...there.values()].at(-1)?.valueEnd ?? open + 1
  const end = body.indexOf('}', close)
  return [{ start: open + 1, end, text: '' }]
}

/** Spaces and line breaks in front of a byte. */
function spaceBefore(body: Buffer, at: number): string {
  let start = at
  while (start > 0 && [0x20, 0x09, 0x0a, 0x0d].includes(body[start - 1] as number)) start -= 1
  return body.toString('utf8', start, at)
}

/** Whether a document is written in lines, and how its lines begin. */
function styleOf(body: Buffer, top: Members): { eol: string; indent: string } {
  const [first] = top.values()
  if (!first) return lineOf(body, openOf(body)) === null ? { eol: '', indent: '' } : { eol: eolOf(body), indent: '  ' }
  const [, eol = '', indent = ''] = /(\r?\n)([ \t]*)$/.exec(spaceBefore(body, first.keyStart)) ?? []
  return { eol, indent }
}

/** For an empty object: the line break of the document and the indent of the line it stands in; `null`: one line. */
function lineOf(body: Buffer, open: number): { eol: string; indent: string } | null {
  const before = body.toString('utf8', 0, open)
  const line = /(?:^|\n)([ \t]*)[^\n]*$/.exec(before)
  return body.includes('\n') ? { eol: eolOf(body), indent: line?.[1] ?? '' } : null
}

const eolOf = (body: Buffer): string => (body.includes('\r\n') ? '\r\n' : '\n')
