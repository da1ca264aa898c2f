import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import { BAR_MS, BARS, type KeyPast, SPEED_MS, type Speed } from '../../src-shared/domain/recent.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'

/** More keys or providers than this are forgotten, those longest unused first. */
const MOST = 512
/** Requests that are remembered of one provider. */
const MOST_REQUESTS = 10_000

interface Past {
  /** The bar that was filled last: its number since the clock began. */
  bar: number
  readonly input: number[]
}

interface Tried {
  readonly at: number
  readonly ok: boolean
  /** To the first token; `null` where none came. */
  readonly ms: number | null
}

/** What the last minutes were like, for whoever asks; nothing is sent unasked. */
export interface Recent {
  /** A request has ended, at `now` (ms, pool clock). */
  record(record: RequestRecord, now: number): void
  past(id: KeyId, now: number): KeyPast
  speed(id: ProviderId, now: number): Speed
  clear(): void
}

export function recent(): Recent {
  const pasts = new Map<KeyId, Past>()
  const tries = new Map<ProviderId, Tried[]>()

  function use(id: KeyId, input: number, now: number): void {
    const bar = Math.floor(now / BAR_MS)
    const had = moved(pasts.get(id), bar)
    had.input[BARS - 1] = (had.input[BARS - 1] ?? 0) + input
    keep(pasts, id, had)
  }

  return {
    record({ state, outcome, attempts, usage, firstByteMs, at }, now) {
      const last = attempts.at(-1)
      if (state !== 'done' || !last) return
      if (last.keyId && usage) use(last.keyId, usage.input + usage.cacheWrite, now)
      for (const { providerId, startedAt, status } of attempts) {
        const served = status !== null && status < 400
        // A client that leaves says nothing of the provider.
        if (outcome === 'aborted' && status === null) continue
        const ms = served && firstByteMs !== null ? Math.max(0, at + firstByteMs - startedAt) : null
        const all = tries.get(providerId) ?? []
        all.push({ at: now, ok: served, ms })
        // What is too old is left out by whoever asks; here only so that it does not grow without end.
        if (all.length >= 2 * MOST_REQUESTS) all.splice(0, all.length - MOST_REQUESTS)
        keep(tries, providerId, all)
      }
    },
    past: (id, now) => ({ input: [...moved(pasts.get(id), Math.floor(now / BAR_MS)).input] }),
    speed: (id, now) => speedOf(recentOf(tries.get(id) ?? [], now), now),
    clear() {
      pasts.clear()
      tries.clear()
    },
  }
}

/** The past as it looks from `bar` on: what is older than all bars has left at the left. */
function moved(past: Past | undefined, bar: number): Past {
  const by = past ? Math.min(BARS, Math.max(0, bar - past.bar)) : BARS
  return { bar, input: [...(past?.input.slice(by) ?? []), ...Array<number>(by).fill(0)] }
}

function keep<K, V>(map: Map<K, V>, id: K, value: V): void {
  map.delete(id)
  map.set(id, value)
  const [oldest] = map.keys()
  if (map.size > MOST && oldest !== undefined) map.delete(oldest)
}

const recentOf = (all: readonly Tried[], now: number): Tried[] => {
  const from = all.findIndex(({ at }) => at > now - SPEED_MS)
  return from < 0 ? [] : all.slice(Math.max(from, all.length - MOST_REQUESTS))
}

function speedOf(all: readonly Tried[], now: number): Speed {
  const first = all[0]
  if (!first) return { requests: 0, perSecond: 0, success: null, p50: null, p95: null }
  const waits = all.flatMap(({ ms }) => ms ?? []).sort((a, b) => a - b)
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? null
  return {
    requests: all.length,
    perSecond: (all.length * 1000) / Math.max(60_000, now - first.at),
    success: all.filter(({ ok }) => ok).length / all.length,
    p50: at(0.5),
    p95: at(0.95),
  }
}
