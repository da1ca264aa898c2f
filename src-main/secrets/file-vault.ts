import type { KeyId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import { Refusal } from '../ipc/refusal.ts'
import { Secret } from './secret.ts'
import { type Vault, VaultProblem } from './vault.ts'

/** What a config file says of a key's secret. */
interface Written {
  readonly path: string
  /** The secret and the origin it is for; `null`: the file does not hold it. */
  secretOf(id: KeyId): { secret: string; origin: string } | null
  /** A removed key will not be brought back. */
  forget(ids: readonly KeyId[]): void
}

/**
 * The keys of a config file: those it holds are lent as it says them and changed there alone; the others are in
 * the vault beside it.
 */
export function fileVault(file: Written, beside: Vault): Vault {
  const isWritten = (id: KeyId) => file.secretOf(id) !== null
  const others = (ids: readonly KeyId[]) => ids.filter((id) => !isWritten(id))
  /** Keys of the file that are on their way out: the vault beside knows nothing of them. */
  const leaving = new Set<KeyId>()
  return {
    get view() {
      return beside.view
    },
    async put(id, origin, secret) {
      if (isWritten(id)) throw new Refusal(text.notices.keyInFile(file.path))
      await beside.put(id, origin, secret)
    },
    async use(id, origin) {
      const written = file.secretOf(id)
      if (!written) return beside.use(id, origin)
      if (written.origin !== origin) throw new VaultProblem('other_origin', id)
      return new Secret(written.secret)
    },
    rebind: (ids, origin) => beside.rebind(others(ids), origin),
    async discard(id) {
      if (isWritten(id)) leaving.add(id)
      else await beside.discard(id)
    },
    async restore(id) {
      if (!leaving.delete(id)) await beside.restore(id)
    },
    async drop(ids) {
      file.forget(ids)
      const beyond = ids.filter((id) => !leaving.delete(id))
      if (beyond.length > 0) await beside.drop(beyond)
    },
    reopen: async (id) => (isWritten(id) ? undefined : beside.reopen(id)),
  }
}
