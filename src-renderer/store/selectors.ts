import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import type { ModelInfo, ProviderView } from '../../src-shared/domain/provider.ts'
import { isOver } from '../../src-shared/domain/session.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import type { Removed } from './ui-store.ts'

/** A row of the key list: a key, or the place where one was a moment ago. */
export type Row = { kind: 'key'; id: KeyId } | { kind: 'removed'; removed: Removed }

/** The user's order, with each removed key where it stood. A key that is back takes its own place. */
export function rowsOf(order: readonly KeyId[], removed: readonly Removed[]): Row[] {
  const rows: Row[] = order.map((id) => ({ kind: 'key', id }))
  for (const gone of removed) {
    if (order.includes(gone.id)) continue
    const before = rows.findIndex((row) => row.kind === 'key' && row.id === gone.after)
    const fallback = gone.after === null ? 0 : rows.length
    rows.splice(before < 0 ? fallback : before + 1, 0, { kind: 'removed', removed: gone })
  }
  return rows
}

/** All keys, in the user's order. */
export const keysInOrder = ({ keyOrder, keys }: Pick<Snapshot, 'keyOrder' | 'keys'>): KeyView[] =>
  keyOrder.flatMap((id) => keys[id] ?? [])

/** The keys that are listed: those of a tag that some key has, else all. */
export function taggedIn(snapshot: Pick<Snapshot, 'keyOrder' | 'keys'>, tag: string | null): readonly KeyId[] {
  const found = snapshot.keyOrder.filter((id) => tag !== null && snapshot.keys[id]?.care?.tags?.includes(tag))
  return found.length === 0 ? snapshot.keyOrder : found
}

/**
 * Where brackets join neighbouring keys that share an organization's limit: for each key whether the row
 * above and the row below belong to the same one.
 */
export function bracketOf(
  snapshot: Pick<Snapshot, 'keyOrder' | 'keys'>,
  id: KeyId,
): 'none' | 'first' | 'middle' | 'last' {
  const key = snapshot.keys[id]
  if (!key || key.sharedWith.length === 0) return 'none'
  const place = snapshot.keyOrder.indexOf(id)
  const with_ = (other: KeyId | undefined) => other !== undefined && key.sharedWith.includes(other)
  const above = with_(snapshot.keyOrder[place - 1])
  const below = with_(snapshot.keyOrder[place + 1])
  if (above && below) return 'middle'
  if (below) return 'first'
  return above ? 'last' : 'none'
}

type Providers = Pick<Snapshot, 'providers' | 'providerOrder'>

/** Providers one can choose: in use, in the user's order. */
export const choosableProviders = (snapshot: Providers): ProviderView[] =>
  snapshot.providerOrder.flatMap((id) => {
    const provider = snapshot.providers[id]
    return provider?.enabled ? [provider] : []
  })

/** Models one can choose: the chosen provider's, else everyone's, each once. */
export function choosableModels(snapshot: Providers & Pick<Snapshot, 'choice'>): ModelInfo[] {
  const chosen = snapshot.choice.provider ? snapshot.providers[snapshot.choice.provider] : undefined
  const all = (chosen ? [chosen] : choosableProviders(snapshot)).flatMap((provider) => provider.models)
  return [...new Map(all.map((model) => [model.id, model])).values()]
}

/** How many keys of each provider there are. */
export function keyCounts(keys: Snapshot['keys']): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of Object.values(keys)) counts[key.providerId] = (counts[key.providerId] ?? 0) + 1
  return counts
}

/** `127.0.0.1:8787` → its two halves; the port is the part after the last colon. */
export function splitListen(listen: string): { host: string; port: number } {
  const at = listen.lastIndexOf(':')
  return { host: listen.slice(0, at), port: Number(listen.slice(at + 1)) }
}

/** How many Claude Codes at work go where their profile sends them, whichever provider is chosen. */
export function keptByProfiles({ sessions, profiles }: Pick<Snapshot, 'sessions' | 'profiles'>): number {
  const leading = new Set(profiles.filter(({ provider }) => provider !== null).map(({ name }) => name))
  return Object.values(sessions).filter((it) => !isOver(it) && it.profile !== null && leading.has(it.profile)).length
}
