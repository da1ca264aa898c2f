import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { VaultView } from '../../src-shared/ipc/snapshot.ts'
import type { Secret } from './secret.ts'

/**
 * The only holder of raw keys. Each is bound to the origin (scheme, host and port) it was entered for
 * and is lent for that one alone, so a provider whose address moves does not take its keys along.
 */
export interface Vault {
  readonly view: VaultView
  /** Keeps it, whole, before it resolves. An earlier one of the same id is replaced. */
  put(id: KeyId, origin: string, secret: string): Promise<void>
  /** Rejects with a VaultProblem where it is not here, cannot be opened, or belongs to another origin. */
  use(id: KeyId, origin: string): Promise<Secret>
  /** The user moved the provider and takes its keys along. All or none. */
  rebind(ids: readonly KeyId[], origin: string): Promise<void>
  /** Gone at the next start unless `restore` comes before; until then it can still be restored. */
  discard(id: KeyId): Promise<void>
  restore(id: KeyId): Promise<void>
  drop(ids: readonly KeyId[]): Promise<void>
  /** Tries again to open one that could not be opened: the keyring may have been unlocked since. */
  reopen(id: KeyId): Promise<void>
}

export type VaultProblemKind = 'missing' | 'locked' | 'other_origin'

/** Why a key cannot be lent. The user enters it again, or unlocks the keyring. */
export class VaultProblem extends Error {
  readonly kind: VaultProblemKind
  constructor(kind: VaultProblemKind, id: KeyId) {
    super(`secret of ${id}: ${kind}`)
    this.name = 'VaultProblem'
    this.kind = kind
  }
}
