import { parseDocument } from 'yaml'
import { text } from '../../src-shared/text/text.ts'
import { readYaml } from '../config/read-yaml.ts'
import { members } from './clean.ts'
import { readDocument } from './documents.ts'
import type { Found, Reading } from './found.ts'
import { readLines } from './lines.ts'

/** More keys than anybody has, and than a window can show. */
const MOST_FOUND = 200
const MOST_SKIPPED = 200
/** Up to here a document is looked through for names that stand twice in it. */
const MOST_CHECKED = 1_000_000

/**
 * Everything in a text that is a key, whatever the text is: one key, many lines, a `.env`, exports, JSON, a config
 * file of a program that is known. Each key comes back as found or as skipped with a reason. Never throws.
 */
export function readText(source: string): Reading {
  const document = documentIn(source)
  if (document === 'twice') return { found: [], skipped: [{ what: text.intake.theFile, why: text.intake.twice }] }
  const read = document === null ? readLines(source) : readDocument(document.value)
  // A document of which nothing is known may still hold a line that is.
  const whole = read.found.length + read.skipped.length === 0 && document !== null ? readLines(source) : read
  return bounded(once(whole))
}

function documentIn(source: string): { value: unknown } | 'twice' | null {
  const trimmed = source.trim()
  if (/^[{[]/.test(trimmed)) {
    if (trimmed.length <= MOST_CHECKED && isTwice(trimmed)) return 'twice'
    try {
      return { value: JSON.parse(trimmed) }
    } catch {
      return looseIn(trimmed)
    }
  }
  return /^providers\s*:/m.test(source) ? looseIn(source) : null
}

/** YAML, and JSON as people write it: with a comma too many. */
function looseIn(source: string): { value: unknown } | null {
  if (source.length > MOST_CHECKED) return null
  const read = readYaml(source)
  return read.ok && members(read.raw).length + (Array.isArray(read.raw) ? 1 : 0) > 0 ? { value: read.raw } : null
}

/** JSON takes the last of two members of one name; whoever reads the file sees the first. */
const isTwice = (source: string) =>
  parseDocument(source, { prettyErrors: false }).errors.some(({ code }) => code === 'DUPLICATE_KEY')

/** The same key for the same address counts once; what is said more of it is kept. */
function once({ found, skipped }: Reading): Reading {
  const seen = new Map<string, Found>()
  for (const it of found) {
    const id = JSON.stringify([it.secret?.reveal() ?? null, it.type, it.baseUrl])
    const known = seen.get(id)
    if (known === undefined || (known.name === '' && it.name !== '')) seen.set(id, it)
  }
  return { found: [...seen.values()], skipped }
}

function bounded({ found, skipped }: Reading): Reading {
  if (found.length <= MOST_FOUND && skipped.length <= MOST_SKIPPED) return { found, skipped }
  const left = Math.max(0, found.length - MOST_FOUND) + Math.max(0, skipped.length - MOST_SKIPPED)
  const more = { what: text.intake.theRest, why: text.intake.tooMany(left) }
  return { found: found.slice(0, MOST_FOUND), skipped: [...skipped.slice(0, MOST_SKIPPED), more] }
}
