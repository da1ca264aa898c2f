import { readFile } from 'node:fs/promises'
import { text } from '../../src-shared/text/text.ts'
import type { Catalogue } from './catalogue.ts'
import { noOverrides, readOverrides } from './override.ts'

/**
 * Brings the catalogue to what the file says now; a file that is not there says nothing. Resolves with what is
 * wrong with it, one line each: then what was in force stays in force.
 */
export async function loadOverrides(catalogue: Catalogue, path: string): Promise<readonly string[]> {
  let source: string
  try {
    source = await readFile(path, 'utf8')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') return [text.models.override.unreadable(code)]
    catalogue.override(noOverrides)
    return []
  }
  const read = readOverrides(source)
  if (!read.ok) return read.problems
  catalogue.override(read.overrides)
  return []
}
