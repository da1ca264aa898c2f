import type { ModelInfo } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Known } from '../catalogue/facts.ts'
import { aliasFor, isKept } from '../routing/alias.ts'
import type { Authored } from './errors.ts'
import type { RelayParts, Upstream } from './parts.ts'

/** Anthropic, "List Models": 20 unless asked otherwise, 1000 at most. */
const USUAL = 20
const MOST = 1000

/** Anthropic: "may be set to an epoch value if the release date is unknown". */
const UNKNOWN_DATE = '1970-01-01T00:00:00Z'

export type Listed = { ok: true; value: unknown } | { ok: false; error: Authored }
type Describe = RelayParts['describe']

/** One page of all models of all enabled providers, in the user's order, each name once. */
export function listModels(upstreams: readonly Upstream[], describe: Describe, query: URLSearchParams): Listed {
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
    data: page.map((it) => shown(it, describe)),
    has_more: page.length < rest.length,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  }
  return { ok: true, value }
}

export function oneModel(upstreams: readonly Upstream[], describe: Describe, id: string): Listed {
  const found = models(upstreams).find((it) => it.id === id)
  return found ? { ok: true, value: shown(found, describe) } : no(404, words.model(id.slice(0, 200)))
}

const words = text.errors.list
const no = (status: 400 | 404, message: string): Listed => ({
  ok: false,
  error: { status, type: status === 404 ? 'not_found_error' : 'invalid_request_error', message },
})

interface Entry extends ModelInfo {
  readonly upstream: Upstream
  /** Its name there, where it is listed under another one. */
  readonly model: string
}

/** Where Claude Code would drop a name, the model has a second one that also says whose it is. */
function models(upstreams: readonly Upstream[]): readonly Entry[] {
  const byId = new Map<string, Entry>()
  const add = (entry: Entry) => {
    if (!byId.has(entry.id)) byId.set(entry.id, entry)
  }
  for (const upstream of upstreams) {
    for (const { id: model, displayName } of upstream.enabled ? upstream.models : []) {
      add({ id: model, displayName, upstream, model })
      if (isKept(model)) continue
      const via = text.models.via(displayName, upstream.id)
      add({ id: aliasFor({ provider: upstream.id, model }), displayName: via, upstream, model })
    }
  }
  return [...byId.values()]
}

/** As the `ModelInfo` of Anthropic's SDK 1.12.0; of its members those are given that we know something about. */
function shown({ id, displayName, upstream, model }: Entry, describe: Describe): object {
  const known = describe(upstream.provider.type, model)
  return {
    type: 'model',
    id,
    display_name: displayName,
    created_at: UNKNOWN_DATE,
    max_input_tokens: known.contextWindow,
    max_tokens: known.maxOutput,
    capabilities: capabilities(known),
  }
}

/** What is not known is left out, since `supported: false` would be a statement; `null`: nothing is known. */
function capabilities({ images, documents, thinking }: Known): object | null {
  const known = Object.entries({ image_input: images, pdf_input: documents, thinking }).flatMap(([name, supported]) =>
    supported === null ? [] : [[name, { supported }] as const],
  )
  return known.length === 0 ? null : Object.fromEntries(known)
}
