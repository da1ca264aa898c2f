import { text } from '../../src-shared/text/text.ts'

export type Path = readonly (string | number)[]

/** Something wrong in a config file: where, why, and what to write instead. No secret, by construction of its makers. */
export interface Problem {
  readonly path: Path
  readonly reason: string
  readonly fix: string
  /** Says where in place of the path, for what has none (a line of YAML). */
  readonly where?: string
}

/** Something accepted that deserves a word. */
export interface Note {
  readonly path: Path
  readonly text: string
}

/** As a reader of the file comes upon them; what is missing comes after what is there. */
export function inOrder(problems: readonly Problem[], raw: unknown): readonly Problem[] {
  const placed = problems.map((problem) => ({ problem, place: placeOf(problem.path, raw) }))
  return placed.sort((a, b) => before(a.place, b.place)).map(({ problem }) => problem)
}

/** How far down each step of the path stands in the block it is in. */
function placeOf(path: Path, raw: unknown): readonly number[] {
  let here = raw
  return path.map((step) => {
    if (typeof step === 'number') {
      here = Array.isArray(here) ? here[step] : undefined
      return step
    }
    const at = isBlock(here) ? Object.keys(here).indexOf(step) : -1
    here = isBlock(here) ? here[step] : undefined
    return at < 0 ? Number.MAX_SAFE_INTEGER : at
  })
}

function before(a: readonly number[], b: readonly number[]): number {
  for (const [step, at] of a.entries()) {
    const other = b[step]
    if (other === undefined) return 1
    if (at !== other) return at - other
  }
  return a.length - b.length
}

/** `providers[work].keys[0].rpm_limit`; a provider is called by its name where that is its alone. */
function written(path: Path, raw: unknown): string {
  let out = ''
  path.forEach((step, at) => {
    if (typeof step === 'number') out += `[${at === 1 && path[0] === 'providers' ? (nameOf(raw, step) ?? step) : step}]`
    else if (/^[A-Za-z_][\w-]*$/.test(step)) out += out === '' ? step : `.${step}`
    else out += `[${step}]`
  })
  return out === '' ? text.config.whole : out
}

export const problemLine = (problem: Problem, raw: unknown): string =>
  `${problem.where ?? written(problem.path, raw)}: ${problem.reason}. ${problem.fix}`

export const noteLine = (note: Note, raw: unknown): string => `${written(note.path, raw)} ${note.text}.`

function nameOf(raw: unknown, index: number): string | null {
  const entries = listAt(raw, 'providers')
  const names = entries.map((entry) => (isBlock(entry) ? entry.name : undefined))
  const name = names[index]
  return typeof name === 'string' && names.filter((other) => other === name).length === 1 ? name : null
}

export type Block = Record<string, unknown>
export const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The list under `name`, or an empty one where there is something else: for rules that look past other mistakes. */
export function listAt(value: unknown, name: string): readonly unknown[] {
  const found = isBlock(value) ? value[name] : undefined
  return Array.isArray(found) ? found : []
}
