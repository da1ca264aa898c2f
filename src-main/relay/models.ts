import type { ModelInfo } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Authored } from './errors.ts'
import type { Upstream } from './parts.ts'

/** Anthropic, "List Models": 20 unless asked otherwise, 1000 at most. */
const USUAL = 20
const MOST = 1000

/** Anthropic: "may be set to an epoch value if the release date is unknown". */
const UNKNOWN_DATE = '1970-01-01T00:00:00Z'

export type Listed = { ok: true; value: unknown } | { ok: false; error: Authored }

/** One page of all models of all enabled providers, in the user's order, each name once. */
export function listModels(upstreams: readonly Upstream[], query: URLSearchParams): Listed {
  const all = models(upstreams)
  const limit = query.has('limit') ? Number(query.get('limit')) : USUAL
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) return no(400, words.limit)
  const after = query.get('after_id')
  const before = query.get('before_id')
  const indexOf = (id: string) => all.findIndex((it) => it.id === id)
  if (after !== null && indexOf(after) < 0) return no(400, words.cursor('after_id'))
  if (before !== null && indexOf(before) < 0) return no(400, words.cursor('before_id'))

  const rest = all.slice(after === null ? 0 : indexOf(after) + 1, before === null ? all.length : indexOf(before))
  const page = before === null ? rest.slice(0, limit) : rest.slice(-limit)
  const value = {
    data: page.map(shown),
    has_more: page.length < rest.length,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  }
  return { ok: true, value }
}

export function oneModel(upstreams: readonly Upstream[], id: string): Listed {
  const found = models(upstreams).find((it) => it.id === id)
  return found ? { ok: true, value: shown(found) } : no(404, words.model(id.slice(0, 200)))
}

const words = text.errors.list
const no = (status: 400 | 404, message: string): Listed => ({
  ok: false,
  error: { status, type: status === 404 ? 'not_found_error' : 'invalid_request_error', message },
})

function models(upstreams: readonly Upstream[]): ModelInfo[] {
  const byId = new Map<string, ModelInfo>()
  for (const { enabled, models: its } of upstreams)
    for (const model of enabled ? its : []) if (!byId.has(model.id)) byId.set(model.id, model)
  return [...byId.values()]
}

const shown = ({ id, displayName }: ModelInfo) => ({
  type: 'model',
  id,
  display_name: displayName,
  created_at: UNKNOWN_DATE,
})
