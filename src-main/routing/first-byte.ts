import type { ProviderId } from '../../src-shared/domain/ids.ts'

/** How soon one provider's answers with one model begin. */
export interface FirstByte {
  /** Moving mean in ms; `null`: it was asked, but has not answered yet. */
  readonly ms: number | null
  /** When it was last heard of, or last asked in order to find out (pool clock, ms). */
  readonly at: number
}

type FirstBytes = ReadonlyMap<string, FirstByte>

/** A figure this old says little about today, so whoever has it is asked once more. */
export const STALE_MS = 10 * 60_000
/** The part that one more answer changes; the longer ago the others were, the less they count beside it. */
const WEIGHT = 0.3
/** Models come from clients, so there is no end to them. */
const MOST = 500

export const nameOf = (provider: ProviderId, model: string): string => `${provider}\n${model}`

/** An answer began `ms` after its request was sent. */
export function measured(all: FirstBytes, name: string, ms: number, at: number): FirstBytes {
  const had = all.get(name)
  const keep = had?.ms == null ? 0 : (1 - WEIGHT) * 0.5 ** (Math.max(0, at - had.at) / STALE_MS)
  return kept(all, name, { ms: keep * (had?.ms ?? 0) + (1 - keep) * ms, at })
}

interface Timed {
  readonly id: ProviderId
  readonly model: string
}

/**
 * The quickest first, those never heard of last; but one who was not asked for too long, or never, goes before
 * all once, for nobody becomes quick again unseen.
 */
export function quickest<C extends Timed>(
  all: readonly C[],
  known: FirstBytes,
  now: number,
): { order: readonly C[]; firstBytes: FirstBytes; explores: boolean } {
  const of = (it: C) => known.get(nameOf(it.id, it.model))
  const ms = (it: C) => of(it)?.ms ?? Number.POSITIVE_INFINITY
  const order = all.toSorted((a, b) => (ms(a) === ms(b) ? 0 : ms(a) - ms(b)))
  const heard = (it: C) => of(it)?.at ?? Number.NEGATIVE_INFINITY
  const [oldest] = order.slice(1).toSorted((a, b) => (heard(a) === heard(b) ? 0 : heard(a) - heard(b)))
  if (!oldest || now - heard(oldest) < STALE_MS) return { order, firstBytes: known, explores: false }
  const name = nameOf(oldest.id, oldest.model)
  const firstBytes = kept(known, name, { ms: of(oldest)?.ms ?? null, at: now })
  return { order: [oldest, ...order.filter((it) => it !== oldest)], firstBytes, explores: true }
}

/** The one kept longest makes room. */
function kept(all: FirstBytes, name: string, one: FirstByte): FirstBytes {
  const next = new Map(all)
  next.delete(name)
  next.set(name, one)
  const oldest = next.size > MOST ? next.keys().next() : { done: true as const }
  if (!oldest.done) next.delete(oldest.value as string)
  return next
}
