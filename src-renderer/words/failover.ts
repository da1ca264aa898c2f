import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { Attempt, RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'

/** What can be done about a request that the first one asked could not answer, as things are now. */
export interface Failover {
  readonly from: Attempt
  /** The way back: to another provider, or to another key of the same one; `null`: it is gone, switched off, or rests no more. */
  readonly back: { kind: 'provider'; provider: ProviderView } | { kind: 'key' } | null
  /** Can be made the one that is asked first; `null`: it is, or is gone, or it is the same provider. */
  readonly stay: ProviderView | null
}

/** `null`: the first one answered, or nobody did. */
export function failoverOf(record: RequestRecord, { keys, providers, choice }: Snapshot): Failover | null {
  const from = record.attempts[0]
  const to = record.attempts.at(-1)
  if (!from || !to || record.outcome !== 'ok') return null
  const isElsewhere = from.providerId !== to.providerId
  if (!isElsewhere && from.keyId === to.keyId) return null
  const usable = (id: Attempt['providerId']) => (providers[id]?.enabled ? providers[id] : null)
  const provider = usable(from.providerId)
  const rests = from.keyId !== null && keys[from.keyId]?.status.kind === 'cooling'
  const back =
    provider && (isElsewhere ? { kind: 'provider' as const, provider } : rests ? { kind: 'key' as const } : null)
  return { from, back, stay: isElsewhere && choice.provider !== to.providerId ? usable(to.providerId) : null }
}
