import { renameSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/**
 * Renames a file that cannot be read to `name.broken-2026-01-31T10-20-30.json` beside it, so that nothing
 * overwrites what its owner may want back. Returns the new path.
 */
export function setAside(path: string, epochMs: number): string {
  const extension = extname(path)
  const stamp = new Date(epochMs).toISOString().slice(0, 19).replaceAll(':', '-')
  const aside = join(dirname(path), `${basename(path, extension)}.broken-${stamp}${extension}`)
  renameSync(path, aside)
  return aside
}
