import { isDeepStrictEqual } from 'node:util'
import { text } from '../../src-shared/text/text.ts'
import { Refusal } from '../ipc/refusal.ts'
import { changesBetween } from './changes.ts'
import type { FileConfig, Loaded } from './load-file.ts'
import type { LiveConfig } from './source.ts'
import { idsOf, type Said, type Undo } from './undo.ts'
import { edited } from './yaml/edit.ts'
import { NotByMachine } from './yaml/places.ts'

/**
 * The text of a YAML file that says `wanted`, every byte that need not change as it was. Throws a Refusal where
 * the file would not be one that starts, or would not say exactly that: then it is left to its owner.
 */
export function writeBack(
  before: Said,
  wanted: LiveConfig,
  load: (source: string) => Loaded,
  path: string,
  undo: Undo,
): { source: string; loaded: FileConfig } {
  const says = (source: string): FileConfig | null => {
    const loaded = load(source)
    if (!loaded.ok) throw new Refusal(text.notices.wouldBreak(path, loaded.problems[0] ?? ''))
    return isDeepStrictEqual(plain(loaded.file.config), plain(wanted)) ? loaded.file : null
  }
  const earlier = undoneBy(before, wanted, undo)
  const undone = earlier === null ? null : says(earlier)
  if (earlier !== null && undone) return { source: earlier, loaded: undone }
  const source = withChanges(before, wanted, path, undo)
  const loaded = says(source)
  if (!loaded) throw new Refusal(text.notices.editByHand(path))
  return { source, loaded }
}

/** The earlier text, where all that is asked for is to bring back the key that went last. */
function undoneBy(before: Said, wanted: LiveConfig, undo: Undo): string | null {
  const had = new Set(idsOf(before.config))
  const [id, ...more] = idsOf(wanted).filter((one) => !had.has(one))
  return id && more.length === 0 ? undo.before(before.source, id) : null
}

function withChanges(before: Said, wanted: LiveConfig, path: string, undo: Undo): string {
  try {
    return changesBetween(before.config, wanted, (id) => undo.keyOf(id)).reduce(edited, before.source)
  } catch (error) {
    if (error instanceof NotByMachine) throw new Refusal(text.notices.editByHand(path))
    throw error
  }
}

/** Without what is there and says nothing, in one order of names. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, plain(inner)]),
  )
}
