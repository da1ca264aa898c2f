import type { Log } from '../ports.ts'
import type { Catalogue } from './catalogue.ts'
import { loadOverrides } from './override-file.ts'

/**
 * Reads the price package and then the user's own file over it. Resolves with what of that file is not in force, in
 * sentences; what cannot be read is logged. Never rejects.
 */
export async function lookUp(catalogue: Catalogue, path: string | undefined, log: Log): Promise<string[]> {
  await catalogue.load().catch((error) => log.error({ error: String(error) }, 'the price package could not be read'))
  const problems = path === undefined ? [] : await loadOverrides(catalogue, path)
  for (const problem of problems) log.warn({ path }, problem)
  return [...problems]
}
