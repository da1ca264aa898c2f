import { text } from '../../src-shared/text/text.ts'
import type { Log } from '../ports.ts'
import type { Catalogue } from './catalogue.ts'
import { loadOverrides } from './override-file.ts'

/**
 * Reads the price package and then the user's own file over it. Resolves with what to tell of a file that is not
 * wholly in force; `null`: nothing. Never rejects.
 */
export async function lookUp(catalogue: Catalogue, path: string | undefined, log: Log): Promise<string | null> {
  await catalogue.load().catch((error) => log.error({ error: String(error) }, 'the price package could not be read'))
  if (path === undefined) return null
  const problems = await loadOverrides(catalogue, path)
  for (const problem of problems) log.warn({ path }, problem)
  return problems.length === 0 ? null : text.models.override.ignored(path, problems)
}
