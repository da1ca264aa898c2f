import { z } from 'zod'
import type { Path } from './problems.ts'

/** The schema beneath defaults, optionals and nullables. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema
  for (;;) {
    const { def } = inner._zod as { def: { innerType?: z.core.$ZodType } }
    if (!def.innerType) return inner
    inner = def.innerType
  }
}

const shapeOf = (schema: z.core.$ZodType): Record<string, z.core.$ZodType> | null => {
  const inner = bare(schema)
  return inner instanceof z.ZodObject ? inner.shape : null
}

/** The names that may stand at `path`; empty where any may, or none. */
export function namesAt(schema: z.ZodType, path: Path): readonly string[] {
  let here: z.core.$ZodType = schema
  for (const step of path) {
    const inner = bare(here)
    const next = inner instanceof z.ZodArray ? inner.element : inner instanceof z.ZodObject ? inner.shape[step] : null
    if (!next) return []
    here = next as z.core.$ZodType
  }
  return Object.keys(shapeOf(here) ?? {})
}

/** Every place a name may stand, as `server.auth`, `providers[].keys[]`; the top is ''. */
export function placesOf(schema: z.core.$ZodType, name: string, place = ''): readonly string[] {
  const inner = bare(schema)
  if (inner instanceof z.ZodArray) return placesOf(inner.element as z.core.$ZodType, name, `${place}[]`)
  const shape = shapeOf(inner)
  if (!shape) return []
  const below = Object.entries(shape).flatMap(([child, at]) =>
    placesOf(at, name, place === '' ? child : `${place}.${child}`),
  )
  return name in shape ? [place, ...below] : below
}

/** The name that was probably meant: at most two slips away, and less than half of the word wrong. */
export function nearest(word: string, names: readonly string[]): string | null {
  const plain = (name: string) => name.toLowerCase().replace(/[-_\s]/g, '')
  const [best] = names
    .map((name) => ({ name, slips: slips(plain(word), plain(name)) }))
    .filter(({ name, slips }) => slips <= Math.min(2, Math.floor((name.length - 1) / 2)))
    .sort((a, b) => a.slips - b.slips)
  return best?.name ?? null
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    const above = rows[i - 1] as number[]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, ((rows[i - 2] as number[])[j - 2] as number) + 1)
      }
      row.push(least)
    }
    rows.push(row)
  }
  return (rows[a.length] as number[])[b.length] as number
}
