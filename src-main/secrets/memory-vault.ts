import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { VaultView } from '../../src-shared/ipc/snapshot.ts'
import type { Redactor } from './redact.ts'
import { Secret } from './secret.ts'
import { type Vault, VaultProblem } from './vault.ts'

/** Keeps keys until quit and writes nothing: for a config file, which holds them itself, and where there is no keyring. */
export function memoryVault(redactor: Pick<Redactor, 'know'>, backend: VaultView['backend'] = 'none'): Vault {
  const held = new Map<KeyId, { origin: string; secret: Secret }>()
  return {
    view: { kind: 'session', backend },
    async put(id, origin, secret) {
      redactor.know(secret)
      held.set(id, { origin, secret: new Secret(secret) })
    },
    async use(id, origin) {
      const entry = held.get(id)
      if (!entry) throw new VaultProblem('missing', id)
      if (entry.origin !== origin) throw new VaultProblem('other_origin', id)
      return entry.secret
    },
    async rebind(ids, origin) {
      for (const id of ids) {
        const entry = held.get(id)
        if (entry) held.set(id, { ...entry, origin })
      }
    },
    async discard() {},
    async restore() {},
    async drop(ids) {
      for (const id of ids) held.delete(id)
    },
    async reopen() {},
  }
}
