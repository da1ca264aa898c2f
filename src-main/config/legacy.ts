import { text } from '../../src-shared/text/text.ts'
import { isBlock, listAt, type Note, type Path } from './problems.ts'

/** Blocks of other relays' files that mean nothing here and do no harm. */
const IGNORED = ['cache', 'grpc', 'metrics'] as const

/** A copy in which older names are written as today's. Wrong values are left for the check to find. */
export function modernise(raw: unknown): { value: unknown; notes: readonly Note[] } {
  const notes: Note[] = []
  if (!isBlock(raw)) return { value: raw, notes }
  const value = structuredClone(raw)

  for (const name of IGNORED) {
    if (!(name in value)) continue
    delete value[name]
    notes.push({ path: [name], text: text.config.notes.ignored })
  }

  if (isBlock(value.server) && 'api_key' in value.server) {
    const { auth } = value.server
    const unused = isBlock(auth) && 'api_key' in auth
    notes.push({
      path: ['server', 'api_key'],
      text: unused ? text.config.notes.oldTokenUnused : text.config.notes.oldToken,
    })
  }

  listAt(value, 'providers').forEach((provider, p) => {
    listAt(provider, 'keys').forEach((key, k) => {
      const path: Path = ['providers', p, 'keys', k, 'tpm_limit']
      if (!isBlock(key) || !isCount(key.tpm_limit)) return
      const half = Math.floor(key.tpm_limit / 2)
      key.itpm_limit ??= half
      key.otpm_limit ??= half
      delete key.tpm_limit
      notes.push({ path, text: text.config.notes.tpm })
    })
  })
  return { value, notes }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
